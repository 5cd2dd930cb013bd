//! Text of unknown encoding made into a string: UTF-8, UTF-16 with a mark, else Windows-1252.

use std::borrow::Cow;

/// Windows-1252 for 0x80..=0x9f; its five holes are shown as U+FFFD (encoding.spec.whatwg.org).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// The text of `bytes`, without a byte order mark. A character cut at the very end is left out.
/// Bytes that are no UTF-8 are read as Windows-1252, which holds Latin-1: no byte is refused.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
        _ => utf8(bytes).unwrap_or_else(|| Cow::Owned(bytes.iter().map(|b| latin(*b)).collect())),
    }
}

/// `bytes` as UTF-8 when they are, a cut last character apart.
fn utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            let whole = bytes.get(..error.valid_up_to())?;
            std::str::from_utf8(whole).ok().map(Cow::Borrowed)
        }
        Err(_) => None,
    }
}

/// UTF-16 big-endian text without a mark, as PDF strings hold it after theirs.
pub fn utf16_be(bytes: &[u8]) -> String {
    utf16(bytes, u16::from_be_bytes)
}

/// UTF-16 little-endian text without a mark, as ID3 tags hold it.
pub fn utf16_le(bytes: &[u8]) -> String {
    utf16(bytes, u16::from_le_bytes)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _odd) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// One Windows-1252 byte.
pub fn latin(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

/// `text` on one line: control characters and runs of white space become one space, at most
/// `chars_max` characters, cut at a word where one ends in the last quarter, with "…".
pub fn one_line(text: &str, chars_max: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = count > 0;
            continue;
        }
        let needed = 1 + usize::from(gap);
        if count + needed > chars_max {
            return cut_at_word(&line, chars_max);
        }
        if gap {
            line.push(' ');
            gap = false;
        }
        line.push(c);
        count += needed;
    }
    line
}

fn cut_at_word(line: &str, chars_max: usize) -> String {
    let kept: String = line.chars().take(chars_max.saturating_sub(1)).collect();
    let word_end = kept.rfind(' ').filter(|at| *at * 4 >= kept.len() * 3);
    let kept = word_end.map_or(kept.as_str(), |at| kept.get(..at).unwrap_or_default());
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_comes_out_as_the_same_words() {
        let words = "Ça va, élève ?";
        let table: [(&str, Vec<u8>); 5] = [
            ("utf-8", words.into()),
            ("utf-8 with mark", [b"\xef\xbb\xbf", words.as_bytes()].concat()),
            ("windows-1252", words.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()),
            (
                "utf-16le",
                [0xff, 0xfe]
                    .into_iter()
                    .chain(words.encode_utf16().flat_map(u16::to_le_bytes))
                    .collect(),
            ),
            (
                "utf-16be",
                [0xfe, 0xff]
                    .into_iter()
                    .chain(words.encode_utf16().flat_map(u16::to_be_bytes))
                    .collect(),
            ),
        ];
        for (name, bytes) in table {
            assert_eq!(decode(&bytes), words, "{name}");
        }
        assert_eq!(decode(b"\x93moon\x94"), "“moon”");
        assert_eq!(decode("lune é".as_bytes().split_last().unwrap().1), "lune ");
    }

    #[test]
    fn a_line_is_one_line_and_ends_at_a_word() {
        assert_eq!(one_line("  the \n\t moon\u{0}  ", 50), "the moon");
        assert_eq!(one_line("the moon goes around", 14), "the moon goes…");
        assert_eq!(one_line("abcdefghij", 5), "abcd…");
        assert_eq!(one_line("abcde", 5), "abcde");
    }
}
