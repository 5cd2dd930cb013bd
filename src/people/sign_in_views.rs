//! The pages of signing in and of one's own account.

use askama::Template;

use super::passphrase::Trouble;
use super::role::Role;
use crate::text::Text;
use crate::web::layout::Layout;
use crate::web::samples::{PERSON, SIGN_IN};

/// Who is asked for a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// Anybody: the name is asked for, too.
    Who { typed: &'a str, next: &'a str },
    /// Whoever is signed in, after idle minutes.
    Again { name: &'a str, next: &'a str },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInState {
    Ask,
    /// The name or the passphrase; which one is not said.
    Wrong,
    /// This phone was wrong too often.
    Wait {
        seconds: u32,
    },
    /// Lessons are on the same host.
    SharedHost,
}

#[derive(Template)]
#[template(path = "people/sign_in.html", config = "web-assets/askama.toml")]
pub struct SignInPage<'a> {
    pub page: Layout<'a>,
    pub asked: Asked<'a>,
    pub state: SignInState,
}

impl SignInPage<'_> {
    fn heading(&self) -> &str {
        let text = self.page.text;
        match (self.state, self.asked) {
            (SignInState::SharedHost, _) => text.sign_in_shared_title(),
            (_, Asked::Who { .. }) => text.sign_in_title(),
            (_, Asked::Again { .. }) => text.sign_in_again_title(),
        }
    }

    fn action(&self) -> &'static str {
        match self.asked {
            Asked::Who { .. } => "/sign-in",
            Asked::Again { .. } => "/sign-in/again",
        }
    }

    fn next(&self) -> &str {
        match self.asked {
            Asked::Who { next, .. } | Asked::Again { next, .. } => next,
        }
    }

    /// What went wrong and what to do.
    fn trouble(&self) -> Option<String> {
        match self.state {
            SignInState::Ask | SignInState::SharedHost => None,
            SignInState::Wrong => Some(match self.asked {
                Asked::Who { .. } => self.page.text.sign_in_wrong().to_owned(),
                Asked::Again { .. } => self.page.text.sign_in_wrong_passphrase().to_owned(),
            }),
            SignInState::Wait { seconds } => Some(wait(self.page.text, seconds)),
        }
    }
}

/// When to try again, in seconds or minutes.
pub fn wait(text: &Text, seconds: u32) -> String {
    match seconds {
        0..=90 => text.sign_in_wait_seconds(seconds),
        _ => text.sign_in_wait_minutes(seconds.div_ceil(60)),
    }
}

/// What is wrong with a passphrase that somebody chose, and what to do.
pub fn trouble(text: &Text, trouble: Trouble) -> &str {
    match trouble {
        Trouble::TooShort => text.sign_in_passphrase_short(),
        Trouble::TooLong => text.sign_in_passphrase_long(),
        Trouble::Common => text.sign_in_passphrase_common(),
        Trouble::OwnName => text.sign_in_passphrase_name(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeState {
    Ask,
    Done,
    /// The passphrase until now.
    Wrong,
    Wait {
        seconds: u32,
    },
    /// The new passphrase.
    Trouble(Trouble),
}

#[derive(Template)]
#[template(path = "people/me.html", config = "web-assets/askama.toml")]
pub struct MePage<'a> {
    pub page: Layout<'a>,
    pub name: &'a str,
    pub state: MeState,
}

impl MePage<'_> {
    fn trouble(&self) -> Option<String> {
        let text = self.page.text;
        match self.state {
            MeState::Ask | MeState::Done => None,
            MeState::Wrong => Some(text.sign_in_wrong_passphrase().to_owned()),
            MeState::Wait { seconds } => Some(wait(text, seconds)),
            MeState::Trouble(found) => Some(trouble(text, found).to_owned()),
        }
    }
}

#[derive(Template)]
#[template(path = "people/everywhere.html", config = "web-assets/askama.toml")]
pub struct EverywherePage<'a> {
    pub page: Layout<'a>,
}

impl<'a> SignInPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout { guest: false, ..Layout::sample(text, "/sign-in") };
        let who = Asked::Who { typed: SIGN_IN, next: "/box" };
        let again = Asked::Again { name: PERSON, next: "/box" };
        [
            (Asked::Who { typed: "", next: "" }, SignInState::Ask),
            (who, SignInState::Wrong),
            (who, SignInState::Wait { seconds: 30 }),
            (who, SignInState::Wait { seconds: 900 }),
            (who, SignInState::SharedHost),
            (again, SignInState::Ask),
            (again, SignInState::Wrong),
        ]
        .map(|(asked, state)| Self { page, asked, state })
        .into()
    }
}

fn of_staff<'a>(text: &'a Text, path: &'a str) -> Layout<'a> {
    let who = Some(Role::Head.who(PERSON, text));
    Layout { guest: false, who, ..Layout::sample(text, path) }
}

impl<'a> MePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = of_staff(text, "/me");
        [
            MeState::Ask,
            MeState::Done,
            MeState::Wrong,
            MeState::Wait { seconds: 60 },
            MeState::Trouble(Trouble::TooShort),
            MeState::Trouble(Trouble::TooLong),
            MeState::Trouble(Trouble::Common),
            MeState::Trouble(Trouble::OwnName),
        ]
        .map(|state| Self { page, name: PERSON, state })
        .into()
    }
}

impl<'a> EverywherePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![Self { page: of_staff(text, "/me/everywhere") }]
    }
}
