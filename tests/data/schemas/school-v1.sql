-- school as version 1 made it, with a row in each table. Kept as it is: boxes have such files.
create table secret (
  name text primary key,
  value blob not null check (length(value) between 16 and 64)
) strict;
create table keeper (
  id integer primary key,
  pictures text unique,
  used_at integer not null
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

insert into secret (name, value) values ('pages', zeroblob(32));
insert into keeper (id, pictures, used_at) values (1, 'fish-sun-drum', 1795510800000);
insert into guest (key, keeper, began_at) values ('0123456789abcdef0123456789abcdef', 1, 1795510800000);
insert into place (keeper, lesson, page, position_ms, at) values (1, 700, '', 12500, 1795510800000);
pragma user_version = 1;
