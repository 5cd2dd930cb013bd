//! The pages of becoming one of the staff, and of coming back.

use askama::Template;

use super::accounts::NameTrouble;
use super::codes::{Code, Opens};
use super::passphrase;
use super::recovery::{ASKING_FILE, CODE_FILE};
use super::role::Role;
use super::setup::Standing;
use super::sign_in_views as sign_in;
use crate::text::Text;
use crate::web::layout::Layout;
use crate::web::samples::{ADDRESS, CODE, PERSON, SHEET, SIGN_IN};

/// What was typed, shown again beside what is wrong with it. Never a passphrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub code: String,
    pub name: String,
    pub sign_in: String,
}

/// Why a form was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It opens nothing, or no longer.
    Code,
    /// This phone, or the box, had too many wrong ones.
    Wait {
        seconds: u32,
    },
    Name(NameTrouble),
    SignIn(NameTrouble),
    NameTaken,
    Passphrase(passphrase::Trouble),
}

impl Trouble {
    /// What is wrong and what to do.
    fn words(self, text: &Text) -> String {
        let words = match self {
            Self::Wait { seconds } => return sign_in::wait(text, seconds),
            Self::Passphrase(trouble) => sign_in::trouble(text, trouble),
            Self::Code => text.join_code_wrong(),
            Self::Name(NameTrouble::Empty) => text.join_name_none(),
            Self::SignIn(NameTrouble::Empty) => text.join_sign_in_none(),
            Self::Name(NameTrouble::TooLong) | Self::SignIn(NameTrouble::TooLong) => {
                text.join_name_long()
            }
            Self::NameTaken => text.join_taken(),
        };
        words.to_owned()
    }
}

#[derive(Template)]
#[template(path = "people/setup.html", config = "web-assets/askama.toml")]
pub struct SetupPage<'a> {
    pub page: Layout<'a>,
    pub standing: Standing,
    pub filled: &'a Filled,
    pub trouble: Option<Trouble>,
}

impl SetupPage<'_> {
    fn heading(&self) -> &str {
        let text = self.page.text;
        match self.standing {
            Standing::New => text.setup_title(),
            Standing::Done => text.setup_done_title(),
            Standing::Lost => text.setup_lost_title(),
        }
    }

    fn words(&self) -> &str {
        let text = self.page.text;
        match self.standing {
            Standing::New => text.setup_text(),
            Standing::Done => text.setup_done_do(),
            Standing::Lost => text.setup_lost_do(),
        }
    }

    fn trouble(&self) -> Option<String> {
        let text = self.page.text;
        self.trouble.map(|trouble| match trouble {
            Trouble::Code => text.setup_code_wrong().to_owned(),
            other => other.words(text),
        })
    }
}

/// Which page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// With a code that one of the staff made.
    Join,
    /// With the sheet, or with a stick's code.
    Recover,
}

impl Door {
    pub fn path(self) -> &'static str {
        match self {
            Self::Join => "/join",
            Self::Recover => "/recover",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Code,
    /// A new account of this role: names and a passphrase.
    New(Role),
    /// A technician, new or known: names and a passphrase.
    Technician,
    /// A new passphrase of somebody with this name.
    Mend(String),
}

impl Entry {
    pub fn of(opens: &Opens) -> Self {
        match opens {
            Opens::Invitation(role) => Self::New(*role),
            Opens::Presence => Self::Technician,
            Opens::Reset(person) | Opens::Sheet(person) => Self::Mend(person.name.to_string()),
        }
    }
}

#[derive(Template)]
#[template(path = "people/join.html", config = "web-assets/askama.toml")]
pub struct JoinPage<'a> {
    pub page: Layout<'a>,
    pub door: Door,
    pub entry: &'a Entry,
    pub filled: &'a Filled,
    pub trouble: Option<Trouble>,
}

impl JoinPage<'_> {
    fn heading(&self) -> &str {
        let text = self.page.text;
        match (self.door, self.entry) {
            (_, Entry::Mend(_)) => text.join_mend_title(),
            (Door::Join, _) => text.join_title(),
            (Door::Recover, _) => text.recover_title(),
        }
    }

    fn words(&self) -> &str {
        let text = self.page.text;
        match self.entry {
            Entry::Code if self.door == Door::Join => text.join_text(),
            Entry::Code => text.recover_text(),
            Entry::New(Role::Head) => text.join_as_head(),
            Entry::New(Role::Technician) => text.join_as_technician(),
            Entry::New(Role::Teacher | Role::Learner) => text.join_as_teacher(),
            Entry::Technician => text.recover_names(),
            Entry::Mend(name) => name,
        }
    }
}

