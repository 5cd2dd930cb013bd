-- school as version 2 made it, with a row in each table. Kept as it is: boxes have such files.
create table secret (
  name text primary key,
  value blob not null check (length(value) between 16 and 64)
) strict;
create table keeper (
  id integer primary key,
  pictures text unique,
  used_at integer not null,
  person integer references person (id) on delete cascade
) strict;
create table guest (
  key text primary key check (length(key) = 32),
  keeper integer not null references keeper (id) on delete cascade,
  began_at integer not null
) strict;
create index guest_keeper on guest (keeper);
create table place (
  keeper integer not null references keeper (id) on delete cascade,
  lesson integer not null,
  page text not null,
  position_ms integer not null check (position_ms >= 0),
  at integer not null,
  primary key (keeper, lesson)
) strict, without rowid;
create table class (
  id integer primary key,
  name text not null unique check (length(name) between 1 and 40),
  turn integer not null check (turn between 0 and 11),
  made_at integer not null
) strict;
create table person (
  id integer primary key,
  role text not null check (role in ('technician', 'head', 'teacher', 'learner')),
  name text not null check (length(name) between 1 and 60),
  sign_in text unique,
  passphrase text,
  class integer references class (id),
  pictures text,
  card integer not null default 0,
  pseudonym text not null unique check (length(pseudonym) = 32),
  sex text check (sex in ('girl', 'boy')),
  age_band text check (age_band in ('5-7', '8-10', '11-13', '14-17', '18+')),
  home_language text check (length(home_language) between 2 and 35),
  made_at integer not null,
  unique (class, pictures),
  unique (class, name),
  check ((role = 'learner') = (class is not null)),
  check ((role = 'learner') = (pictures is not null)),
  check ((role = 'learner') = (sign_in is null)),
  check (role <> 'learner' or passphrase is null)
) strict;
create table session (
  guest text primary key check (length(guest) = 32),
  person integer not null references person (id) on delete cascade,
  phone text check (length(phone) = 32),
  began_at integer not null
) strict;
create index session_person on session (person);
create table code (
  hash text primary key check (length(hash) = 32),
  role text not null check (role in ('technician', 'head', 'teacher')),
  person integer references person (id) on delete cascade,
  made_by integer,
  ends_at integer not null
) strict;
create table recovery (
  person integer primary key references person (id) on delete cascade,
  hash text not null unique check (length(hash) = 32),
  made_at integer not null
) strict;
create table act (
  id integer primary key autoincrement,
  at integer not null,
  who integer,
  role text not null check (role in ('technician', 'head', 'teacher', 'box')),
  what text not null,
  whom integer,
  detail text not null default ''
) strict;
create index act_at on act (at);
create table forgotten (journal text primary key check (length(journal) = 32)) strict;
create unique index keeper_person on keeper (person);

insert into secret (name, value) values ('pages', zeroblob(32));
insert into keeper (id, pictures, used_at) values (1, 'fish-sun-drum', 1795510800000);
insert into guest (key, keeper, began_at) values ('0123456789abcdef0123456789abcdef', 1, 1795510800000);
insert into place (keeper, lesson, page, position_ms, at) values (1, 700, '', 12500, 1795510800000);
insert into class (id, name, turn, made_at) values (71, 'Class 3', 0, 1795510800000);
insert into person (id, role, name, sign_in, passphrase, pseudonym, made_at)
values (72, 'head', 'Asha Juma', 'asha juma', '$argon2id$v=19$m=8192,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaA', '0123456789abcdef0123456789abcdef', 1795510800000);
insert into person (id, role, name, class, pictures, pseudonym, sex, age_band, home_language, made_at)
values (73, 'learner', 'Neema', 71, 'fish-sun-drum', 'fedcba9876543210fedcba9876543210', 'girl', '8-10', 'sw', 1795510800000);
insert into keeper (id, used_at, person) values (2, 1795510800000, 73);
insert into guest (key, keeper, began_at) values ('abcdef0123456789abcdef0123456789', 2, 1795510800000);
insert into session (guest, person, phone, began_at) values ('abcdef0123456789abcdef0123456789', 73, null, 1795510800000);
insert into code (hash, role, person, made_by, ends_at)
values ('0123456789abcdef0123456789abcdef', 'teacher', null, 72, 1795514400000);
insert into recovery (person, hash, made_at) values (72, '0123456789abcdef0123456789abcdef', 1795510800000);
insert into act (at, who, role, what, whom, detail) values (1795510800000, 72, 'head', 'class_made', 71, 'Class 3');
insert into forgotten (journal) values ('0123456789abcdef0123456789abcdef');
pragma user_version = 2;
