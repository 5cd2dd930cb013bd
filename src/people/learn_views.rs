//! The pages on the way to a learner's own page.

use askama::Template;

use super::classes::Class;
use super::role::ClassId;
use super::views::Picture;
use crate::web::layout::Layout;

#[derive(Template)]
#[template(path = "people/learn.html", config = "web-assets/askama.toml")]
pub struct ClassesPage<'a> {
    pub page: Layout<'a>,
    pub classes: &'a [Class],
}

#[derive(Template)]
#[template(path = "people/learn_pictures.html", config = "web-assets/askama.toml")]
pub struct LearnPage<'a> {
    pub page: Layout<'a>,
    pub class: &'a Class,
    /// None, one or two so far.
    pub picked: Vec<Picture>,
}

impl LearnPage<'_> {
    fn heading(&self) -> &str {
        match self.picked.len() {
            0 => self.page.text.learn_first(),
            1 => self.page.text.learn_second(),
            _ => self.page.text.learn_third(),
        }
    }

    fn picked_slugs(&self) -> String {
        self.picked.iter().map(|picture| picture.slug()).collect::<Vec<_>>().join(",")
    }
}

/// Why a page does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody in this class has these pictures.
    Wrong(ClassId),
    /// Too many wrong ones.
    Wait { seconds: u64 },
    /// The card is no card of this box, or a newer one was made.
    OldCard,
    /// Lessons are on this very host: nobody's page opens here.
    Address,
}

#[derive(Template)]
#[template(path = "people/learn_trouble.html", config = "web-assets/askama.toml")]
pub struct TroublePage<'a> {
    pub page: Layout<'a>,
    pub trouble: Trouble,
    /// Where pages do open.
    pub address: &'a str,
}

impl TroublePage<'_> {
    fn heading(&self) -> &str {
        match self.trouble {
            Trouble::Wrong(_) => self.page.text.learn_wrong_title(),
            Trouble::Wait { .. } => self.page.text.learn_wait_title(),
            Trouble::OldCard => self.page.text.learn_card_old_title(),
            Trouble::Address => self.page.text.learn_address_title(),
        }
    }

    fn words(&self) -> String {
        match self.trouble {
            Trouble::Wrong(_) => self.page.text.learn_wrong_text().to_owned(),
            Trouble::Wait { seconds } => self.page.text.learn_wait_text(seconds.div_ceil(60)),
            Trouble::OldCard => self.page.text.learn_card_old_text().to_owned(),
            Trouble::Address => self.page.text.learn_address_text().to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "people/card.html", config = "web-assets/askama.toml")]
pub struct CardPage<'a> {
    pub page: Layout<'a>,
    pub name: &'a str,
    pub word: &'a str,
}
