//! The pages of hand-over and of the three pictures.

use askama::Template;

use crate::text::Text;
use crate::web::layout::Layout;

#[derive(Template)]
#[template(path = "people/turn.html", config = "web-assets/askama.toml")]
pub struct TurnPage<'a> {
    pub page: Layout<'a>,
    /// Where “No, I go on” leads: the page before.
    pub back_url: Option<String>,
    /// There are classes: the next child may have a page of their own.
    pub classes: bool,
}

#[derive(Template)]
#[template(path = "people/still.html", config = "web-assets/askama.toml")]
pub struct StillPage<'a> {
    pub page: Layout<'a>,
    /// A path of this site, checked by the caller, for “Yes, I go on”.
    pub next: &'a str,
}

/// One of twelve; a child picks three in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Picture {
    Fish,
    Bird,
    Turtle,
    Butterfly,
    Cat,
    Flower,
    Tree,
    Sun,
    Drum,
    Ball,
    Boat,
    Cup,
}

impl Picture {
    pub const ALL: [Self; 12] = [
        Self::Fish,
        Self::Sun,
        Self::Drum,
        Self::Cat,
        Self::Tree,
        Self::Boat,
        Self::Butterfly,
        Self::Ball,
        Self::Turtle,
        Self::Cup,
        Self::Bird,
        Self::Flower,
    ];

    /// Its symbol in `pictures.svg`, and the word kept and posted.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Fish => "fish",
            Self::Bird => "bird",
            Self::Turtle => "turtle",
            Self::Butterfly => "butterfly",
            Self::Cat => "cat",
            Self::Flower => "flower",
            Self::Tree => "tree",
            Self::Sun => "sun",
            Self::Drum => "drum",
            Self::Ball => "ball",
            Self::Boat => "boat",
            Self::Cup => "cup",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.slug() == slug)
    }

    pub fn name(self, text: &Text) -> &str {
        match self {
            Self::Fish => text.picture_fish(),
            Self::Bird => text.picture_bird(),
            Self::Turtle => text.picture_turtle(),
            Self::Butterfly => text.picture_butterfly(),
            Self::Cat => text.picture_cat(),
            Self::Flower => text.picture_flower(),
            Self::Tree => text.picture_tree(),
            Self::Sun => text.picture_sun(),
            Self::Drum => text.picture_drum(),
            Self::Ball => text.picture_ball(),
            Self::Boat => text.picture_boat(),
            Self::Cup => text.picture_cup(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturesState {
    /// Keep or find?
    Choice,
    Kept([Picture; 3]),
    /// Another child keeps a place with these three.
    Taken,
    NotFound,
}

#[derive(Template)]
#[template(path = "people/pictures.html", config = "web-assets/askama.toml")]
pub struct PicturesPage<'a> {
    pub page: Layout<'a>,
    pub state: PicturesState,
}

impl PicturesPage<'_> {
    fn heading(&self) -> &str {
        match self.state {
            PicturesState::Choice => self.page.text.pictures_title(),
            PicturesState::Kept(_) => self.page.text.pictures_kept_title(),
            PicturesState::Taken => self.page.text.pictures_taken_title(),
            PicturesState::NotFound => self.page.text.pictures_none_title(),
        }
    }

    fn words(&self) -> &str {
        match self.state {
            PicturesState::Choice => self.page.text.pictures_text(),
            PicturesState::Kept(_) => self.page.text.pictures_kept_text(),
            PicturesState::Taken => self.page.text.pictures_taken_text(),
            PicturesState::NotFound => self.page.text.pictures_none_text(),
        }
    }
}

/// Why three pictures are picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Keep,
    Find,
}

impl Purpose {
    /// Shown by GET; takes `picked` (slugs parted by commas) and `pick` by POST.
    pub fn action(self) -> &'static str {
        match self {
            Self::Keep => "/pictures/keep",
            Self::Find => "/pictures/find",
        }
    }
}

#[derive(Template)]
#[template(path = "people/pictures_pick.html", config = "web-assets/askama.toml")]
pub struct PicturesPickPage<'a> {
    pub page: Layout<'a>,
    pub purpose: Purpose,
    /// None, one or two so far.
    pub picked: Vec<Picture>,
}

impl PicturesPickPage<'_> {
    fn heading(&self) -> &str {
        match self.picked.len() {
            0 => self.page.text.pictures_first(),
            1 => self.page.text.pictures_second(),
            _ => self.page.text.pictures_third(),
        }
    }

    fn picked_slugs(&self) -> String {
        self.picked.iter().map(|picture| picture.slug()).collect::<Vec<_>>().join(",")
    }
}
