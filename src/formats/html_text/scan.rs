//! One pass over HTML: text, tags, and what is neither, as a browser would part them.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

/// Attributes looked at in one tag.
const ATTRIBUTES_MAX: usize = 256;

#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Text(Range<usize>),
    Tag(Tag),
    /// A comment, doctype or processing instruction.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// At its `<`.
    pub start: usize,
    /// Behind its `>`.
    pub end: usize,
    pub closes: bool,
    name: Range<usize>,
}

/// The longest name that anything here asks for.
const NAME_BYTES_MAX: usize = 12;

/// A tag's name in lower case; a longer one than any asked for is empty. No memory is taken: every tag of every
/// served head asks.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    bytes: [u8; NAME_BYTES_MAX],
    length: usize,
}

impl Name {
    fn of(written: &[u8]) -> Self {
        let mut name = Self { bytes: [0; NAME_BYTES_MAX], length: 0 };
        if let Some(bytes) = name.bytes.get_mut(..written.len()) {
            bytes.copy_from_slice(written);
            bytes.make_ascii_lowercase();
            name.length = written.len();
        }
        name
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Tag {
    pub fn name(&self, html: &[u8]) -> Name {
        Name::of(self.written_name(html))
    }

    pub fn written_name<'a>(&self, html: &'a [u8]) -> &'a [u8] {
        html.get(self.name.clone()).unwrap_or_default()
    }

    /// Where the value of the attribute `wanted` (lower case) lies.
    pub fn attribute(&self, html: &[u8], wanted: &str) -> Option<Range<usize>> {
        let mut at = self.name.end;
        for _ in 0..ATTRIBUTES_MAX {
            at = skip(html, at, |b| b.is_ascii_whitespace() || b == b'/');
            if at + 1 >= self.end {
                return None;
            }
            let name_end = skip(html, at + 1, |b| {
                !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')
            });
            let name = html.get(at..name_end).unwrap_or_default();
            at = skip(html, name_end, |b| b.is_ascii_whitespace());
            if html.get(at) != Some(&b'=') {
                continue;
            }
            let value = value_at(html, skip(html, at + 1, |b| b.is_ascii_whitespace()), self.end);
            if name.eq_ignore_ascii_case(wanted.as_bytes()) {
                return Some(value);
            }
            at = value.end + usize::from(matches!(html.get(value.end), Some(b'"' | b'\'')));
        }
        None
    }
}

fn value_at(html: &[u8], at: usize, tag_end: usize) -> Range<usize> {
    match html.get(at) {
        Some(quote @ (b'"' | b'\'')) => {
            let from = at + 1;
            let length = html.get(from..tag_end).and_then(|rest| memchr(*quote, rest));
            from..from + length.unwrap_or(0)
        }
        _ => at..skip(html, at, |b| !b.is_ascii_whitespace() && b != b'>'),
    }
}

fn skip(html: &[u8], from: usize, passes: impl Fn(u8) -> bool) -> usize {
    let rest = html.get(from..).unwrap_or_default();
    from.min(html.len()) + rest.iter().position(|b| !passes(*b)).unwrap_or(rest.len())
}

/// Elements whose content is not words, or words that nobody sees.
pub fn is_hidden(name: &[u8]) -> bool {
    is_raw(name) && name != b"title" || name == b"template"
}

/// Whether a browser reads what follows this opening tag as text up to its closing tag.
fn is_raw(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"title"
            | b"textarea"
            | b"noscript"
            | b"noembed"
            | b"noframes"
            | b"iframe"
            | b"xmp"
    )
}

/// The pieces of a page in order. Text of raw elements comes as text after their tag.
pub struct Pieces<'a> {
    html: &'a [u8],
    at: usize,
    /// The name of the raw element we are in.
    raw: Option<Range<usize>>,
}

impl<'a> Pieces<'a> {
    pub fn new(html: &'a [u8]) -> Self {
        Self { html, at: 0, raw: None }
    }

    fn rest(&self) -> &'a [u8] {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Up to the closing tag of the raw element, which may be never.
    fn raw_text(&mut self, name: &Range<usize>) -> Piece {
        let from = self.at;
        let name = self.html.get(name.clone()).unwrap_or_default();
        let mut search = from;
        let end = loop {
            let rest = self.html.get(search..).unwrap_or_default();
            let Some(found) = memmem::find(rest, b"</") else { break self.html.len() };
            let after = rest.get(found + 2..).unwrap_or_default();
            let closes = after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
                && after
                    .get(name.len())
                    .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
            if closes {
                break search + found;
            }
            search += found + 2;
        };
        self.at = end;
        Piece::Text(from..end)
    }

    /// At a `<`: a tag, a comment, or a `<` that is only text.
    fn markup(&mut self) -> Piece {
        let start = self.at;
        let rest = self.rest();
        match rest.get(1) {
            Some(b'!' | b'?') => {
                self.at = start + other_length(rest);
                Piece::Other
            }
            Some(b'/') if rest.get(2).is_some_and(u8::is_ascii_alphabetic) => self.tag(start, 2),
            Some(b'/') => {
                self.at = start + memchr(b'>', rest).map_or(rest.len(), |to| to + 1);
                Piece::Other
            }
            Some(b) if b.is_ascii_alphabetic() => self.tag(start, 1),
            _ => {
                let to =
                    rest.get(1..).and_then(|r| memchr(b'<', r)).map_or(rest.len(), |to| to + 1);
                self.at = start + to;
                Piece::Text(start..self.at)
            }
        }
    }

    fn tag(&mut self, start: usize, before_name: usize) -> Piece {
        let from = start + before_name;
        let name_end =
            skip(self.html, from, |b| !b.is_ascii_whitespace() && b != b'>' && b != b'/');
        let Some(end) = tag_end(self.html, name_end) else {
            // A tag cut at the end of the page shows nothing.
            self.at = self.html.len();
            return Piece::Other;
        };
        let tag = Tag { start, end, closes: before_name == 2, name: from..name_end };
        self.at = end;
        if !tag.closes && is_raw(tag.name(self.html).as_bytes()) {
            self.raw = Some(tag.name.clone());
        }
        Piece::Tag(tag)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.at >= self.html.len() {
            return None;
        }
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(&name));
        }
        match memchr(b'<', self.rest()) {
            Some(0) => Some(self.markup()),
            found => {
                let from = self.at;
                self.at = found.map_or(self.html.len(), |to| from + to);
                Some(Piece::Text(from..self.at))
            }
        }
    }
}

/// The length of a comment, doctype or the like that begins `rest`.
fn other_length(rest: &[u8]) -> usize {
    let end = if rest.starts_with(b"<!--") {
        if rest.get(4) == Some(&b'>') {
            return 5;
        }
        memmem::find(rest.get(2..).unwrap_or_default(), b"-->").map(|to| to + 5)
    } else if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<![CDATA[")) {
        memmem::find(rest, b"]]>").map(|to| to + 3)
    } else {
        memchr(b'>', rest).map(|to| to + 1)
    };
    end.unwrap_or(rest.len()).min(rest.len())
}

/// Behind the `>` that ends a tag; a `>` inside a quoted value does not.
fn tag_end(html: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr3(b'>', b'"', b'\'', html.get(at..)?)?;
        let byte = *html.get(found)?;
        if byte == b'>' {
            return Some(found + 1);
        }
        let before = html.get(from..found)?.iter().rposition(|b| !b.is_ascii_whitespace());
        let opens_value = before.and_then(|b| html.get(from + b)) == Some(&b'=');
        at = found + 1;
        if opens_value {
            at += memchr(byte, html.get(at..)?)? + 1;
        }
    }
}
