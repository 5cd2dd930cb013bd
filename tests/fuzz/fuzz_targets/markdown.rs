//! Any bytes as Markdown: HTML without a tag that runs anything.
#![no_main]

use chalkbox::formats::markdown;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(lesson) = markdown::read(bytes, markdown::Base::default()) else { return };
    let html = lesson.html.to_ascii_lowercase();
    for bad in ["<script", "<iframe", "href=\"javascript:", "src=\"http"] {
        assert!(!html.contains(bad), "{html}");
    }
});
