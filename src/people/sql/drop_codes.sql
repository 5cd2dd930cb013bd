delete from code where ends_at <= ?1
  or hash in (select hash from code order by ends_at desc limit -1 offset ?2)
