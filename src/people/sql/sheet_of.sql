select person.id, person.role, person.name, person.class, person.pseudonym
from recovery join person on person.id = recovery.person
where recovery.hash = ?1
