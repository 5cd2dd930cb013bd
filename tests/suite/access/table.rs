//! Who may do what on this box: a row for every route. A route without a row fails the suite, and so does
//! a row without a route.
//!
//! In sample addresses and forms, `{name}` stands for something that the box of the test has: see
//! `school.rs`.

use super::row::{Needs, Row, Who, beside, change, read, told};
use chalkbox::people::Role::{Head, Learner, Teacher, Technician};

/// Whoever asks.
const ANYBODY: Who =
    Who { nobody: true, guest: true, roles: &[Learner, Teacher, Head, Technician] };
/// Whoever came in by a page of ours, and so has a cookie.
const ANY_GUEST: Who = Who { nobody: false, ..ANYBODY };
const STAFF: Who = Who { nobody: false, guest: false, roles: &[Teacher, Head, Technician] };
const TEACHERS: Who = Who { nobody: false, guest: false, roles: &[Teacher, Head] };
const HEADS: Who = Who { nobody: false, guest: false, roles: &[Head] };
const TECHNICIANS: Who = Who { nobody: false, guest: false, roles: &[Technician] };

/// A list of two learners, as it is pasted.
const ROSTER: &str = "text=name,class\nNeema,Class 3\nTatu,Class 3\n";

/// The portal. Every change needs the site's own origin, or none, and the form's token.
pub const PORTAL: &[Row] = &[
    // The library
    read("/", "/", ANYBODY),
    read("/topics", "/topics", ANYBODY),
    read("/topics/{id}", "/topics/{topic}", ANYBODY),
    read("/topics/{id}/picture", "/topics/{topic}/picture", ANYBODY),
    read("/lessons/{id}", "/lessons/{text}", ANYBODY),
    read("/lessons/{id}/picture", "/lessons/{zim}/picture", ANYBODY),
    read("/lessons/{id}/open", "/lessons/{text}/open", ANYBODY),
    read("/lessons/{id}/save", "/lessons/{zim}/save", ANYBODY),
    read("/search", "/search?q=water", ANYBODY),
    read("/search/suggest", "/search/suggest?q=wa", ANYBODY),
    // The door
    read("/welcome", "/welcome", ANYBODY),
    read("/help", "/help", ANYBODY),
    read("/languages", "/languages", ANYBODY),
    change("/languages", "/languages", "lang=sw&next=/", ANYBODY).needs(Needs::TokenOfCookie),
    // Whoever holds the phone
    read("/turn", "/turn", ANYBODY),
    change("/turn", "/turn", "", ANY_GUEST),
    read("/still", "/still", ANYBODY),
    change("/still", "/still", "next=/", ANY_GUEST),
    read("/pictures", "/pictures", ANYBODY),
    read("/pictures/keep", "/pictures/keep", ANYBODY),
    change("/pictures/keep", "/pictures/keep", "picked=fish,sun&pick=drum", ANY_GUEST),
    read("/pictures/find", "/pictures/find", ANYBODY),
    change("/pictures/find", "/pictures/find", "picked=cat,cat&pick=cat", ANY_GUEST),
    // Staff
    read("/sign-in", "/sign-in?next=/box", ANYBODY),
    change("/sign-in", "/sign-in", "name=The+teacher&passphrase={passphrase}", ANY_GUEST),
    read("/sign-in/again", "/sign-in/again?next=/box", STAFF),
    change("/sign-in/again", "/sign-in/again", "passphrase={passphrase}", STAFF),
    read("/me", "/me", STAFF),
    change("/me/passphrase", "/me/passphrase", "old={passphrase}&new={passphrase}", STAFF),
    read("/me/everywhere", "/me/everywhere", STAFF),
    change("/me/everywhere", "/me/everywhere", "", STAFF),
    // Learners
    read("/learn", "/learn", ANYBODY),
    read("/learn/{class}", "/learn/{class}", ANYBODY),
    change("/learn/{class}", "/learn/{class}", "picked=cat,cat&pick=cat", ANY_GUEST),
    read("/card/{word}", "/card/{card}", ANYBODY),
    change("/card/{word}", "/card/{card}", "", ANY_GUEST),
    // Classes
    read("/teach/classes", "/teach/classes", TEACHERS),
    change("/teach/classes", "/teach/classes", "name=Class+4", TEACHERS),
    read("/teach/classes/{id}", "/teach/classes/{class}", TEACHERS),
    change("/teach/classes/{id}", "/teach/classes/{class}", "name=Class+3B", TEACHERS),
    read("/teach/classes/{id}/remove", "/teach/classes/{class}/remove", TEACHERS),
    change(
        "/teach/classes/{id}/learners",
        "/teach/classes/{class}/learners",
        "name=Juma",
        TEACHERS,
    ),
    read("/teach/classes/{id}/cards", "/teach/classes/{class}/cards", TEACHERS),
    change("/teach/classes/{id}/cards", "/teach/classes/{class}/cards", "", TEACHERS),
    read("/teach/classes/{id}/roster", "/teach/classes/{class}/roster", TEACHERS),
    change("/teach/classes/{id}/roster", "/teach/classes/{class}/roster", ROSTER, TEACHERS)
        .in_parts(),
    change("/teach/classes/{id}/roster/add", "/teach/classes/{class}/roster/add", ROSTER, TEACHERS)
        .in_parts(),
    read("/teach/learners/{id}", "/teach/learners/{learner}", TEACHERS),
    change("/teach/learners/{id}", "/teach/learners/{learner}", "name=Amina+J", TEACHERS),
    read("/teach/learners/{id}/card", "/teach/learners/{learner}/card", TEACHERS),
    change("/teach/learners/{id}/pictures", "/teach/learners/{learner}/pictures", "", TEACHERS),
    change(
        "/teach/learners/{id}/class",
        "/teach/learners/{learner}/class",
        "class={class}",
        TEACHERS,
    ),
    read("/teach/learners/{id}/forget", "/teach/learners/{learner}/forget", TEACHERS),
    change("/teach/learners/{id}/forget", "/teach/learners/{learner}/forget", "", TEACHERS),
    change("/teach/classes/{id}/remove", "/teach/classes/{class}/remove", "", TEACHERS),
    // Becoming one of the staff
    read("/setup", "/setup", ANYBODY),
    change("/setup", "/setup", "code=ABCDEFGH", ANY_GUEST),
    read("/join", "/join", ANYBODY),
    change("/join", "/join", "code=ABCDEFGH", ANY_GUEST),
    read("/recover", "/recover", ANYBODY),
    change("/recover", "/recover", "code=ABCDEFGH", ANY_GUEST),
    read("/box/recovery", "/box/recovery", TECHNICIANS),
    change("/box/recovery", "/box/recovery", "", TECHNICIANS),
    // The school
    read("/teach", "/teach", TEACHERS),
    read("/teach/help", "/teach/help", TEACHERS),
    read("/teach/acts", "/teach/acts", HEADS),
    read("/teach/staff", "/teach/staff", HEADS),
    read("/teach/staff/invite", "/teach/staff/invite", HEADS),
    change("/teach/staff/invite", "/teach/staff/invite", "role=teacher", HEADS),
    read("/teach/staff/{id}", "/teach/staff/{teacher}", HEADS),
    read("/teach/staff/{id}/reset", "/teach/staff/{teacher}/reset", HEADS),
    change("/teach/staff/{id}/reset", "/teach/staff/{teacher}/reset", "", HEADS),
    read("/teach/staff/{id}/remove", "/teach/staff/{teacher}/remove", HEADS),
    change("/teach/staff/{id}/remove", "/teach/staff/{teacher}/remove", "", HEADS),
    // The box
    read("/box", "/box", TECHNICIANS),
    read("/box/help", "/box/help", TECHNICIANS),
    read("/box/acts", "/box/acts", TECHNICIANS),
    read("/box/settings", "/box/settings", TECHNICIANS),
    change("/box/settings", "/box/settings", "name=Mto+School&language=fr", TECHNICIANS),
    read("/box/backup", "/box/backup", TECHNICIANS),
    change("/box/backup", "/box/backup", "", TECHNICIANS),
    read("/box/restart", "/box/restart", TECHNICIANS),
    change("/box/restart", "/box/restart", "", TECHNICIANS),
    read("/box/people", "/box/people", TECHNICIANS),
    read("/box/people/invite", "/box/people/invite", TECHNICIANS),
    change("/box/people/invite", "/box/people/invite", "role=teacher", TECHNICIANS),
    read("/box/people/{id}", "/box/people/{head}", TECHNICIANS),
    read("/box/people/{id}/reset", "/box/people/{head}/reset", TECHNICIANS),
    change("/box/people/{id}/reset", "/box/people/{head}/reset", "", TECHNICIANS),
    read("/box/people/{id}/remove", "/box/people/{head}/remove", TECHNICIANS),
    change("/box/people/{id}/remove", "/box/people/{head}/remove", "", TECHNICIANS),
    read("/health", "/health", ANYBODY),
    read("/metrics", "/metrics", TECHNICIANS).or_own_machine(),
];

