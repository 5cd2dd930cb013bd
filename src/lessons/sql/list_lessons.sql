select id, package, topic, kind, title, description, language, subject, picture, entry, mime,
  size_bytes, blake3, activity, duration_millis, pages, position
from lesson
order by package, position, title
