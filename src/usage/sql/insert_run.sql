insert into run (
  run_id, boot_id, serving, version,
  opened_wall_ms, opened_boot_ms, marked_wall_ms, marked_boot_ms
) values (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?6)
