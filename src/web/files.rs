//! Bytes on their way: whole or in part, from memory or straight from a file, with the headers that
//! players and browsers ask for.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName,
    HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::JoinHandle;

use super::ranges::{Wanted, none_match, range_holds, wanted};
use super::unpack::{Unpack, UnpackBody};

/// What one read takes from a file: large enough to keep the card busy, small enough that 200 slow
/// phones stay below 32 MiB.
const CHUNK_BYTES: usize = 128 << 10;
/// Buffers that wait for their next use.
const SPARE_BUFFERS_MAX: usize = 32;

/// A run of bytes in a file.
#[derive(Clone, Debug)]
pub struct Piece {
    pub file: Arc<File>,
    pub offset: u64,
    pub length: u64,
}

/// Where an answer's bytes are.
pub enum Source {
    Held(Bytes),
    /// One after the other: a split ZIM, or a gzip frame around a file's range.
    Parts(Vec<Part>),
    /// Too large to hold, unpacked on the way.
    Unpacked(Box<dyn Unpack>),
}

#[derive(Clone, Debug)]
pub enum Part {
    Held(Bytes),
    InFile(Piece),
}

impl Part {
    fn length(&self) -> u64 {
        match self {
            Self::Held(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::InFile(piece) => piece.length,
        }
    }

    /// The bytes `first..first + length` of this part.
    fn cut(&self, first: u64, length: u64) -> Self {
        match self {
            Self::Held(bytes) => {
                let from = usize::try_from(first).unwrap_or(usize::MAX).min(bytes.len());
                let to = usize::try_from(first + length).unwrap_or(usize::MAX).min(bytes.len());
                Self::Held(bytes.slice(from..to))
            }
            Self::InFile(piece) => Self::InFile(Piece {
                file: Arc::clone(&piece.file),
                offset: piece.offset + first,
                length,
            }),
        }
    }
}

impl Source {
    pub fn length(&self) -> u64 {
        match self {
            Self::Held(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::Parts(parts) => parts.iter().map(Part::length).sum(),
            Self::Unpacked(unpack) => unpack.left(),
        }
    }

    /// The bytes `first..first + length`, which lie within, as a body.
    fn cut_into_body(self, first: u64, length: u64) -> Body {
        match self {
            Self::Held(bytes) => cut(vec![Part::Held(bytes)], first, length).into_body(),
            Self::Parts(parts) => cut(parts, first, length).into_body(),
            Self::Unpacked(unpack) => Body::new(UnpackBody::new(unpack, first, length)),
        }
    }

    fn into_body(self) -> Body {
        match self {
            Self::Held(bytes) => Body::from(bytes),
            Self::Unpacked(unpack) => {
                let left = unpack.left();
                Body::new(UnpackBody::new(unpack, 0, left))
            }
            Self::Parts(parts) => Body::new(PartsBody {
                left: parts.iter().map(Part::length).sum(),
                parts: parts.into_iter(),
                now: None,
                reading: None,
            }),
        }
    }
}

fn cut(parts: Vec<Part>, first: u64, length: u64) -> Source {
    let (mut skip, mut left, mut kept) = (first, length, Vec::new());
    for part in parts {
        let have = part.length();
        if skip >= have {
            skip -= have;
            continue;
        }
        let take = left.min(have - skip);
        if take > 0 {
            kept.push(part.cut(skip, take));
        }
        skip = 0;
        left -= take;
    }
    Source::Parts(kept)
}

/// Bytes with what must be said of them.
pub struct Sending {
    pub source: Source,
    pub mime: HeaderValue,
    /// With its quotes. Without one, nothing is said about caching.
    pub etag: Option<HeaderValue>,
    /// `gzip` where the source is compressed.
    pub encoding: Option<&'static str>,
}

impl Sending {
    /// Answers GET and HEAD: `If-None-Match`, `If-Range` and `Range` are followed.
    pub fn answer(self, method: &Method, asked: &HeaderMap) -> Response<Body> {
        let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
        let mut response = Response::new(Body::empty());
        let etag = self.etag.as_ref().and_then(|etag| etag.to_str().ok());
        if let Some(value) = &self.etag {
            response.headers_mut().insert(ETAG, value.clone());
        }
        if etag.is_some_and(|etag| none_match(text(IF_NONE_MATCH), etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        let size = self.source.length();
        let holds = etag.is_none_or(|etag| range_holds(text(IF_RANGE), etag));
        let range = if holds { wanted(text(RANGE), size) } else { Wanted::Whole };
        let headers = response.headers_mut();
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if range == Wanted::Beyond {
            insert(headers, CONTENT_RANGE, &format!("bytes */{size}"));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            return response;
        }
        headers.insert(CONTENT_TYPE, self.mime);
        if let Some(encoding) = self.encoding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        let (length, body) = match range {
            Wanted::Part { first, length } => {
                let last = first + length - 1;
                insert(headers, CONTENT_RANGE, &format!("bytes {first}-{last}/{size}"));
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                (length, self.source.cut_into_body(first, length))
            }
            _ => (size, self.source.into_body()),
        };
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        if method != Method::HEAD {
            *response.body_mut() = body;
        }
        response
    }
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Parts sent one after the other; files are read off the async threads, a chunk at a time, and the
/// next chunk only when the phone has taken the last.
struct PartsBody {
    left: u64,
    parts: std::vec::IntoIter<Part>,
    now: Option<Piece>,
    reading: Option<JoinHandle<std::io::Result<Bytes>>>,
}

impl http_body::Body for PartsBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        loop {
            if let Some(reading) = &mut self.reading {
                let read = ready!(Pin::new(reading).poll(context));
                self.reading = None;
                let bytes = read.map_err(std::io::Error::other).and_then(|read| read);
                return Poll::Ready(Some(bytes.map(|bytes| self.count(bytes))));
            }
            if let Some(piece) = self.now.take().filter(|piece| piece.length > 0) {
                self.read_next(piece);
                continue;
            }
            match self.parts.next() {
                None => return Poll::Ready(None),
                Some(Part::Held(bytes)) => return Poll::Ready(Some(Ok(self.count(bytes)))),
                Some(Part::InFile(piece)) => self.now = Some(piece),
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl PartsBody {
    fn count(&mut self, bytes: Bytes) -> Frame<Bytes> {
        self.left = self.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Frame::data(bytes)
    }

    fn read_next(&mut self, mut piece: Piece) {
        let length = usize::try_from(piece.length).unwrap_or(usize::MAX).min(CHUNK_BYTES);
        let (file, offset) = (Arc::clone(&piece.file), piece.offset);
        self.reading = Some(tokio::task::spawn_blocking(move || {
            let mut buffer = Buffer::take(length);
            file.read_exact_at(&mut buffer.bytes[..length], offset)?;
            Ok(Bytes::from_owner(buffer))
        }));
        let taken = u64::try_from(length).unwrap_or(u64::MAX);
        piece.offset += taken;
        piece.length -= taken;
        self.now = Some(piece);
    }
}

/// A chunk's memory, which goes back to the spare ones when the phone has it.
struct Buffer {
    bytes: Vec<u8>,
    used: usize,
}

static SPARE_BUFFERS: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

impl Buffer {
    fn take(used: usize) -> Self {
        let spare = SPARE_BUFFERS.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { bytes: spare.unwrap_or_else(|| vec![0; CHUNK_BYTES]), used }
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.used]
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut spare = SPARE_BUFFERS.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < SPARE_BUFFERS_MAX {
            spare.push(std::mem::take(&mut self.bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sending() -> Sending {
        let held = |text: &'static str| Part::Held(Bytes::from_static(text.as_bytes()));
        Sending {
            source: Source::Parts(vec![held("hello "), held("wide "), held("world")]),
            mime: HeaderValue::from_static("text/plain"),
            etag: Some(HeaderValue::from_static("\"v1\"")),
            encoding: None,
        }
    }

    async fn text(response: Response<Body>) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    fn asked(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[tokio::test]
    async fn a_range_runs_over_parts() {
        let response = sending().answer(&Method::GET, &asked(RANGE, "bytes=4-12"));
        assert_eq!(response.status(), 206);
        assert_eq!(response.headers()[CONTENT_RANGE], "bytes 4-12/16");
        assert_eq!(response.headers()[CONTENT_LENGTH], "9");
        assert_eq!(text(response).await, "o wide wo");
    }

    #[tokio::test]
    async fn head_and_none_match_send_no_body() {
        let response = sending().answer(&Method::HEAD, &HeaderMap::new());
        assert_eq!(
            (response.status().as_u16(), &response.headers()[CONTENT_LENGTH]),
            (200, &HeaderValue::from(16))
        );
        assert_eq!(text(response).await, "");
        let response = sending().answer(&Method::GET, &asked(IF_NONE_MATCH, "\"v1\""));
        assert_eq!((response.status().as_u16(), text(response).await.as_str()), (304, ""));
        let response = sending().answer(&Method::GET, &asked(RANGE, "bytes=16-"));
        assert_eq!(response.status(), 416);
    }

    #[tokio::test]
    async fn a_file_is_read_in_chunks() {
        let path = std::env::temp_dir().join(format!("chalkbox-files-{}", std::process::id()));
        let content: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        std::fs::write(&path, &content).unwrap();
        let piece = Piece {
            file: Arc::new(File::open(&path).unwrap()),
            offset: 0,
            length: u64::try_from(content.len()).unwrap(),
        };
        std::fs::remove_file(&path).unwrap();
        let body = Source::Parts(vec![Part::InFile(piece)]).cut_into_body(1000, 600_000);
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        assert_eq!(bytes, &content[1000..601_000]);
    }
}
