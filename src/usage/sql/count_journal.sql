select
  (select count(*) from run) as runs,
  (select count(*) from visit) as visits,
  count(*) as events, min(wall_ms) as first_ms, max(wall_ms) as last_ms,
  (select page_count * page_size from pragma_page_count, pragma_page_size) as bytes
from event
