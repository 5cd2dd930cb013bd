select id, opening is not null from doc where package = ?1 and page is null
union all
select id, opening is not null from doc where id between ?2 and ?3
limit ?4
