-- Keys made on this box and kept over a restart.
create table secret (
  name text primary key,
  value blob not null check (length(value) between 16 and 64)
) strict;
