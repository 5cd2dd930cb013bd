//! Made-up data for sample pages: the suite renders every page with it, and people look at the result.

use crate::text::{Direction, Text};

use super::layout::Layout;
use crate::base::Subject;

/// Lesson titles with their subject, English and Arabic.
pub const TITLES: [(Subject, &str, &str); 8] = [
    (Subject::Maths, "Sums at the market", "الحساب في السوق"),
    (Subject::Science, "Where does water go?", "أين يذهب الماء؟"),
    (Subject::World, "The moon and the <night> sky, \"told\" by Aïsha & her grandmother", "القمر"),
    (Subject::Stories, "Half for you, half for me", "نصف لك ونصف لي"),
    (Subject::Health, "Clean hands", "أيدٍ نظيفة"),
    (Subject::Music, "A song for counting", "أغنية العدّ"),
    (Subject::Computers, "What is a computer?", "ما هو الحاسوب؟"),
    (Subject::Life, "Planting beans", "زراعة الفاصوليا"),
];

/// Other made-up data that sample pages show.
pub const BOX_NAME: &str = "Mwangaza";
pub const WIFI: &str = "Mwangaza school";
pub const ADDRESS: &str = "chalkbox.lan";
pub const SENTENCE: &str = "A tomato costs two coins. How many can Juma buy?";
pub const BOARD: &str = "Raspberry Pi 4 Model B Rev 1.4";
pub const VERSION: &str = "0.1.0";
pub const DISK: &str = "USB stick “LESSONS”";
pub const FAULT: &str = "The language file zz.ftl was left out. Line 3 is not Fluent text.";
pub const NOW: &str = "2026-11-24 09:00 UTC";
pub const FILE: &str = "school-2026-11-24.db";
pub const PERSON: &str = "Asha Juma";
pub const LONG_NAME: &str = "Mwalimu Nyota Wanjiru Ochieng-Kimathi";
pub const JOIN: &str = "chalkbox.lan/join";
pub const SIGN_IN: &str = "asha.juma";
pub const CODE: &str = "ABCD EFGH";
pub const SHEET: &str = "ABCDEFGHJKMNPQRSTUVW";
pub const FILES: [&str; 2] = ["chalkbox-recover", "chalkbox-code.txt"];

/// Learners and classes, English and Arabic.
pub const LEARNERS: [(&str, &str); 5] = [
    ("Amina Juma", "أمينة جمعة"),
    ("Bakari <b> Ali", "بكري علي"),
    ("Chausiku \"Star\" Mwinyi", "شوسيكو مويني"),
    ("Daudi Nkurunziza-Ndayishimiye wa Bujumbura", "داود نكورونزيزا"),
    ("Esi", "إيسي"),
];
pub const CLASSES: [(&str, &str); 3] = [
    ("Class 4 B", "الصف الرابع ب"),
    ("Nursery", "الروضة"),
    ("Form 11, afternoon", "الصف الحادي عشر"),
];

/// Everything above, for checks that look at our words alone.
pub fn data() -> Vec<&'static str> {
    let titles = TITLES.iter().flat_map(|(_, english, arabic)| [*english, *arabic]);
    let names = LEARNERS.iter().chain(&CLASSES).flat_map(|(english, arabic)| [*english, *arabic]);
    titles
        .chain(names)
        .chain([
            BOX_NAME,
            WIFI,
            ADDRESS,
            "http://chalkbox.lan",
            SENTENCE,
            BOARD,
            VERSION,
            DISK,
            FAULT,
            NOW,
            FILE,
            PERSON,
            SIGN_IN,
            LONG_NAME,
            JOIN,
            CODE,
            "ABCD EFGH JKMN PQRS TUVW",
        ])
        .chain(FILES)
        .collect()
}

/// A title in Arabic for a right-to-left reader, else in English, with its language.
pub fn title(text: &Text, index: usize) -> (Subject, &'static str, &'static str) {
    let (subject, english, arabic) = TITLES[index % TITLES.len()];
    match text.dir {
        Direction::RightToLeft => (subject, arabic, "ar"),
        Direction::LeftToRight => (subject, english, "en"),
    }
}

/// A learner's name in the reader's letters.
pub fn learner(text: &Text, index: usize) -> &'static str {
    own(text, LEARNERS[index % LEARNERS.len()])
}

/// A class's name in the reader's letters.
pub fn class(text: &Text, index: usize) -> &'static str {
    own(text, CLASSES[index % CLASSES.len()])
}

fn own(text: &Text, (english, arabic): (&'static str, &'static str)) -> &'static str {
    match text.dir {
        Direction::RightToLeft => arabic,
        Direction::LeftToRight => english,
    }
}

impl<'a> Layout<'a> {
    /// A guest's page at `path`, on the portal.
    pub fn sample(text: &'a Text, path: &'a str) -> Self {
        Self {
            text,
            box_name: BOX_NAME,
            path,
            form_token: "0123456789abcdef",
            guest: true,
            portal: "",
            who: None,
        }
    }

    /// The same on the lesson site.
    pub fn sample_of_lesson_site(text: &'a Text) -> Self {
        Self { portal: "http://chalkbox.lan", ..Self::sample(text, "/play/12") }
    }
}
