-- Keys made on this box and kept over a restart; they never leave it.
create table secret (
  name text primary key,
  value blob not null check (length(value) between 16 and 64)
) strict;

-- Whose places are kept together: one child's, as far as the box can tell.
create table keeper (
  id integer primary key,
  pictures text unique,        -- three words, "fish-sun-drum"; none: kept for the session only
  used_at integer not null     -- milliseconds since 1970
) strict;

-- A guest whose phone has something to come back to.
create table guest (
  key text primary key check (length(key) = 32), -- keyed hash of the cookie; the cookie itself is not stored
  keeper integer not null references keeper (id) on delete cascade,
  began_at integer not null    -- milliseconds since 1970
) strict;
create index guest_keeper on guest (keeper);

-- Where somebody stopped in a lesson.
create table place (
  keeper integer not null references keeper (id) on delete cascade,
  lesson integer not null,     -- lesson id; lessons live in library.db
  page text not null,          -- page within the lesson, '' for its beginning
  position_ms integer not null check (position_ms >= 0), -- of a video or sound
  at integer not null,         -- milliseconds since 1970
  primary key (keeper, lesson)
) strict, without rowid;
