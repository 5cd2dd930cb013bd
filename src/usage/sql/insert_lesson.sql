insert into lesson_seen (
  key, lesson, package, activity, title, kind, language, subject, mime, length
) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
