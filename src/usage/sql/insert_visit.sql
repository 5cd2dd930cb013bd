insert into visit (number, run, seq, person, lesson, device, mark, origin)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
