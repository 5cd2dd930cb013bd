insert into index_state (package, words_version, version, done, total, pages, language, leaving, shelf)
values (?1, ?2, ?4, 0, ?3, 0, '', 0, (
  -- The lowest that is free.
  select min(free) from (select 1 as free union all select shelf + 1 from index_state)
  where free not in (select shelf from index_state)
))
on conflict (package) do update set total = excluded.total
returning done, shelf
