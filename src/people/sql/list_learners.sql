select class.name as class_name, person.name
from person join class on class.id = person.class
order by class.name, person.name
