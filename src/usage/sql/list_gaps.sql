select run_id, count(*) as events, min(seq) as first_seq, max(seq) as last_seq
from event join run on run.number = event.run
group by event.run
having min(seq) <> 1 or max(seq) <> count(*)
order by event.run
