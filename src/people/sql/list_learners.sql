select id, role, name, class, pseudonym, pictures, card, sex, age_band, home_language
from person
where class = ?1
