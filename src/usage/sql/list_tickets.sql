select t.token_key, t.actor, t.visit, t.seen_wall_ms, t.state, v.person, v.device, v.mark,
  l.lesson, l.package, l.activity, l.title, l.kind, l.language, l.subject, l.mime, l.length
from ticket t
join visit v on v.number = t.visit
join lesson_seen l on l.number = v.lesson
order by t.seen_wall_ms desc, t.token_key
