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
    /// Nobody is signed in, or the page shows nothing of anybody.
    pub who: Option<Who<'a>>,
}

/// Whoever is signed in, as the frame around their pages shows them.
#[derive(Clone, Copy)]
pub struct Who<'a> {
    /// Never in a log.
    pub name: &'a str,
    /// In the reader's language: “Head teacher”.
    pub role: &'a str,
    /// The pages of their desk, its first page first; none for a learner.
    pub desk: &'static [DeskPage],
    /// Where their own name leads.
    pub own: &'static str,
}

/// One page of a desk, as its menu lists it.
pub struct DeskPage {
    pub path: &'static str,
    /// A symbol of `desk.svg`.
    pub icon: &'static str,
    pub name: fn(&Text) -> &str,
    /// Stands in the bar that thumbs reach; the rest is below “Menu”.
    pub first: bool,
}

impl Who<'_> {
    /// Where the name in the header leads: the desk, or what a learner can do.
    pub fn home(&self) -> &'static str {
        self.desk.first().map_or(self.own, |first| first.path)
    }
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

    /// Whether the page shown is this one of the desk, or one below it. Everything is below a desk's first
    /// page, which therefore is only itself.
    pub fn is_at(&self, page: &DeskPage) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let is_first = self.who.is_some_and(|who| who.home() == page.path);
        let rest = path.strip_prefix(page.path);
        rest.is_some_and(|rest| rest.is_empty() || (!is_first && rest.starts_with('/')))
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
