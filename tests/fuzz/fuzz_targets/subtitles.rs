//! Any bytes as subtitles: clean ones are read again as they are.
#![no_main]

use chalkbox::formats::subtitles;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(once) = subtitles::read(bytes) else { return };
    let again = subtitles::read(once.vtt.as_bytes());
    assert_eq!(again.map(|again| again.vtt), Ok(once.vtt));
});
