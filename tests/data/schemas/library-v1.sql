-- library as version 1 made it, with a row in each table. Kept as it is: boxes have such files.
create table package (
  id integer primary key,
  key text not null unique,
  name text not null unique,
  label text not null unique,
  file_name text not null,
  kind text not null check (kind in ('zim', 'zip', 'folder', 'file')),
  title text not null,
  description text not null,
  language text,
  subject text,
  picture text,
  in_place text,
  size_bytes integer not null check (size_bytes >= 0),
  added_at integer not null,
  came_with integer references package (id) on delete cascade,
  facts text not null,
  checked integer not null default 0 check (checked in (0, 1)),
  damage text,
  description_stamp text not null
) strict;
create table topic (
  id integer primary key,
  package integer not null references package (id) on delete cascade,
  parent integer references topic (id) on delete cascade,
  path text not null,
  title text not null,
  language text,
  subject text,
  picture text,
  position integer not null,
  unique (package, path)
) strict;
create table lesson (
  id integer primary key,
  package integer not null references package (id) on delete cascade,
  topic integer references topic (id) on delete set null,
  kind text not null check (kind in ('zim', 'html5', 'video', 'audio', 'pdf', 'picture', 'text')),
  title text not null,
  description text not null,
  language text,
  subject text,
  picture text,
  entry text not null,
  mime text not null,
  size_bytes integer not null check (size_bytes >= 0),
  blake3 text,
  activity text not null,
  duration_millis integer,
  pages integer,
  position integer not null,
  unique (package, entry)
) strict;
create index lesson_topic on lesson (topic);
create table subtitle (
  lesson integer not null references lesson (id) on delete cascade,
  language text not null,
  path text not null,
  position integer not null,
  primary key (lesson, position)
) strict, without rowid;

insert into package (id, key, name, label, file_name, kind, title, description, size_bytes, added_at, facts, description_stamp)
  values (7, 'class', 'class', 'ibjtgsnofuib2', 'Class', 'folder', 'Our class', '', 40, 1795510800000, '{}', '1-40-1795510800000');
insert into topic (id, package, path, title, position) values (70, 7, '', 'Our class', 0);
insert into lesson (id, package, topic, kind, title, description, language, entry, mime, size_bytes, activity, position)
  values (700, 7, 70, 'text', 'Mvua', '', 'sw', 'rain.md', 'text/markdown', 40, 'urn:chalkbox:blake3:00', 0);
insert into subtitle (lesson, language, path, position) values (700, 'sw', 'rain.sw.vtt', 0);
pragma user_version = 1;
