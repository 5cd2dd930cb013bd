insert into index_state (package, words_version, version, done, total, pages, language, leaving)
values (?1, ?2, ?4, 0, ?3, 0, '', 0)
on conflict (package) do update set total = excluded.total
returning done
