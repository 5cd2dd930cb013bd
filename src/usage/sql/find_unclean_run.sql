select run_id, marked_wall_ms, (marked_boot_ms - opened_boot_ms) / 60000 as minutes_on
from run
where number = (select max(number) from run where serving = 1) and stopped = 0
