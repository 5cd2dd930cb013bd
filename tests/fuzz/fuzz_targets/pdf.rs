//! Any bytes as a PDF: facts or a sentence.
#![no_main]

use chalkbox::formats::pdf;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = pdf::read(bytes);
});