/// The recovery sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetState<'a> {
    /// None was made, or it was used.
    None,
    /// One lies somewhere; another one needs the passphrase.
    Made { trouble: Option<SheetTrouble> },
    /// Shown this once.
    New(&'a Code),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetTrouble {
    Wrong,
    Wait { seconds: u32 },
}

#[derive(Template)]
#[template(path = "people/sheet.html", config = "web-assets/askama.toml")]
pub struct SheetPage<'a> {
    pub page: Layout<'a>,
    pub name: &'a str,
    /// Where the sheet is used: `http://chalkbox.lan/recover`
    pub address: &'a str,
    pub state: SheetState<'a>,
}

impl SheetPage<'_> {
    fn words(&self) -> &str {
        let text = self.page.text;
        match self.state {
            SheetState::None => text.sheet_why(),
            SheetState::Made { .. } => text.sheet_made(),
            SheetState::New(_) => text.sheet_once(),
        }
    }

    fn trouble(&self) -> Option<String> {
        let text = self.page.text;
        match self.state {
            SheetState::Made { trouble: Some(SheetTrouble::Wrong) } => {
                Some(text.sign_in_wrong_passphrase().to_owned())
            }
            SheetState::Made { trouble: Some(SheetTrouble::Wait { seconds }) } => {
                Some(sign_in::wait(text, seconds))
            }
            _ => None,
        }
    }
}

/// Made-up forms live as long as the program.
fn filled() -> &'static Filled {
    static FILLED: std::sync::LazyLock<Filled> = std::sync::LazyLock::new(|| Filled {
        code: CODE.into(),
        name: PERSON.into(),
        sign_in: SIGN_IN.into(),
    });
    &FILLED
}

impl<'a> SetupPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout { guest: false, ..Layout::sample(text, "/setup") };
        let troubles = [
            None,
            Some(Trouble::Code),
            Some(Trouble::Wait { seconds: 60 }),
            Some(Trouble::Name(NameTrouble::Empty)),
            Some(Trouble::Name(NameTrouble::TooLong)),
            Some(Trouble::SignIn(NameTrouble::Empty)),
            Some(Trouble::NameTaken),
            Some(Trouble::Passphrase(passphrase::Trouble::TooShort)),
        ]
        .map(|trouble| (Standing::New, trouble));
        let rest = [(Standing::Done, None), (Standing::Lost, None)];
        let all = troubles.into_iter().chain(rest);
        all.map(|(standing, trouble)| Self { page, standing, filled: filled(), trouble }).collect()
    }
}

impl<'a> JoinPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        static ENTRIES: std::sync::LazyLock<[Entry; 6]> = std::sync::LazyLock::new(|| {
            [
                Entry::Code,
                Entry::New(Role::Teacher),
                Entry::New(Role::Head),
                Entry::New(Role::Technician),
                Entry::Technician,
                Entry::Mend(PERSON.into()),
            ]
        });
        let doors = [Door::Join, Door::Recover].into_iter().flat_map(|door| {
            let page = Layout { guest: false, ..Layout::sample(text, door.path()) };
            ENTRIES.iter().flat_map(move |entry| {
                let troubles = match entry {
                    Entry::Code => [None, Some(Trouble::Code)],
                    _ => [None, Some(Trouble::NameTaken)],
                };
                troubles.map(|trouble| Self { page, door, entry, filled: filled(), trouble })
            })
        });
        doors.collect()
    }
}

impl<'a> SheetPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        static NEW: std::sync::LazyLock<Code> = std::sync::LazyLock::new(|| Code::sample(SHEET));
        let page = Role::Technician.sample(text, "/box/recovery");
        let wait = SheetTrouble::Wait { seconds: 30 };
        [
            SheetState::None,
            SheetState::Made { trouble: None },
            SheetState::Made { trouble: Some(SheetTrouble::Wrong) },
            SheetState::Made { trouble: Some(wait) },
            SheetState::New(&NEW),
        ]
        .map(|state| Self { page, name: PERSON, address: ADDRESS, state })
        .into()
    }
}
