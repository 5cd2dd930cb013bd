//! The pages of classes and learners: what each shows. No I/O.

use askama::Template;

use super::check::Checked;
use super::roster::{Mistake, Unreadable, What};
use crate::people::classes::Class;
use crate::people::learners::{About, Learner, Sex};
use crate::people::views::Picture;
use crate::text::Text;
use crate::web::layout::Layout;

/// How the last tap went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub words: String,
    /// Something is to be mended.
    pub look: bool,
}

impl Told {
    pub fn done(words: impl Into<String>) -> Self {
        Self { words: words.into(), look: false }
    }

    pub fn look(words: impl Into<String>) -> Self {
        Self { words: words.into(), look: true }
    }
}

#[derive(Template)]
#[template(path = "teaching/classes.html", config = "web-assets/askama.toml")]
pub struct ClassesPage<'a> {
    pub page: Layout<'a>,
    pub classes: &'a [Class],
    pub told: Option<Told>,
}

#[derive(Template)]
#[template(path = "teaching/class.html", config = "web-assets/askama.toml")]
pub struct ClassPage<'a> {
    pub page: Layout<'a>,
    pub class: &'a Class,
    pub learners: &'a [Learner],
    /// What the form for one more begins with.
    pub untold: About,
    pub told: Option<Told>,
}

#[derive(Template)]
#[template(path = "teaching/remove_class.html", config = "web-assets/askama.toml")]
pub struct RemoveClassPage<'a> {
    pub page: Layout<'a>,
    pub class: &'a Class,
}

#[derive(Template)]
#[template(path = "teaching/learner.html", config = "web-assets/askama.toml")]
pub struct LearnerPage<'a> {
    pub page: Layout<'a>,
    pub learner: &'a Learner,
    pub class: &'a Class,
    /// All classes, to move to.
    pub classes: &'a [Class],
    pub told: Option<Told>,
}

impl LearnerPage<'_> {
    fn others(&self) -> Vec<&Class> {
        self.classes.iter().filter(|class| class.id != self.class.id).collect()
    }
}

/// A sex in the reader's words; templates hand over references.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "askama borrows what it hands to functions")]
fn sex_name<'a>(text: &'a Text, sex: &Sex) -> &'a str {
    match sex {
        Sex::Girl => text.teach_girl(),
        Sex::Boy => text.teach_boy(),
    }
}

#[derive(Template)]
#[template(path = "teaching/forget.html", config = "web-assets/askama.toml")]
pub struct ForgetPage<'a> {
    pub page: Layout<'a>,
    pub learner: &'a Learner,
}

#[derive(Template)]
#[template(path = "teaching/roster.html", config = "web-assets/askama.toml")]
pub struct RosterPage<'a> {
    pub page: Layout<'a>,
    pub class: &'a Class,
    /// What was sent, to be mended and sent again.
    pub text: &'a str,
    /// `None` before anything was sent.
    pub checked: Option<Result<Checked, Unreadable>>,
}

impl RosterPage<'_> {
    fn unreadable(&self, why: &Unreadable) -> String {
        let text = self.page.text;
        match why {
            Unreadable::TooLarge => text.teach_list_large().to_owned(),
            Unreadable::TooMany => text.teach_list_many().to_owned(),
            Unreadable::NoHeading => text.teach_list_heading().to_owned(),
            Unreadable::Quote(line) => text.teach_list_quote(*line),
            Unreadable::Empty => text.teach_list_empty().to_owned(),
        }
    }

    fn mend(&self, mistake: &Mistake) -> String {
        let text = self.page.text;
        match &mistake.what {
            What::NoName => text.teach_name_empty().to_owned(),
            What::LongName(_) => text.teach_name_long().to_owned(),
            What::Twice { line, .. } => text.teach_wrong_twice(*line),
            What::LongClass(_) => text.teach_wrong_class().to_owned(),
            What::Sex(_) => text.teach_wrong_sex().to_owned(),
            What::Age(_) => text.teach_wrong_age().to_owned(),
            What::Language(_) => text.teach_wrong_language().to_owned(),
            What::Full { .. } => text.teach_class_full().to_owned(),
        }
    }
}

/// A learner's card as it is printed.
#[derive(Clone, Debug)]
pub struct CardView {
    pub name: String,
    pub class: String,
    pub pictures: [Picture; 3],
    /// An SVG of ours.
    pub qr: String,
    /// What stands behind `/card/` in the code.
    pub word: String,
}

#[derive(Template)]
#[template(path = "teaching/cards.html", config = "web-assets/askama.toml")]
pub struct CardsPage<'a> {
    pub page: Layout<'a>,
    pub back: String,
    /// What a phone without a camera types.
    pub address: String,
    pub cards: Vec<CardView>,
}
