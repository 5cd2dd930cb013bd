insert into topic (id, package, parent, path, title, language, subject, picture, position)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
