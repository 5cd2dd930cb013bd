//! What stands around every page: the box's name, the languages, “someone else's turn”.

use crate::base::Subject;
use crate::text::Text;

use super::assets;

/// Handed to every page. Borrowed, since it lives for one answer.
#[derive(Clone, Copy)]
pub struct Layout<'a> {
    pub text: &'a Text,
    /// The name the school gave the box.
    pub box_name: &'a str,
    /// This page's own path and query on its site, for coming back after a choice of language.
    pub path: &'a str,
    /// Goes into every form; empty where no form can be sent.
    pub form_token: &'a str,
    /// A guest's session is open: “Still you?” is asked after five quiet minutes.
    pub guest: bool,
    /// Empty on the portal; on the lesson site the portal's origin, such as `http://chalkbox.lan`.
    pub portal: &'a str,
}

impl Layout<'_> {
    pub fn lang(&self) -> &str {
        &self.text.lang
    }

    pub fn dir(&self) -> &'static str {
        self.text.dir.as_str()
    }

    /// The language's own name.
    pub fn language(&self) -> &str {
        self.text.language_name()
    }

    /// The address of a static file; both sites serve them all.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }
}

/// What a subject looks like; also what stands in for a lesson without a picture of its own.
pub trait Drawn {
    /// The address of its drawing.
    fn picture(self) -> &'static str;
    /// Its name in the reader's language.
    fn name(self, text: &Text) -> &str;
}

impl Drawn for Subject {
    fn picture(self) -> &'static str {
        assets::url(match self {
            Self::Maths => "subjects/maths.svg",
            Self::Science => "subjects/science.svg",
            Self::Language => "subjects/language.svg",
            Self::Health => "subjects/health.svg",
            Self::Life => "subjects/life.svg",
            Self::Music => "subjects/music.svg",
            Self::Art => "subjects/art.svg",
            Self::World => "subjects/world.svg",
            Self::History => "subjects/history.svg",
            Self::Computers => "subjects/computers.svg",
            Self::Stories => "subjects/stories.svg",
            Self::Other => "subjects/other.svg",
        })
    }

    fn name(self, text: &Text) -> &str {
        match self {
            Self::Maths => text.subject_maths(),
            Self::Science => text.subject_science(),
            Self::Language => text.subject_language(),
            Self::Health => text.subject_health(),
            Self::Life => text.subject_life(),
            Self::Music => text.subject_music(),
            Self::Art => text.subject_art(),
            Self::World => text.subject_world(),
            Self::History => text.subject_history(),
            Self::Computers => text.subject_computers(),
            Self::Stories => text.subject_stories(),
            Self::Other => text.subject_other(),
        }
    }
}
