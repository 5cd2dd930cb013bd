//! Any bytes as film or sound: facts or a sentence.
#![no_main]

use chalkbox::formats::media;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(facts) = media::read(bytes) {
        let _ = facts.playable_on_phones();
    }
});
