//! What a file's name says of its content, for what lies inside packages.

/// Content types by ending, as browsers and players expect them. Sorted.
const TYPES: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("epub", "application/epub+zip"),
    ("gif", "image/gif"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("opus", "audio/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("srt", "application/x-subrip"),
    ("svg", "image/svg+xml"),
    ("swf", "application/x-shockwave-flash"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xhtml", "application/xhtml+xml"),
    ("xml", "application/xml"),
];

/// The content type of a path; bytes without one where its ending says nothing.
pub fn mime_of(path: &str) -> &'static str {
    super::kind::ending(path.rsplit('/').next().unwrap_or(path))
        .and_then(|ending| {
            let at = TYPES.binary_search_by(|(known, _)| (*known).cmp(ending.as_str())).ok()?;
            TYPES.get(at).map(|(_, mime)| *mime)
        })
        .unwrap_or("application/octet-stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_name_types() {
        assert!(TYPES.is_sorted_by_key(|(ending, _)| *ending));
        for (path, mime) in [
            ("a/b/Index.HTML", "text/html; charset=utf-8"),
            ("film.mp4", "video/mp4"),
            ("folder.js/readme", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(mime_of(path), mime, "{path}");
        }
    }
}
