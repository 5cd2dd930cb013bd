-- Everything that can be found: each lesson, and each page inside one.
-- The words are in the two indexes below under the same id; this holds what an answer shows.
create table doc (
  id integer primary key,   -- shelf, length of the title, number: see lessons/search/doc_id.rs
  package integer not null,
  lesson integer not null,
  page text,                -- path inside the lesson; null: the lesson itself
  title text not null,
  language text not null,   -- BCP 47; empty when unknown
  opening text              -- first words of the text, at most 160 characters; null: no text was indexed
) strict;

-- Lessons of all packages share one shelf; the pages of a package are found by their range of ids.
create index doc_lessons on doc (package) where page is null;
create unique index doc_lesson on doc (lesson) where page is null;

-- Folded words of titles, each behind the mark of its shelf, which is why prefixes begin at two. The order
-- of ids is an order of rank, so the first ten found are the best ten.
create virtual table title_words using fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3 4 5 6'
);

-- Folded words of titles, descriptions and texts together.
create virtual table text_words using fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3'
);

-- How far each package is indexed; changes in the same transaction as its documents.
create table index_state (
  package integer primary key,
  words_version integer not null, -- of the folding: another one than the program's means index anew
  version text not null,          -- tells this version of the package from others: lessons/indexing
  shelf integer not null unique,  -- of its pages, in their ids and before each word of their titles
  done integer not null,          -- documents indexed
  total integer not null,         -- documents in all, as far as known
  pages integer not null,         -- of those done, the pages inside lessons
  language text not null,         -- of its pages, BCP 47; empty when unknown
  leaving integer not null        -- 1: being forgotten, to be finished after a power cut
) strict;
