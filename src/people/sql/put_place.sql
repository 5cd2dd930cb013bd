insert into place (keeper, lesson, page, position_ms, at)
values (?1, ?2, ?3, ?4, ?5)
on conflict (keeper, lesson) do update
set page = excluded.page, position_ms = excluded.position_ms, at = excluded.at
