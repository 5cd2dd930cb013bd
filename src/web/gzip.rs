//! Gzip for our own pages: the air is what fifty phones share.

use std::io::Write as _;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue,
    RANGE, VARY,
};
use axum::http::{HeaderMap, Response, StatusCode};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Body as _;

use super::Fault;

/// Below this a packed page is hardly smaller than its headers.
const PACKED_BYTES_MIN: u64 = 800;
/// Above this it would keep an async thread for too long.
const PACKED_BYTES_MAX: u64 = 256 << 10;
/// A Pi Zero packs about 15 MB/s at this level; higher ones save little on pages of words.
const LEVEL: Compression = Compression::new(4);

/// True where a phone takes gzip. What asks for a range gets plain bytes, since players count those.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let asked = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let takes = asked.unwrap_or_default().split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        // A weight of nothing refuses it (RFC 9110, 12.4.2).
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    });
    takes && !headers.contains_key(RANGE)
}

pub fn pack(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), LEVEL);
    // Writing to memory does not fail; should it, what is missing shows as a broken page in the suite.
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish());
    packed.unwrap_or_default().into()
}

/// Packs a page of words, if the phone takes gzip and the page is of a size that is worth it.
pub async fn pack_page(
    response: Response<Body>,
    takes_gzip: bool,
) -> Result<Response<Body>, Fault> {
    let headers = response.headers();
    let is_words = headers
        .get(CONTENT_TYPE)
        .and_then(|mime| mime.to_str().ok())
        .is_some_and(|mime| mime.starts_with("text/") || mime.starts_with("application/json"));
    let size = response.body().size_hint().exact().unwrap_or(0);
    let fits = (PACKED_BYTES_MIN..=PACKED_BYTES_MAX).contains(&size);
    let plain = !headers.contains_key(CONTENT_ENCODING) && response.status() == StatusCode::OK;
    if !(takes_gzip && is_words && fits && plain) {
        return Ok(response);
    }
    let (mut head, body) = response.into_parts();
    let limit = usize::try_from(PACKED_BYTES_MAX).unwrap_or(usize::MAX);
    // A file that ended early: the phone must not take half a page for a whole one.
    let broken = |error: axum::Error| Fault::Gone(format!("a page broke off: {error}"));
    let bytes = axum::body::to_bytes(body, limit).await.map_err(broken)?;
    let packed = pack(&bytes);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(packed.len()));
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    head.headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    head.headers.remove(ACCEPT_RANGES);
    Ok(Response::from_parts(head, Body::from(packed)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::files::{Part, Piece, Sending, Source};

    fn page(body: Body, length: usize) -> Response<Body> {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        response
    }

    #[tokio::test]
    async fn words_are_packed_for_those_who_take_it() {
        let words = "water ".repeat(500);
        let plain = pack_page(page(words.clone().into(), words.len()), false).await.unwrap();
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        let packed = pack_page(page(words.clone().into(), words.len()), true).await.unwrap();
        assert_eq!(packed.headers()[CONTENT_ENCODING], "gzip");
        let length = packed.headers()[CONTENT_LENGTH].clone();
        let bytes = axum::body::to_bytes(packed.into_body(), 1 << 20).await.unwrap();
        assert_eq!(length, HeaderValue::from(bytes.len()));
        let mut text = String::new();
        let mut unpacked = flate2::read::GzDecoder::new(&bytes[..]);
        std::io::Read::read_to_string(&mut unpacked, &mut text).unwrap();
        assert_eq!(text, words);
    }

    #[tokio::test]
    async fn a_file_that_ends_early_is_no_page() {
        let path = std::env::temp_dir().join(format!("chalkbox-gzip-{}", std::process::id()));
        std::fs::write(&path, "half of it").unwrap();
        let file = std::sync::Arc::new(std::fs::File::open(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        let piece = Piece { file, offset: 0, length: 2_000 };
        let sending = Sending {
            source: Source::Parts(vec![Part::InFile(piece)]),
            mime: HeaderValue::from_static("text/html"),
            etag: None,
            encoding: None,
        };
        let answered = sending.answer(&axum::http::Method::GET, &HeaderMap::new());
        assert!(matches!(pack_page(answered, true).await, Err(Fault::Gone(_))));
    }

    #[test]
    fn gzip_is_taken_by_those_who_ask_for_it() {
        let table = [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000, identity", false),
            ("identity", false),
            ("", false),
        ];
        for (asked, expected) in table {
            let headers =
                HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(asked))]);
            assert_eq!(takes_gzip(&headers), expected, "{asked}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
