insert or ignore into doc (id, package, lesson, page, title, language, opening)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
