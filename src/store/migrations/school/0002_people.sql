-- A class, as the school calls it.
create table class (
  id integer primary key,          -- 53 random bits
  name text not null unique check (length(name) between 1 and 40),
  turn integer not null check (turn between 0 and 11), -- which threes of pictures it gives (people/threes.rs)
  made_at integer not null         -- milliseconds since 1970
) strict;

-- Everybody with an account. A forgotten learner's row is gone.
create table person (
  id integer primary key,          -- 53 random bits; never given twice
  role text not null check (role in ('technician', 'head', 'teacher', 'learner')),
  name text not null check (length(name) between 1 and 60), -- shown; made by the school
  sign_in text unique,             -- staff: the name they type, folded; none: learner
  passphrase text,                 -- staff: Argon2id as a PHC string; none: a code must be used first
  class integer references class (id),
  pictures text,                   -- learner: three words, "fish-sun-drum"; kept plain, for a card can be printed again
  card integer not null default 0, -- learner: how often the card was made anew
  pseudonym text not null unique check (length(pseudonym) = 32), -- random; the journal hashes it with a key of its own
  sex text check (sex in ('girl', 'boy')),          -- learner; none: not told
  age_band text check (age_band in ('5-7', '8-10', '11-13', '14-17', '18+')), -- learner; none: not told
  home_language text check (length(home_language) between 2 and 35), -- learner: BCP 47 tag; none: not told
  made_at integer not null,        -- milliseconds since 1970
  unique (class, pictures),
  unique (class, name),
  check ((role = 'learner') = (class is not null)),
  check ((role = 'learner') = (pictures is not null)),
  check ((role = 'learner') = (sign_in is null)),
  check (role <> 'learner' or passphrase is null)
) strict;

-- Somebody signed in on a phone.
create table session (
  guest text primary key check (length(guest) = 32), -- keyed hash of the cookie, as in the table guest
  person integer not null references person (id) on delete cascade,
  phone text check (length(phone) = 32), -- keyed hash of the phone's lease; none: no lease was known
  began_at integer not null        -- milliseconds since 1970
) strict;
create index session_person on session (person);

-- A code that makes or mends one staff account: an invitation, or a reset.
create table code (
  hash text primary key check (length(hash) = 32), -- keyed hash; the code itself is stored nowhere
  role text not null check (role in ('technician', 'head', 'teacher')),
  person integer references person (id) on delete cascade, -- a reset: whose; none: an invitation
  made_by integer,                 -- person; none: the command line or a file on a stick
  ends_at integer not null         -- milliseconds since 1970
) strict;

-- A technician's printed sheet: brings the account back when the passphrase is forgotten.
create table recovery (
  person integer primary key references person (id) on delete cascade,
  hash text not null unique check (length(hash) = 32), -- keyed hash of what is printed
  made_at integer not null         -- milliseconds since 1970
) strict;

-- What staff did. Names are looked up when it is shown, so that a forgotten one is nowhere.
create table act (
  id integer primary key autoincrement,
  at integer not null,             -- milliseconds since 1970
  who integer,                     -- person; none: the command line, or the box itself
  role text not null check (role in ('technician', 'head', 'teacher', 'box')), -- theirs then
  what text not null,              -- a word of people/acts.rs
  whom integer,                    -- person or class it was done to
  detail text not null default ''  -- a class's name, a setting's key; never a learner's name
) strict;
create index act_at on act (at);

-- A learner's places belong to the account and outlive the session.
alter table keeper add column person integer references person (id) on delete cascade;
create unique index keeper_person on keeper (person);

-- Somebody forgotten of whom the journal is still to be told, or a copy still to be made anew.
create table forgotten (
  journal text primary key check (length(journal) = 32) -- their pseudonym there, hexadecimal; leads nowhere any more
) strict;
