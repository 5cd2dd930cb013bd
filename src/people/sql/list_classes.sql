select class.id, class.name, class.turn,
       (select count(*) from person where person.class = class.id) as learners
from class
