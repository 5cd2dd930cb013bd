//! The columns of each table and what they mean: the header and the data dictionary are both made of
//! these, so they cannot differ.

use std::io::{self, Write};

use super::csv;

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub meaning: &'static str,
    /// Unit or form of the value.
    pub unit: &'static str,
    /// The words it can be, where they are few.
    pub values: &'static str,
}

const fn column(
    name: &'static str,
    meaning: &'static str,
    unit: &'static str,
    values: &'static str,
) -> Column {
    Column { name, meaning, unit, values }
}

const MARKS: &str = "pupil; staff; preview; demo";
const CLOCKS: &str = "none; restored; phone; rtc; ntp";
const KINDS: &str = "zim; html5; video; audio; pdf; picture; text";
const TIME: &str = "UTC, RFC 3339 with milliseconds";

/// One row for each visit that has ended, in the order of their ends.
pub const VISIT_COLUMNS: &[Column] = &[
    column(
        "visit_id",
        "The visit. Equal to the id of its xAPI statement 'initialized'.",
        "UUID",
        "",
    ),
    column("day", "Day on which it began, in the box's time zone.", "YYYY-MM-DD", ""),
    column("started", "When the lesson was opened.", TIME, ""),
    column("ended", "When the visit was last used.", TIME, ""),
    column("active_seconds", "Time that counts as learning, by the counting rules.", "seconds", ""),
    column("measured_by", "What active_seconds was measured by.", "word", "pages; beats"),
    column("lesson_title", "Title when it was opened.", "text", ""),
    column("package", "Package that the lesson belongs to.", "name", ""),
    column("activity", "The lesson, equal on all boxes.", "IRI", ""),
    column("kind", "What the lesson is.", "word", KINDS),
    column("language", "Language of the lesson.", "BCP 47", ""),
    column("subject", "Subject of the lesson.", "text", ""),
    column("guest", "Pseudonym: one person's session.", "32 hexadecimal digits", ""),
    column(
        "group_size",
        "How many looked at one phone; empty if nobody said.",
        "people",
        "1; 2; 3; 4; 5 (5 or more)",
    ),
    column("device", "Class of the device.", "word", "phone; tablet; laptop; other"),
    column(
        "completed",
        "Whether the lesson was completed, by the counting rules.",
        "word",
        "yes; no",
    ),
    column(
        "completed_by",
        "What showed it.",
        "word",
        "played; ended; last_page; end_reached; said; statement",
    ),
    column("pages", "Openings of pages inside the lesson; a reload is none.", "count", ""),
    column("played_seconds", "Parts of a video or sound played at least once.", "seconds", ""),
    column(
        "origin",
        "From where it was opened.",
        "word",
        "home; search; topic; link; continue; resumed",
    ),
    column(
        "end_reason",
        "Why it ended.",
        "word",
        "idle; hand_over; other_lesson; left; stop; power_cut; crowded",
    ),
    column("mark", "Whose use it was. Totals count pupil only.", "word", MARKS),
    column("clock", "How good the time of 'started' is, worst first.", "word", CLOCKS),
];

/// One row for each event, in the order of the journal.
pub const EVENT_COLUMNS: &[Column] = &[
    column("run", "The opening of the journal that wrote it.", "32 hexadecimal digits", ""),
    column("seq", "Its number in the run, without gaps.", "1, 2, 3 …", ""),
    column("at", "When it happened, as the box believed.", TIME, ""),
    column("boot_ms", "Time since the board booted.", "milliseconds", ""),
    column("clock", "How good 'at' is, worst first.", "word", CLOCKS),
    column(
        "kind",
        "What happened.",
        "word",
        "open; page; active; group; done; end; search; download; start; stop; unclean; minutes_on; phones; package_loaded; package_updated; package_removed; version; setting; learner_forgotten; dropped",
    ),
    column("visit_id", "The visit it belongs to.", "UUID", ""),
    column("mark", "Whose use it was.", "word", MARKS),
    column("lesson_title", "The lesson it is about.", "text", ""),
    column("statement_id", "Its xAPI statement, if it owes one.", "UUID", ""),
    column(
        "data",
        "The event's own values; of learner_forgotten the pseudonym as in 'guest'.",
        "JSON",
        "",
    ),
];

/// One row for each day on which pupils used the box. Staff, preview and demo are left out.
pub const DAY_COLUMNS: &[Column] = &[
    column("day", "Day on which the visits began, in the box's time zone.", "YYYY-MM-DD", ""),
    column("visits", "Visits that have ended.", "count", ""),
    column("guests", "Different pseudonyms: sessions, not children.", "count", ""),
    column("people", "Sum of the group sizes; 1 where nobody said.", "people", ""),
    column("active_seconds", "Sum of the visits' active_seconds.", "seconds", ""),
    column("completed", "Visits in which the lesson was completed.", "count", ""),
    column("pages", "Sum of the visits' pages.", "count", ""),
    column("searches", "Searches made on that day.", "count", ""),
    column("downloads", "Lessons saved on a phone on that day.", "count", ""),
];

/// The dictionary is a table too: table, column, meaning, unit, values.
pub(super) fn write_dictionary(out: &mut dyn Write) -> io::Result<()> {
    csv::row(out, ["table", "column", "meaning", "unit", "values"])?;
    let tables = [("visits", VISIT_COLUMNS), ("events", EVENT_COLUMNS), ("days", DAY_COLUMNS)];
    for (table, columns) in tables {
        for column in columns {
            csv::row(out, [table, column.name, column.meaning, column.unit, column.values])?;
        }
    }
    Ok(())
}
