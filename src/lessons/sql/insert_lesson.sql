insert into lesson (
  id, package, topic, kind, title, description, language, subject, picture, entry, mime,
  size_bytes, blake3, activity, duration_millis, pages, position
) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
