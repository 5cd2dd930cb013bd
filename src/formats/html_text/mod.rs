//! What a page of HTML says: title, language, description and plain text for search; and where the
//! bar goes (`bar`). Robust on broken HTML, linear in its size, never more text than asked for.

mod bar;
mod entities;
mod scan;

pub use bar::{FrameTarget, frame_targets, insert_bar_at};
pub use entities::{decode_entities, escaped};

use super::encoding::{decode, one_line};
use scan::{Pieces, Tag};

/// Bytes of a page that are read for facts; what lies behind is not indexed.
const HTML_BYTES_MAX: usize = 8 << 20;
/// Characters of a title.
const TITLE_CHARS_MAX: usize = 200;
/// Characters of a description.
const DESCRIPTION_CHARS_MAX: usize = 200;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlFacts {
    /// Of `<title>`, else of the first `<h1>`; one line.
    pub title: Option<String>,
    /// The `lang` (or `xml:lang`) of `<html>`, as written, at most 35 ASCII characters.
    pub language: Option<String>,
    /// Of `<meta name="description">`; one line.
    pub description: Option<String>,
    /// Words for search, blocks parted by one space.
    pub text: String,
}

/// Reads a page. At most 8 MiB of it are looked at, at most `text_bytes_max` of text come out.
pub fn read(html: &[u8], text_bytes_max: usize) -> HtmlFacts {
    let html = html.get(..HTML_BYTES_MAX).unwrap_or(html);
    let html = decode(html);
    let mut reading = Reading { text_bytes_max, facts: HtmlFacts::default(), ..Reading::default() };
    for piece in Pieces::new(html.as_bytes()) {
        match piece {
            scan::Piece::Tag(tag) => reading.tag(&html, &tag),
            scan::Piece::Text(range) => {
                reading.text(html.get(range).unwrap_or_default());
            }
            scan::Piece::Other => {}
        }
    }
    reading.finish()
}

/// The root tag of a document and what its attributes say.
pub struct RootTag<'a> {
    text: &'a str,
    /// Where the tag begins.
    pub start: usize,
    tag: Tag,
}

impl RootTag<'_> {
    /// The value of the attribute `name` (lower case), its references decoded.
    pub fn value(&self, name: &str) -> Option<String> {
        let range = self.tag.attribute(self.text.as_bytes(), name)?;
        self.text.get(range).map(|value| decode_entities(value).into_owned())
    }
}

/// The first tag of `text` if its name, without a prefix, is `name`, and nothing but comments, doctype and
/// white space come before it.
pub fn root_tag<'a>(text: &'a str, name: &str) -> Option<RootTag<'a>> {
    for piece in Pieces::new(text.as_bytes()) {
        match piece {
            scan::Piece::Tag(tag) => {
                let written = tag.written_name(text.as_bytes());
                let local = written.rsplit(|b| *b == b':').next()?;
                let found = !tag.closes && local.eq_ignore_ascii_case(name.as_bytes());
                return found.then_some(RootTag { text, start: tag.start, tag });
            }
            // The internal subset of a doctype ends with `]>`, of which the scan takes `]` for text.
            scan::Piece::Text(range) => {
                let words = text.get(range)?.trim();
                if !matches!(words, "" | "]>" | "]") {
                    return None;
                }
            }
            scan::Piece::Other => {}
        }
    }
    None
}

/// Tags inside of which the words of a sentence go on.
fn is_inline(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"abbr"
            | b"b"
            | b"bdi"
            | b"bdo"
            | b"cite"
            | b"code"
            | b"dfn"
            | b"em"
            | b"font"
            | b"i"
            | b"kbd"
            | b"mark"
            | b"q"
            | b"ruby"
            | b"s"
            | b"samp"
            | b"small"
            | b"span"
            | b"strong"
            | b"sub"
            | b"sup"
            | b"u"
            | b"wbr"
    )
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Page,
    Title,
    FirstHeading,
    Hidden,
}

#[derive(Default)]
struct Reading {
    facts: HtmlFacts,
    text_bytes_max: usize,
    within: Within,
    title: String,
    heading: String,
    gap: bool,
}

