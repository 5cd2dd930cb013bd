//! The pages of whoever looks after staff, and of what staff did.

use askama::Template;

use super::role::Role;
use crate::text::Text;
use crate::web::layout::Layout;

/// Staff of one role.
#[derive(Clone, Debug)]
pub struct StaffGroup {
    pub role: Role,
    pub people: Vec<StaffLine>,
}

#[derive(Clone, Debug)]
pub struct StaffLine {
    pub name: String,
    pub url: String,
    pub is_you: bool,
    /// Only a code lets them in.
    pub waits: bool,
}

#[derive(Template)]
#[template(path = "people/staff.html", config = "web-assets/askama.toml")]
pub struct StaffPage<'a> {
    pub page: Layout<'a>,
    /// The technician's list; otherwise the head's teachers.
    pub is_whole_box: bool,
    pub groups: Vec<StaffGroup>,
    pub invite_url: &'a str,
    /// Somebody was removed just now.
    pub removed: bool,
}

impl StaffPage<'_> {
    fn heading(&self) -> &str {
        let text = self.page.text;
        if self.is_whole_box { text.people_title() } else { text.staff_title() }
    }

    fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.people.is_empty())
    }
}

#[derive(Template)]
#[template(path = "people/invite.html", config = "web-assets/askama.toml")]
pub struct InvitePage<'a> {
    pub page: Layout<'a>,
    /// Never empty; the first one is chosen.
    pub roles: Vec<Role>,
}

impl Role {
    /// Everybody with this role.
    fn plural(self, text: &Text) -> &str {
        match self {
            Self::Technician => text.people_technicians(),
            Self::Head => text.people_heads(),
            Self::Teacher | Self::Learner => text.desk_staff(),
        }
    }

    /// What this role is for.
    fn may(self, text: &Text) -> &str {
        match self {
            Self::Technician => text.invite_technician_may(),
            Self::Head => text.invite_head_may(),
            Self::Teacher | Self::Learner => text.invite_teacher_may(),
        }
    }
}

/// A code on its maker's screen, this once.
#[derive(Template)]
#[template(path = "people/code.html", config = "web-assets/askama.toml")]
pub struct CodePage<'a> {
    pub page: Layout<'a>,
    pub heading: String,
    /// In groups: `ABCD EFGH`.
    pub letters: String,
    /// An SVG of our own making.
    pub qr: String,
    /// Where the code is typed: `chalkbox.lan/join`.
    pub address: String,
    /// An invitation; otherwise a new start.
    pub joins: bool,
    pub done_url: &'a str,
}

#[derive(Template)]
#[template(path = "people/person.html", config = "web-assets/askama.toml")]
pub struct PersonPage<'a> {
    pub page: Layout<'a>,
    pub name: &'a str,
    pub role: Role,
    pub waits: bool,
    pub reset_url: String,
    pub remove_url: String,
}

/// Asks before something is done that cannot be taken back.
#[derive(Template)]
#[template(path = "people/question.html", config = "web-assets/askama.toml")]
pub struct QuestionPage<'a> {
    pub page: Layout<'a>,
    pub heading: String,
    /// What a yes brings, each a sentence.
    pub follows: Vec<&'a str>,
    pub yes: &'a str,
    /// A symbol of `desk.svg`.
    pub icon: &'static str,
    /// What is lost stays lost.
    pub grave: bool,
    pub action: String,
    pub no_url: String,
}

/// What was done on one day, the last first.
#[derive(Clone, Debug)]
pub struct Day {
    /// `2026-11-25`
    pub date: String,
    pub lines: Vec<ActLine>,
}

#[derive(Clone, Debug)]
pub struct ActLine {
    /// `09:00`
    pub time: String,
    pub who: String,
    /// Theirs then; none for the box itself.
    pub role: Option<String>,
    pub what: String,
}

/// Addresses of the pages before and after.
#[derive(Clone, Debug, Default)]
pub struct Turning {
    pub previous: Option<String>,
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "people/acts.html", config = "web-assets/askama.toml")]
pub struct ActsPage<'a> {
    pub page: Layout<'a>,
    pub days: Vec<Day>,
    pub pages: Turning,
}

/// The name of a setting as its page calls it.
pub(super) fn setting<'a>(key: &'a str, text: &'a Text) -> &'a str {
    match key {
        "box.name" => text.settings_name(),
        "box.language" => text.settings_language(),
        other => other,
    }
}
