-- usage as version 1 made it, with a row in each table. Kept as it is: boxes have such files.
create table pseudonym_key (
  number integer primary key,
  key blob not null check (length(key) = 32),
  made_at integer not null
) strict;
create table run (
  number integer primary key autoincrement,
  run_id text not null unique check (length(run_id) = 32),
  boot_id text,
  serving integer not null,
  version text not null,
  opened_wall_ms integer not null,
  opened_boot_ms integer not null,
  marked_wall_ms integer not null,
  marked_boot_ms integer not null,
  stopped integer not null default 0
) strict;
create table lesson_seen (
  number integer primary key,
  key blob not null unique check (length(key) = 16),
  lesson integer not null,
  package text not null,
  activity text not null,
  title text not null,
  kind text not null,
  language text not null,
  subject text,
  mime text not null,
  length integer
) strict;
create table visit (
  number integer primary key,
  run integer not null,
  seq integer not null,
  person blob not null check (length(person) = 16),
  lesson integer not null references lesson_seen (number),
  device text not null,
  mark text not null,
  origin text not null
) strict;
create table event (
  run integer not null references run (number),
  seq integer not null,
  wall_ms integer not null,
  boot_ms integer not null,
  clock integer not null check (clock between 0 and 4),
  kind text not null,
  visit integer references visit (number),
  lesson integer references lesson_seen (number),
  data text,
  primary key (run, seq)
) strict, without rowid;
create table ticket (
  token_key blob primary key check (length(token_key) = 16),
  actor text not null,
  visit integer not null references visit (number),
  seen_wall_ms integer not null,
  state text
) strict, without rowid;

insert into pseudonym_key (number, key, made_at) values (1, zeroblob(32), 1795510800000);
insert into run (run_id, boot_id, serving, version, opened_wall_ms, opened_boot_ms, marked_wall_ms, marked_boot_ms, stopped)
  values ('00000000000000000000000000000001', null, 1, '0.1.0', 1795510800000, 1000, 1795510860000, 61000, 1);
insert into lesson_seen (number, key, lesson, package, activity, title, kind, language, mime)
  values (1, zeroblob(16), 700, 'class', 'urn:chalkbox:blake3:00', 'Mvua', 'text', 'sw', 'text/markdown');
insert into visit (number, run, seq, person, lesson, device, mark, origin)
  values (1, 1, 1, zeroblob(16), 1, 'phone', 'pupil', 'home');
insert into event (run, seq, wall_ms, boot_ms, clock, kind, visit) values (1, 1, 1795510800000, 1000, 4, 'open', 1);
insert into event (run, seq, wall_ms, boot_ms, clock, kind, visit, data)
  values (1, 2, 1795510860000, 61000, 4, 'done', 1, '"said"');
insert into ticket (token_key, actor, visit, seen_wall_ms) values (zeroblob(16), 'a', 1, 1795510860000);
pragma user_version = 1;
