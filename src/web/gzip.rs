//! Gzip for our own pages: the air is what fifty phones share.

use std::io::Write as _;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, VARY,
};
use axum::http::{HeaderMap, Response, StatusCode};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Body as _;

/// Below this a packed page is hardly smaller than its headers.
const PACKED_BYTES_MIN: u64 = 800;
/// Above this it would keep an async thread for too long.
const PACKED_BYTES_MAX: u64 = 256 << 10;
/// A Pi Zero packs about 15 MB/s at this level; higher ones save little on pages of words.
const LEVEL: Compression = Compression::new(4);

/// True where a phone takes gzip.
pub fn is_taken(headers: &HeaderMap) -> bool {
    let asked = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    asked.unwrap_or_default().split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        // A weight of nothing refuses it (RFC 9110, 12.4.2).
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

pub fn pack(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), LEVEL);
    // Writing to memory does not fail; should it, what is missing shows as a broken page in the suite.
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish());
    packed.unwrap_or_default().into()
}

/// Packs a page of words, if the phone takes gzip and the page is of a size that is worth it.
pub async fn pack_page(response: Response<Body>, takes_gzip: bool) -> Response<Body> {
    let headers = response.headers();
    let is_words = headers
        .get(CONTENT_TYPE)
        .and_then(|mime| mime.to_str().ok())
        .is_some_and(|mime| mime.starts_with("text/") || mime.starts_with("application/json"));
    let size = response.body().size_hint().exact().unwrap_or(0);
    let fits = (PACKED_BYTES_MIN..=PACKED_BYTES_MAX).contains(&size);
    let plain = !headers.contains_key(CONTENT_ENCODING) && response.status() == StatusCode::OK;
    if !(takes_gzip && is_words && fits && plain) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let limit = usize::try_from(PACKED_BYTES_MAX).unwrap_or(usize::MAX);
    let Ok(bytes) = axum::body::to_bytes(body, limit).await else {
        // The file ended early: the phone must not take half a page for a whole one.
        head.status = StatusCode::INTERNAL_SERVER_ERROR;
        return Response::from_parts(head, Body::empty());
    };
    let packed = pack(&bytes);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(packed.len()));
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    head.headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    head.headers.remove(axum::http::header::ACCEPT_RANGES);
    Response::from_parts(head, Body::from(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(is_taken(&headers), expected, "{asked}");
        }
        assert!(!is_taken(&HeaderMap::new()));
    }
}
