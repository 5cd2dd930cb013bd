select act.at, actor.name as who, act.role, act.what, target.name as whom, target.role as whom_role, act.detail
from act
left join person as actor on actor.id = act.who
left join person as target on target.id = act.whom
order by act.id desc
limit ?1 offset ?2
