select id, key, name, label, kind, title, description, language, subject, picture, in_place,
  size_bytes, added_at, came_with, facts, checked, damage, file_name, damage_stamp
from package
order by title, id
