select e.run, r.run_id, e.seq, e.wall_ms, e.boot_ms, e.clock, e.kind as event_kind, e.data,
  opening.run_id as visit_run_id, v.seq as visit_seq, v.person, v.device, v.mark, v.origin,
  o.wall_ms as opened_ms, o.clock as opened_clock,
  l.lesson, l.package, l.activity, l.title, l.kind, l.language, l.subject, l.mime, l.length
from event e
join run r on r.number = e.run
left join visit v on v.number = e.visit
left join run opening on opening.number = v.run
left join event o on o.run = v.run and o.seq = v.seq
left join lesson_seen l on l.number = coalesce(v.lesson, e.lesson)
where (e.run, e.seq) > (?1, ?2) and (e.run, e.seq) <= (?3, ?4) and e.wall_ms >= ?5
order by e.run, e.seq
limit ?6
