insert into event (run, seq, wall_ms, boot_ms, clock, kind, visit, lesson, data)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
