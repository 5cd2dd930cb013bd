//! PDF objects out of bytes (ISO 32000-1, 7.3), with bounded depth and count.

/// Arrays and dictionaries inside one another.
const DEPTH_MAX: usize = 24;
/// Objects made of one parse.
pub const OBJECTS_MAX: usize = 200_000;

#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    Integer(i64),
    String(Vec<u8>),
    Name(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(u32),
    /// Null, booleans, fractions: nothing here asks for their value, except that `true` and `false` differ.
    Boolean(bool),
    Other,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary(Vec<(Vec<u8>, Object)>);

impl Dictionary {
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value)
    }

    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(Object::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    pub fn string(&self, key: &str) -> Option<&[u8]> {
        match self.get(key) {
            Some(Object::String(value)) => Some(value),
            _ => None,
        }
    }

    pub fn is_name(&self, key: &str, value: &str) -> bool {
        matches!(self.get(key), Some(Object::Name(name)) if name == value.as_bytes())
    }
}

/// Why parsing stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The bytes ended: more of the file may help.
    End,
    /// Not PDF, or nested too deeply.
    Broken,
}

pub struct Lexer<'a> {
    bytes: &'a [u8],
    pub at: usize,
    /// Objects that may still be made.
    left: usize,
    /// Nothing follows these bytes, so a number may end with them.
    is_whole: bool,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, left: OBJECTS_MAX, is_whole: false }
    }

    /// Over all bytes that there are, from which `left` objects at most may be made.
    pub fn of_whole(bytes: &'a [u8], left: usize) -> Self {
        Self { bytes, at: 0, left, is_whole: true }
    }

    pub fn left(&self) -> usize {
        self.left
    }

    fn peek(&self) -> Result<u8, Stop> {
        self.bytes.get(self.at).copied().ok_or(Stop::End)
    }

    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while let Ok(byte) = self.peek() {
            if byte == b'%' {
                let line = memchr::memchr2(b'\n', b'\r', self.rest());
                self.at = line.map_or(self.bytes.len(), |length| self.at + length);
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Letters, digits and signs up to the next space or delimiter.
    pub fn word(&mut self) -> &'a [u8] {
        self.skip_space();
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    pub fn unsigned(&mut self) -> Option<u64> {
        number(self.word()).and_then(|value| u64::try_from(value).ok())
    }

    /// `N G obj`, giving N.
    pub fn object_header(&mut self) -> Option<u32> {
        let id = u32::try_from(self.unsigned()?).ok()?;
        self.unsigned()?;
        (self.word() == b"obj").then_some(id)
    }

    pub fn object(&mut self) -> Result<Object, Stop> {
        self.object_at(0)
    }

    fn object_at(&mut self, depth: usize) -> Result<Object, Stop> {
        self.left = self.left.checked_sub(1).ok_or(Stop::Broken)?;
        if depth > DEPTH_MAX {
            return Err(Stop::Broken);
        }
        self.skip_space();
        match self.peek()? {
            b'(' => self.literal().map(Object::String),
            b'/' => {
                self.at += 1;
                Ok(Object::Name(unescaped_name(self.name())))
            }
            b'[' => self.array(depth),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dictionary(depth),
            b'<' => self.hexadecimal().map(Object::String),
            byte if is_regular(byte) => self.number_or_word(),
            _ => Err(Stop::Broken),
        }
    }

    fn name(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn array(&mut self, depth: usize) -> Result<Object, Stop> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.at += 1;
                return Ok(Object::Array(items));
            }
            items.push(self.object_at(depth + 1)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Object, Stop> {
        self.at += 2;
        let mut pairs = Vec::new();
        loop {
            self.skip_space();
            match self.peek()? {
                b'>' => {
                    self.at += 2;
                    return Ok(Object::Dictionary(Dictionary(pairs)));
                }
                b'/' => {
                    self.at += 1;
                    let key = unescaped_name(self.name());
                    pairs.push((key, self.object_at(depth + 1)?));
                }
                _ => return Err(Stop::Broken),
            }
        }
    }

    fn number_or_word(&mut self) -> Result<Object, Stop> {
        let word = self.word();
        if self.at == self.bytes.len() && !self.is_whole {
            return Err(Stop::End);
        }
        let Some(value) = number(word) else {
            return Ok(match word {
                b"true" => Object::Boolean(true),
                b"false" => Object::Boolean(false),
                b"endobj" | b"stream" | b"endstream" | b"obj" => return Err(Stop::Broken),
                _ => Object::Other,
            });
        };
        // `N G R` is a reference; anything else leaves the number alone.
        let behind = self.at;
        if let Ok(id) = u32::try_from(value)
            && self.unsigned().is_some()
            && self.word() == b"R"
        {
            return Ok(Object::Reference(id));
        }
        self.at = behind;
        Ok(Object::Integer(value))
    }

    fn literal(&mut self) -> Result<Vec<u8>, Stop> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(out);
                    }
                }
                b'\\' => {
                    self.escape(&mut out)?;
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), Stop> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let next = self.peek()?;
                    if !(b'0'..=b'7').contains(&next) {
                        break;
                    }
                    code = code * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                out.push(u8::try_from(code & 0xff).unwrap_or(0));
            }
            b'\r' => {
                if self.peek()? == b'\n' {
                    self.at += 1;
                }
            }
            b'\n' => {}
            other => out.push(other),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<Vec<u8>, Stop> {
        self.at += 1;
        let length = memchr::memchr(b'>', self.rest()).ok_or(Stop::End)?;
        let digits: Vec<u8> =
            self.rest().iter().take(length).filter_map(|byte| hex_digit(*byte)).collect();
        self.at += length + 1;
        let pair = |pair: &[u8]| pair.first().unwrap_or(&0) << 4 | pair.get(1).unwrap_or(&0);
        Ok(digits.chunks(2).map(pair).collect())
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn number(word: &[u8]) -> Option<i64> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

/// `#20` in a name is a space (7.3.5).
fn unescaped_name(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((first, after)) = rest.split_first() {
        let pair = after.first_chunk::<2>().filter(|_| *first == b'#');
        if let Some([high, low]) = pair.map(|pair| pair.map(hex_digit))
            && let (Some(high), Some(low)) = (high, low)
        {
            out.push(high << 4 | low);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_and_depth_is_bounded() {
        let text = b"<< /A#20B [1 -2 3.5 true null 4 0 R] /T (a\\(b\\)\\101(c)) /H <4142 4> >> ";
        let Ok(Object::Dictionary(found)) = Lexer::new(text).object() else {
            panic!("no dictionary")
        };
        let Some(Object::Array(items)) = found.get("A B") else { panic!("no array") };
        assert_eq!(items.first(), Some(&Object::Integer(1)));
        assert_eq!(items.last(), Some(&Object::Reference(4)));
        assert_eq!(found.string("T"), Some(b"a(b)A(c)".as_slice()));
        assert_eq!(found.string("H"), Some(b"AB@".as_slice()));
        assert_eq!(Lexer::new(&vec![b'['; 100_000]).object(), Err(Stop::Broken));
        assert_eq!(Lexer::new(b"<< /A (never closed").object(), Err(Stop::End));
    }
}
