select doc.id, doc.package, doc.lesson, doc.page, doc.title, doc.language
from title_words join doc on doc.id = title_words.rowid
where title_words match ?1
limit ?2
