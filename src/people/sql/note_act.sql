insert into act (at, who, role, what, whom, detail)
values (?1, ?2, ?3, ?4, ?5, ?6)