/// The lesson site: it knows visits, not people. What a page tells counts for its own visit only.
pub const LESSON_SITE: &[Row] = &[
    read("/enter/{ticket}", "/enter/0123", ANYBODY),
    read("/play/{id}", "/play/{text}", ANYBODY),
    read("/play/{id}/subtitles/{number}", "/play/{film}/subtitles/0", ANYBODY),
    told("/state/{id}", "/state/{text}", "visible_secs=3"),
    told("/state/{id}/done", "/state/{text}/done", ""),
    read("/suggest", "/suggest?content={zim-name}&term=ni", ANYBODY),
    read("/search", "/search?content={zim-name}&pattern=nile", ANYBODY),
];

/// What both sites have: kiwix-serve's catalogue, and what is served beside all routes.
pub const BOTH: &[Row] = &[
    read("/catalog/v2/root.xml", "/catalog/v2/root.xml", ANYBODY),
    read("/catalog/v2/searchdescription.xml", "/catalog/v2/searchdescription.xml", ANYBODY),
    read("/catalog/v2/entries", "/catalog/v2/entries", ANYBODY),
    read("/catalog/v2/partial_entries", "/catalog/v2/partial_entries", ANYBODY),
    read("/catalog/v2/entry/{book}", "/catalog/v2/entry/{book}", ANYBODY),
    read("/catalog/v2/illustration/{book}", "/catalog/v2/illustration/{book}", ANYBODY),
    read("/catalog/v2/illustration/{book}/", "/catalog/v2/illustration/{book}/", ANYBODY),
    read("/catalog/v2/languages", "/catalog/v2/languages", ANYBODY),
    read("/catalog/v2/categories", "/catalog/v2/categories", ANYBODY),
    read("/catalog/v2/download/{file}", "/catalog/v2/download/{zim-name}.zim", ANYBODY),
    beside("/content/{*path}", "/content/{zim-name}/nile"),
    beside("/raw/{*path}", "/raw/{zim-name}/content/nile"),
    beside("/static/{*path}", "/static/{static}"),
    beside("/favicon.ico", "/favicon.ico"),
];