impl Reading {
    fn tag(&mut self, html: &str, tag: &Tag) {
        let name = tag.name(html.as_bytes());
        let name = name.as_bytes();
        self.gap |= !is_inline(name);
        if tag.closes {
            if matches!(name, b"title" | b"h1") || scan::is_hidden(name) {
                self.within = Within::Page;
            }
            return;
        }
        let text_of = |wanted| {
            let range = tag.attribute(html.as_bytes(), wanted)?;
            html.get(range).map(decode_entities)
        };
        match name {
            b"html" if self.facts.language.is_none() => {
                self.facts.language =
                    text_of("lang").or_else(|| text_of("xml:lang")).and_then(|l| language(&l));
            }
            b"meta" if self.facts.description.is_none() => {
                let named = text_of("name").is_some_and(|n| n.eq_ignore_ascii_case("description"));
                self.facts.description = text_of("content")
                    .filter(|_| named)
                    .map(|d| one_line(&d, DESCRIPTION_CHARS_MAX))
                    .filter(|d| !d.is_empty());
            }
            b"title" if self.title.is_empty() => self.within = Within::Title,
            b"h1" if self.heading.is_empty() => self.within = Within::FirstHeading,
            _ if scan::is_hidden(name) => self.within = Within::Hidden,
            _ => {}
        }
    }

    fn text(&mut self, raw: &str) {
        match self.within {
            Within::Hidden => return,
            Within::Title => return push_bounded(&mut self.title, raw),
            Within::FirstHeading => push_bounded(&mut self.heading, raw),
            Within::Page => {}
        }
        if self.facts.text.len() < self.text_bytes_max {
            self.gap = push_words(
                &mut self.facts.text,
                &decode_entities(raw),
                self.gap,
                self.text_bytes_max,
            );
        }
    }

    fn finish(mut self) -> HtmlFacts {
        let title = one_line(&decode_entities(&self.title), TITLE_CHARS_MAX);
        let heading = one_line(&decode_entities(&self.heading), TITLE_CHARS_MAX);
        self.facts.title = [title, heading].into_iter().find(|t| !t.is_empty());
        self.facts
    }
}

/// Four bytes a character and some white space: more raw text cannot matter to a title.
fn push_bounded(to: &mut String, raw: &str) {
    if to.len() < TITLE_CHARS_MAX * 8 {
        to.extend(raw.chars().take(TITLE_CHARS_MAX * 8));
    }
}

/// Adds the words of `from`; says whether a gap is owed before the next ones.
fn push_words(to: &mut String, from: &str, gap: bool, bytes_max: usize) -> bool {
    let mut gap = gap || from.starts_with(char::is_whitespace);
    for word in from.split_whitespace() {
        let spaced = gap && !to.is_empty();
        let left = bytes_max.saturating_sub(to.len() + usize::from(spaced));
        if spaced {
            to.push(' ');
        }
        if word.len() > left {
            to.push_str(word.get(..word.floor_char_boundary(left)).unwrap_or_default());
            to.truncate(to.floor_char_boundary(bytes_max));
            return true;
        }
        to.push_str(word);
        gap = true;
    }
    if from.trim().is_empty() { gap } else { from.ends_with(char::is_whitespace) }
}

fn language(lang: &str) -> Option<String> {
    let lang = lang.trim();
    let plausible = (2..=35).contains(&lang.len())
        && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    plausible.then(|| lang.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_its_title_language_description_and_words() {
        let facts = read(
            b"<!DOCTYPE html><html lang=sw><head><title>Mwezi &amp; Jua</title>\
              <meta name='description' content=\"Hadithi  ya mwezi\"><style>p{color:red}</style>\
              <script>if (a<b) { document.write('<p>no</p>') }</script></head>\
              <body><h1>Mwe<b>zi</b></h1><p>Una&nbsp;ng&#39;aa<br>usiku</p><!-- no --></body></html>",
            1000,
        );
        assert_eq!(facts.title.as_deref(), Some("Mwezi & Jua"));
        assert_eq!(facts.language.as_deref(), Some("sw"));
        assert_eq!(facts.description.as_deref(), Some("Hadithi ya mwezi"));
        assert_eq!(facts.text, "Mwezi Una ng'aa usiku");
    }

    #[test]
    fn broken_html_still_gives_words() {
        let table: [(&[u8], &str); 8] = [
            (b"plain words", "plain words"),
            (b"<p>one<p>two", "one two"),
            (b"<p title='>'>one", "one"),
            (b"a < b and c", "a < b and c"),
            (b"<p>one<!-- never closed", "one"),
            (b"<script>var x = 1;", ""),
            (b"one<b", "one"),
            (b"", ""),
        ];
        for (html, text) in table {
            assert_eq!(read(html, 100).text, text, "{}", html.escape_ascii());
        }
    }

    #[test]
    fn the_first_heading_serves_as_title() {
        assert_eq!(read(b"<h1>The <i>moon</i></h1><p>x", 10).title.as_deref(), Some("The moon"));
        assert_eq!(read(b"<title> </title><p>x", 10).title, None);
    }

    #[test]
    fn text_is_never_longer_than_asked() {
        let html = "<p>قمر قمر قمر</p>".repeat(50);
        for most in 0..60 {
            assert!(read(html.as_bytes(), most).text.len() <= most);
        }
    }
}
