//! Any bytes as a picture: a size within the limit or a sentence.
#![no_main]

use chalkbox::formats::picture::{self, PIXELS_MAX};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(facts) = picture::read(bytes)
        && let Some((width, height)) = facts.size
        && facts.format != picture::PictureFormat::Svg
    {
        assert!(u64::from(width) * u64::from(height) <= PIXELS_MAX);
    }
});
