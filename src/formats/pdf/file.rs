//! Where objects lie in a PDF file: cross-reference tables, streams, object streams (ISO 32000-1, 7.5), and a
//! search through the file when those are broken.

use std::collections::{HashMap, HashSet};

use super::PdfFault;
use super::object::{Dictionary, Lexer, Object, Stop};
use super::stream::{STREAM_PACKED_BYTES_MAX, objects_of, small, unpack};
use crate::formats::source::ByteSource;

/// Objects of one file that are known.
const OBJECTS_MAX: usize = 300_000;
/// Earlier versions that a file may lead back to.
const SECTIONS_MAX: usize = 64;
/// Bytes read for one object: first try, second try.
const OBJECT_BYTES: [usize; 2] = [16 << 10, 2 << 20];
/// Bytes of one cross-reference table.
const TABLE_BYTES_MAX: usize = 6 << 20;
/// Bytes parsed and unpacked for one file in all: a sound one takes far less, whatever its size. What a hostile one
/// leads to again and again costs time only up to here.
const EFFORT_BYTES_MAX: usize = 64 << 20;
/// A file above this is not searched when its cross-references are broken, in bytes.
const SEARCH_BYTES_MAX: u64 = 64 << 20;
/// Searched at a time, and the overlap in which a header cut in two is found.
const SEARCH_PIECE_BYTES: usize = 1 << 20;
const SEARCH_OVERLAP_BYTES: usize = 64;
/// The end of a file in which its last words must stand.
const TAIL_BYTES: usize = 4096;

#[derive(Clone, Copy)]
enum Place {
    At(u64),
    InStream(u32),
}

pub struct PdfFile<'a, S: ?Sized> {
    source: &'a S,
    size: u64,
    /// Where `%PDF-` stands; offsets count from there.
    base: u64,
    places: HashMap<u32, Place>,
    pub trailer: Dictionary,
    /// The object stream unpacked last: a page tree asks for many objects of one.
    held: Option<(u32, HashMap<u32, Object>)>,
    effort_left_bytes: usize,
}

impl<'a, S: ByteSource + ?Sized> PdfFile<'a, S> {
    pub fn open(source: &'a S, base: u64) -> Result<Self, PdfFault> {
        let size = source.size_bytes()?;
        let tail = source.read_up_to(size.saturating_sub(TAIL_BYTES as u64), TAIL_BYTES)?;
        let start = memchr::memmem::rfind(&tail, b"startxref");
        if start.is_none() && memchr::memmem::rfind(&tail, b"%%EOF").is_none() {
            return Err(PdfFault::Truncated);
        }
        let start = start.and_then(|at| Lexer::new(tail.get(at + 9..)?).unsigned());
        let mut file = Self {
            source,
            size,
            base,
            places: HashMap::new(),
            trailer: Dictionary::default(),
            held: None,
            effort_left_bytes: EFFORT_BYTES_MAX,
        };
        let linked = match start {
            Some(offset) if offset < size => file.follow(offset)?,
            _ => false,
        };
        if !linked || file.root().is_err() {
            file.search()?;
        }
        Ok(file)
    }

    /// The catalogue.
    pub fn root(&mut self) -> Result<Dictionary, PdfFault> {
        let root = self.trailer.get("Root").cloned().ok_or(PdfFault::Damaged)?;
        let root = self.dictionary(&root)?;
        // A broken table may lead to some other object.
        if root.get("Pages").is_some() { Ok(root) } else { Err(PdfFault::Damaged) }
    }

