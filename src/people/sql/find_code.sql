select code.role, code.person, code.made_by, code.ends_at, maker.role as maker_role
from code left join person as maker on maker.id = code.made_by
where code.hash = ?1
