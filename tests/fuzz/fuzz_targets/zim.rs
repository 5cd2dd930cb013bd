//! Any bytes as a ZIM file: all is asked of it that a box ever asks.
#![no_main]

#[path = "../../suite/kit/zim_exercise.rs"]
mod zim_exercise;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The reader wants a real file: one in memory, named by this process.
    let path = std::path::PathBuf::from(format!("/dev/shm/chalkbox-fuzz-{}.zim", std::process::id()));
    if std::fs::write(&path, bytes).is_ok() {
        zim_exercise::exercise(&path);
    }
});
