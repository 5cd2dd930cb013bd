select doc.id, doc.package, doc.lesson, doc.page, doc.title, doc.language
from title_words join doc on doc.id = title_words.rowid
where title_words match ?1 and title_words.rowid between ?2 and ?3
limit ?4
