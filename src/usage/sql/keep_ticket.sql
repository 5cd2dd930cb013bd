insert into ticket (token_key, actor, visit, seen_wall_ms, state) values (?1, ?2, ?3, ?4, ?5)
on conflict (token_key) do update
set visit = excluded.visit, seen_wall_ms = excluded.seen_wall_ms, state = excluded.state
