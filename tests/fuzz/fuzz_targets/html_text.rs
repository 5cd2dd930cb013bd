//! Any bytes as HTML: bounded text, a place for the bar and frame targets inside the page.
#![no_main]

use chalkbox::formats::html_text;

const TEXT_BYTES: usize = 1000;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    assert!(html_text::read(bytes, TEXT_BYTES).text.len() <= TEXT_BYTES);
    assert!(html_text::insert_bar_at(bytes).is_none_or(|at| at <= bytes.len()));
    for target in html_text::frame_targets(bytes) {
        assert!(bytes.get(target.value).is_some());
    }
});
