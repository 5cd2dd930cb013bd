//! Any bytes as a list of learners: what is read has tidy names, stays within its limits, and is read
//! again as it is.
#![no_main]

use std::sync::LazyLock;

use chalkbox::people::accounts::tidy_name;
use chalkbox::teaching::roster::{ROSTER_ROWS_MAX, read, text_of};
use chalkbox::teaching::words::Words;
use chalkbox::text::Texts;

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(&Texts::embedded()));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = text_of(bytes) else { return };
    let Ok(roster) = read(&text, &WORDS) else { return };
    assert!(roster.lines.len() + roster.mistakes.len() <= ROSTER_ROWS_MAX);
    let mut names = String::from("name\n");
    for line in &roster.lines {
        assert_eq!(tidy_name(&line.name).as_ref(), Ok(&line.name));
        names.push_str(&format!("\"{}\"\n", line.name.replace('"', "\"\"")));
    }
    if let Ok(again) = read(&names, &WORDS) {
        // A name that stands in two classes stands twice in one list of names.
        assert!(again.lines.len() <= roster.lines.len());
    }
});
