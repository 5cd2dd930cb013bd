delete from place
where keeper = ?1
  and lesson not in (select lesson from place where keeper = ?1 order by at desc limit ?2)
