-- Key of the pseudonyms: with it gone, no pseudonym can be traced to anything.
create table pseudonym_key (
  number integer primary key,
  key blob not null check (length(key) = 32),  -- drawn on this box
  made_at integer not null                     -- milliseconds since 1970, as the box believed
) strict;

-- Each opening of the journal. Its run id is part of every statement's id.
create table run (
  number integer primary key autoincrement,
  run_id text not null unique check (length(run_id) = 32), -- 128 random bits, hexadecimal
  boot_id text,                 -- the kernel's, where it can be read: tells which runs share a boot
  serving integer not null,     -- 1 a server, 0 a command
  version text not null,        -- of Chalkbox
  opened_wall_ms integer not null, -- milliseconds since 1970, as the box believed
  opened_boot_ms integer not null, -- milliseconds since the board booted
  marked_wall_ms integer not null, -- when the run was last known to be alive, as above
  marked_boot_ms integer not null,
  stopped integer not null default 0 -- 1 after an orderly stop
) strict;

-- What a lesson was called when it was used: frozen, so that a new title changes no old record.
create table lesson_seen (
  number integer primary key,
  key blob not null unique check (length(key) = 16), -- BLAKE3 of the columns below
  lesson integer not null,      -- the lesson's local id
  package text not null,        -- the package's name
  activity text not null,       -- IRI, equal on all boxes
  title text not null,
  kind text not null,           -- zim, html5, video, audio, pdf, picture, text
  language text not null,       -- BCP 47, or und
  subject text,
  mime text not null,
  length integer                -- milliseconds of a video or sound, pages of a document
) strict;

-- One person's use of one lesson: what does not change about it. Its end is an event.
create table visit (
  number integer primary key,
  run integer not null,         -- with seq: the event that opened it
  seq integer not null,
  person blob not null check (length(person) = 16), -- keyed pseudonym of a guest or learner
  lesson integer not null references lesson_seen (number),
  device text not null,         -- phone, tablet, laptop, other
  mark text not null,           -- pupil, staff, preview, demo
  origin text not null          -- home, search, topic, link, continue, resumed
) strict;

-- What happened, in order, append-only. No address, no browser name, no search words, no names.
create table event (
  run integer not null references run (number),
  seq integer not null,         -- 1, 2, 3 … without a gap in each run
  wall_ms integer not null,     -- milliseconds since 1970, as the box believed
  boot_ms integer not null,     -- milliseconds since the board booted
  clock integer not null check (clock between 0 and 4), -- how good wall_ms was: none, restored, phone, rtc, ntp
  kind text not null,
  visit integer references visit (number),
  lesson integer references lesson_seen (number), -- for events about a lesson outside a visit
  data text,                    -- JSON object, or nothing
  primary key (run, seq)
) strict, without rowid;

-- Cookies that still count: what is written each 15 s, so that a power cut loses no more.
create table ticket (
  token_key blob primary key check (length(token_key) = 16), -- BLAKE3 of the cookie, not the cookie
  actor text not null,          -- key by which the portal knows the person; goes with this row, after hours
  visit integer not null references visit (number), -- its open visit, or its last one
  seen_wall_ms integer not null, -- when it was last used; milliseconds since 1970
  state text                    -- JSON of the open visit's tally; nothing when no visit is open
) strict, without rowid;
