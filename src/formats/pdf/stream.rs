//! What a stream holds: unpacked, its predictor undone, and the objects of an object stream (ISO 32000-1, 7.4, 7.5.7).

use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::PdfFault;
use super::object::{Dictionary, Lexer, OBJECTS_MAX, Object};

/// Bytes of a cross-reference or object stream, packed and unpacked.
pub const STREAM_PACKED_BYTES_MAX: usize = 8 << 20;
const STREAM_BYTES_MAX: u64 = 16 << 20;

/// A number that can be a length or a count.
pub fn small(object: &Object) -> Option<usize> {
    match object {
        Object::Integer(value) => {
            usize::try_from(*value).ok().filter(|n| *n <= STREAM_PACKED_BYTES_MAX)
        }
        _ => None,
    }
}

/// The bytes of a stream out of `packed`, as its dictionary says.
pub fn unpack(dictionary: &Dictionary, packed: Vec<u8>) -> Result<Vec<u8>, PdfFault> {
    let bytes = match dictionary.get("Filter") {
        None => packed,
        Some(Object::Name(name)) if name == b"FlateDecode" => inflate(&packed)?,
        Some(Object::Array(names)) if names == &[Object::Name(b"FlateDecode".into())] => {
            inflate(&packed)?
        }
        Some(_) => return Err(PdfFault::Damaged),
    };
    let parameters = match dictionary.get("DecodeParms") {
        Some(Object::Dictionary(parameters)) => Some(parameters),
        Some(Object::Array(list)) => match list.first() {
            Some(Object::Dictionary(parameters)) => Some(parameters),
            _ => None,
        },
        _ => None,
    };
    let Some(parameters) = parameters else { return Ok(bytes) };
    if parameters.integer("Predictor").unwrap_or(1) < 10 {
        return Ok(bytes);
    }
    let columns = parameters.get("Columns").and_then(small).unwrap_or(1);
    Ok(unpredicted(&bytes, columns))
}

/// What was unpacked before an error counts: many files end their streams badly.
fn inflate(packed: &[u8]) -> Result<Vec<u8>, PdfFault> {
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(packed).take(STREAM_BYTES_MAX).read_to_end(&mut bytes);
    if read.is_err() && bytes.is_empty() { Err(PdfFault::Damaged) } else { Ok(bytes) }
}

/// Undoes the PNG filters (ISO/IEC 15948, 9.2) of rows of one byte a column.
fn unpredicted(bytes: &[u8], columns: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; columns];
    for row in bytes.chunks(columns.saturating_add(1)) {
        let Some((filter, row)) = row.split_first() else { break };
        let mut line = Vec::with_capacity(columns);
        let (mut left, mut corner) = (0_u8, 0_u8);
        for (byte, up) in row.iter().zip(&above) {
            let guess = match filter {
                1 => left,
                2 => *up,
                3 => left.midpoint(*up),
                4 => paeth(left, *up, corner),
                _ => 0,
            };
            left = byte.wrapping_add(guess);
            corner = *up;
            line.push(left);
        }
        line.resize(columns, 0);
        out.extend_from_slice(&line);
        above = line;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    [left, up, corner].into_iter().min_by_key(|near| (guess - i16::from(*near)).abs()).unwrap_or(0)
}

/// Every object of an object stream by its number. Each is read up to where the next begins, and all together may
/// be as many as one parse: else a list that names one place a hundred thousand times would fill the memory.
pub fn objects_of(dictionary: &Dictionary, bytes: &[u8]) -> HashMap<u32, Object> {
    let count = dictionary.get("N").and_then(small).unwrap_or(0).min(OBJECTS_MAX);
    let first = dictionary.get("First").and_then(small).unwrap_or(0);
    let mut header = Lexer::new(bytes.get(..first).unwrap_or_default());
    let mut listed = Vec::new();
    for _ in 0..count {
        let (Some(id), Some(offset)) = (header.unsigned(), header.unsigned()) else { break };
        let at = usize::try_from(offset).ok().and_then(|offset| first.checked_add(offset));
        listed.extend(at.zip(u32::try_from(id).ok()));
    }
    listed.sort_unstable();
    let ends = listed.iter().skip(1).map(|(at, _)| *at).chain([bytes.len()]);
    let mut objects = HashMap::new();
    let mut left = OBJECTS_MAX;
    for ((at, id), end) in listed.iter().zip(ends) {
        let mut lexer = Lexer::of_whole(bytes.get(*at..end).unwrap_or_default(), left);
        if let Ok(object) = lexer.object() {
            objects.insert(*id, object);
        }
        left = lexer.left();
    }
    objects
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(head: &str, body: &str, count: usize) -> HashMap<u32, Object> {
        let about = format!("<< /N {count} /First {} >> ", head.len());
        let Ok(Object::Dictionary(about)) = Lexer::new(about.as_bytes()).object() else {
            panic!("no dictionary")
        };
        objects_of(&about, format!("{head}{body}").as_bytes())
    }

    #[test]
    fn each_object_ends_where_the_next_begins() {
        let found = listed("7 0 8 2 9 13 ", "5 << /A 1 >> 6", 3);
        assert_eq!((found.get(&7), found.len()), (Some(&Object::Integer(5)), 3));
        assert_eq!(found.get(&9), Some(&Object::Integer(6)), "the last one ends with the stream");
    }

    #[test]
    fn one_place_named_often_is_read_once() {
        let head: String = (0..5_000).flat_map(|id| [id.to_string(), " 0 ".into()]).collect();
        let body = format!("[{}]", "1 ".repeat(5_000));
        assert_eq!(listed(&head, &body, 5_000).len(), 1);
        let head: String =
            (0..5_000).flat_map(|id| [id, id * 199]).map(|n| n.to_string() + " ").collect();
        let body = format!("[{}] ", "1 ".repeat(98)).repeat(5_000);
        let values: usize = listed(&head, &body, 5_000)
            .values()
            .map(|object| if let Object::Array(items) = object { items.len() } else { 0 })
            .sum();
        assert!(values <= OBJECTS_MAX, "{values}");
    }
}