    /// `object` itself, or the dictionary it refers to.
    pub fn dictionary(&mut self, object: &Object) -> Result<Dictionary, PdfFault> {
        match self.resolve(object)? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(PdfFault::Damaged),
        }
    }

    /// Follows one reference; objects refer to objects only once in a sound file.
    pub fn resolve(&mut self, object: &Object) -> Result<Object, PdfFault> {
        let Object::Reference(id) = object else { return Ok(object.clone()) };
        match self.places.get(id).copied() {
            Some(Place::At(offset)) => {
                let (found, object, _) = self.object_at(offset)?;
                if found == *id { Ok(object) } else { Err(PdfFault::Damaged) }
            }
            Some(Place::InStream(stream)) => self.in_stream(stream, *id),
            None => Ok(Object::Other),
        }
    }

    /// Counts what was parsed or unpacked.
    ///
    /// # Errors
    /// `Damaged` when it was enough for one file.
    fn spend(&mut self, bytes: usize) -> Result<(), PdfFault> {
        self.effort_left_bytes = self.effort_left_bytes.saturating_sub(bytes);
        if self.effort_left_bytes == 0 { Err(PdfFault::Damaged) } else { Ok(()) }
    }

    /// The object whose header stands at `offset`: its number, itself, and where it ends.
    fn object_at(&mut self, offset: u64) -> Result<(u32, Object, u64), PdfFault> {
        let from = self.base.saturating_add(offset);
        for most in OBJECT_BYTES {
            // Reading costs less than parsing, but not nothing.
            self.spend(most / 8)?;
            let bytes = self.source.read_up_to(from, most)?;
            let mut lexer = Lexer::new(&bytes);
            let Some(id) = lexer.object_header() else { return Err(PdfFault::Damaged) };
            let object = lexer.object();
            self.spend(lexer.at)?;
            match object {
                Ok(object) => return Ok((id, object, from + lexer.at as u64)),
                Err(Stop::End) if bytes.len() == most => {}
                Err(_) => return Err(PdfFault::Damaged),
            }
        }
        Err(PdfFault::Damaged)
    }

    /// Reads cross-references from `offset` and all before them; false when they are broken.
    fn follow(&mut self, offset: u64) -> Result<bool, PdfFault> {
        let mut next = vec![offset];
        let mut seen = HashSet::new();
        while let Some(offset) = next.pop() {
            if !seen.insert(offset) {
                continue;
            }
            if seen.len() > SECTIONS_MAX || self.places.len() > OBJECTS_MAX {
                return Ok(false);
            }
            let head = self.source.read_up_to(self.base.saturating_add(offset), 64)?;
            let mut lexer = Lexer::new(&head);
            let section =
                if lexer.word() == b"xref" { self.table(offset)? } else { self.stream(offset) };
            let Some(trailer) = section else { return Ok(false) };
            // The last pushed is read first: a hybrid file's stream before its older tables.
            for key in ["Prev", "XRefStm"] {
                next.extend(trailer.integer(key).and_then(|at| u64::try_from(at).ok()));
            }
            if self.trailer.get("Root").is_none() {
                self.trailer = trailer;
            }
        }
        Ok(true)
    }

    fn note(&mut self, id: u32, place: Place) {
        if self.places.len() < OBJECTS_MAX {
            // Sections are read newest first.
            self.places.entry(id).or_insert(place);
        }
    }

    /// A classic table; gives its trailer.
    fn table(&mut self, offset: u64) -> Result<Option<Dictionary>, PdfFault> {
        let bytes = self.source.read_up_to(self.base.saturating_add(offset), TABLE_BYTES_MAX)?;
        let mut lexer = Lexer::new(&bytes);
        lexer.word();
        loop {
            let word = lexer.word();
            if word == b"trailer" {
                let trailer = lexer.object().ok();
                return Ok(trailer.and_then(|found| match found {
                    Object::Dictionary(dictionary) => Some(dictionary),
                    _ => None,
                }));
            }
            let first = std::str::from_utf8(word).ok().and_then(|word| word.parse::<u32>().ok());
            let (Some(first), Some(count)) = (first, lexer.unsigned()) else { return Ok(None) };
            for index in 0..count.min(OBJECTS_MAX as u64) {
                let (Some(at), Some(_)) = (lexer.unsigned(), lexer.unsigned()) else {
                    return Ok(None);
                };
                let id = u32::try_from(index).ok().and_then(|index| first.checked_add(index));
                match (lexer.word(), id) {
                    (b"n", Some(id)) => self.note(id, Place::At(at)),
                    (b"f", Some(_)) => {}
                    _ => return Ok(None),
                }
            }
        }
    }

    /// A cross-reference stream; gives its dictionary, which is its trailer.
    fn stream(&mut self, offset: u64) -> Option<Dictionary> {
        let (_, Object::Dictionary(dictionary), end) = self.object_at(offset).ok()? else {
            return None;
        };
        if !dictionary.is_name("Type", "XRef") {
            return None;
        }
        let bytes = self.unpacked(&dictionary, end).ok()?;
        let Some(Object::Array(widths)) = dictionary.get("W") else { return None };
        let widths: Vec<usize> = widths.iter().filter_map(small).collect();
        let [w0, w1, w2] = widths.as_slice() else { return None };
        let row = w0 + w1 + w2;
        let sections = match dictionary.get("Index") {
            Some(Object::Array(index)) => index.iter().filter_map(small).collect(),
            _ => vec![0, dictionary.integer("Size").and_then(|n| usize::try_from(n).ok())?],
        };
        let ids = sections.chunks_exact(2).flat_map(|pair| match pair {
            [first, count] => *first..first.saturating_add((*count).min(OBJECTS_MAX)),
            _ => 0..0,
        });
        for (id, entry) in ids.zip(bytes.chunks_exact(row.max(1))) {
            let field = |from: usize, width: usize| {
                let bytes = entry.get(from..from + width).unwrap_or_default();
                bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
            };
            let Ok(id) = u32::try_from(id) else { break };
            match (if *w0 == 0 { 1 } else { field(0, *w0) }, field(*w0, *w1)) {
                (1, at) => self.note(id, Place::At(at)),
                (2, stream) => {
                    if let Ok(stream) = u32::try_from(stream) {
                        self.note(id, Place::InStream(stream));
                    }
                }
                _ => {}
            }
        }
        Some(dictionary)
    }

    /// The bytes of the stream whose dictionary ends at `end`.
    fn unpacked(&mut self, dictionary: &Dictionary, end: u64) -> Result<Vec<u8>, PdfFault> {
        let head = self.source.read_up_to(end, 64)?;
        let mut lexer = Lexer::new(&head);
        if lexer.word() != b"stream" {
            return Err(PdfFault::Damaged);
        }
        let line_end = match lexer.rest() {
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        let length = dictionary.get("Length").cloned().ok_or(PdfFault::Damaged)?;
        let length = match length {
            // A stream's length may be an object by itself, but never inside another stream.
            Object::Reference(id) => match self.places.get(&id).copied() {
                Some(Place::At(offset)) => self.object_at(offset)?.1,
                _ => return Err(PdfFault::Damaged),
            },
            direct => direct,
        };
        let length =
            small(&length).filter(|n| *n <= STREAM_PACKED_BYTES_MAX).ok_or(PdfFault::Damaged)?;
        let packed = self.source.read_up_to(end + (lexer.at + line_end) as u64, length)?;
        self.spend(packed.len() / 8)?;
        let bytes = unpack(dictionary, packed)?;
        self.spend(bytes.len())?;
        Ok(bytes)
    }

    /// Object `id` of an object stream (7.5.7).
    fn in_stream(&mut self, stream: u32, id: u32) -> Result<Object, PdfFault> {
        if self.held.as_ref().is_none_or(|(held, _)| *held != stream) {
            let Some(Place::At(offset)) = self.places.get(&stream).copied() else {
                return Err(PdfFault::Damaged);
            };
            let (_, Object::Dictionary(dictionary), end) = self.object_at(offset)? else {
                return Err(PdfFault::Damaged);
            };
            let bytes = self.unpacked(&dictionary, end)?;
            self.held = Some((stream, objects_of(&dictionary, &bytes)));
        }
        let found = self.held.as_ref().and_then(|(_, objects)| objects.get(&id).cloned());
        Ok(found.unwrap_or(Object::Other))
    }

    /// Looks for `N G obj` and `trailer` through the whole file: what viewers do with a broken one.
    fn search(&mut self) -> Result<(), PdfFault> {
        if self.size > SEARCH_BYTES_MAX {
            return Err(PdfFault::Damaged);
        }
        self.places.clear();
        self.trailer = Dictionary::default();
        let mut from = 0;
        while from < self.size {
            let piece = self.source.read_up_to(from, SEARCH_PIECE_BYTES)?;
            for at in memchr::memmem::find_iter(&piece, b" obj") {
                if let Some((id, start)) = header_before(&piece, at)
                    && self.places.len() < OBJECTS_MAX
                {
                    let place = (from + start as u64).saturating_sub(self.base);
                    self.places.insert(id, Place::At(place));
                }
            }
            for at in memchr::memmem::find_iter(&piece, b"trailer") {
                let mut after = Lexer::new(piece.get(at + 7..).unwrap_or_default());
                let found = after.object();
                self.spend(after.at)?;
                if let Ok(Object::Dictionary(trailer)) = found
                    && trailer.get("Root").is_some()
                {
                    self.trailer = trailer;
                }
            }
            if piece.len() <= SEARCH_OVERLAP_BYTES {
                break;
            }
            from += (piece.len() - SEARCH_OVERLAP_BYTES) as u64;
        }
        self.root().map(|_| ())
    }
}

/// The number and place of the header whose ` obj` stands at `at`.
fn header_before(piece: &[u8], at: usize) -> Option<(u32, usize)> {
    let before = piece.get(at.saturating_sub(24)..at)?;
    let generation = before.iter().rposition(|byte| !byte.is_ascii_digit())?;
    let digits = before.get(..generation)?;
    let start = digits.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |p| p + 1);
    let id = std::str::from_utf8(digits.get(start..)?).ok()?.parse().ok()?;
    Some((id, at - before.len() + start))
}
