insert into package (
  id, key, name, label, file_name, kind, title, description, language, subject, picture, in_place,
  size_bytes, added_at, came_with, facts, checked, damage, damage_stamp, description_stamp
) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
