-- The catalogue. Every row here is made from a description beside the package's bytes
-- (packages/{label}.json), which is the truth: this file may be lost and is built again from them.

-- One loaded file or folder.
create table package (
  id integer primary key,          -- made from key (lessons/names.rs), so equal on all boxes
  key text not null unique,        -- same over all versions of the package
  name text not null unique,       -- kiwix-serve's rule on the file stem; stands in addresses
  label text not null unique,      -- {label}.lessons.lan
  file_name text not null,         -- as it was called when it was loaded
  kind text not null check (kind in ('zim', 'zip', 'folder', 'file')),
  title text not null,
  description text not null,
  language text,                   -- BCP 47
  subject text,                    -- one word of base/subject.rs
  picture text,                    -- path inside the package
  in_place text,                   -- absolute path where it was left; null: copied to packages/
  size_bytes integer not null check (size_bytes >= 0),
  added_at integer not null,       -- milliseconds since 1970, as the box believed
  came_with integer references package (id) on delete cascade, -- the folder that it came inside of
  facts text not null,             -- JSON: lessons::VersionFacts
  checked integer not null default 0 check (checked in (0, 1)), -- 1: compared with its checksum
  damage text,                     -- sentence, when that found it damaged
  damage_stamp text,               -- inode, size and time of the file that was; another one is looked at anew
  description_stamp text not null  -- inode, size and time of the description that this row shows
) strict;

-- A node of the tree above lessons.
create table topic (
  id integer primary key,
  package integer not null references package (id) on delete cascade,
  parent integer references topic (id) on delete cascade, -- null: the package's top
  path text not null,              -- folder inside the package; '' at its top
  title text not null,
  language text,
  subject text,
  picture text,
  position integer not null,       -- among its siblings, from 0
  unique (package, path)
) strict;

-- What a student opens.
create table lesson (
  id integer primary key,
  package integer not null references package (id) on delete cascade,
  topic integer references topic (id) on delete set null, -- may belong to the package that this one came with
  kind text not null check (kind in ('zim', 'html5', 'video', 'audio', 'pdf', 'picture', 'text')),
  title text not null,
  description text not null,
  language text,
  subject text,
  picture text,
  entry text not null,             -- path inside the package
  mime text not null,
  size_bytes integer not null check (size_bytes >= 0),
  blake3 text,                     -- of the entry, or of the whole zip; null for ZIMs
  activity text not null,          -- IRI in statements
  duration_millis integer,
  pages integer,
  position integer not null,
  unique (package, entry)
) strict;
create index lesson_topic on lesson (topic);

-- Words to read along, beside a film or a recording.
create table subtitle (
  lesson integer not null references lesson (id) on delete cascade,
  language text not null,          -- BCP 47, or 'und'
  path text not null,              -- inside the package
  position integer not null,       -- from 0
  primary key (lesson, position)
) strict, without rowid;
