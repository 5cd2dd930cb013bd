select person.id, person.role, person.name, person.class, person.pseudonym, session.phone, session.began_at
from session
join person on person.id = session.person
where session.guest = ?1
