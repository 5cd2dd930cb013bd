select id, package, parent, path, title, language, subject, picture, position
from topic
order by package, position, title
