-- Each opening of the journal: its run id is part of every statement's id.
create table run (
  run_id text primary key check (length(run_id) = 32), -- 128 random bits, hexadecimal
  opened_at integer not null                           -- milliseconds since 1970, as the box believed
) strict;
