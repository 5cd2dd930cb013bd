//! Every page of classes and learners with made-up data.

use super::check::Checked;
use super::roster::{Line, Mistake, Unreadable, What};
use super::views::{
    CardView, CardsPage, ClassPage, ClassesPage, ForgetPage, LearnerPage, RemoveClassPage,
    RosterPage, Told,
};
use crate::people::classes::Class;
use crate::people::learners::{About, AgeBand, Learner, Sex};
use crate::people::{ClassId, Person, PersonId, Role, threes};
use crate::text::Text;
use crate::web::qr::qr_svg;
use crate::web::samples::{self, ADDRESS};

/// Made-up learners of a class.
pub fn learners(text: &Text) -> Vec<Learner> {
    let learner = |index: u8| Learner {
        person: Person {
            id: PersonId(i64::from(index) + 1),
            role: Role::Learner,
            name: samples::learner(text, index.into()).into(),
            class: Some(ClassId(1)),
            pseudonym: "0123456789abcdef0123456789abcdef".into(),
        },
        class: ClassId(1),
        pictures: threes::three(3, 7 * index),
        card: 0,
        about: About {
            sex: (index != 2).then_some(Sex::Girl),
            age_band: Some(AgeBand::From8),
            home_language: Some("sw".into()),
        },
    };
    (0..5).map(learner).collect()
}

impl<'a> ClassesPage<'a> {
    pub fn samples(text: &'a Text, classes: &'a [Class]) -> Vec<Self> {
        let page = Role::Teacher.sample(text, "/teach/classes");
        let taken = Told::look(text.teach_class_taken());
        vec![Self { page, classes, told: None }, Self { page, classes: &[], told: Some(taken) }]
    }
}

impl<'a> ClassPage<'a> {
    pub fn samples(text: &'a Text, class: &'a Class, learners: &'a [Learner]) -> Vec<Self> {
        let page = Role::Teacher.sample(text, "/teach/classes/1");
        let told =
            |told| Self { page, class, learners, untold: About::default(), told: Some(told) };
        vec![
            told(Told::done(text.teach_added(40_u32))),
            told(Told::look(text.teach_name_taken())),
            told(Told::look(text.teach_class_full())),
            Self { page, class, learners: &[], untold: About::default(), told: None },
        ]
    }
}

impl<'a> RemoveClassPage<'a> {
    pub fn samples(text: &'a Text, class: &'a Class) -> Vec<Self> {
        vec![Self { page: Role::Teacher.sample(text, "/teach/classes/1/remove"), class }]
    }
}

impl<'a> LearnerPage<'a> {
    pub fn samples(text: &'a Text, classes: &'a [Class], learners: &'a [Learner]) -> Vec<Self> {
        let page = Role::Teacher.sample(text, "/teach/learners/1");
        let (Some(class), Some(learner)) = (classes.first(), learners.first()) else {
            return Vec::new();
        };
        let told = [
            None,
            Some(Told::done(text.teach_card_new())),
            Some(Told::done(text.teach_saved())),
            Some(Told::look(text.teach_wrong_language())),
        ];
        told.map(|told| Self { page, learner, class, classes, told }).into()
    }
}

impl<'a> ForgetPage<'a> {
    pub fn samples(text: &'a Text, learner: &'a Learner) -> Vec<Self> {
        vec![Self { page: Role::Teacher.sample(text, "/teach/learners/1/forget"), learner }]
    }
}

impl<'a> RosterPage<'a> {
    pub fn samples(text: &'a Text, class: &'a Class) -> Vec<Self> {
        let page = Role::Teacher.sample(text, "/teach/classes/1/roster");
        let name = |index| samples::learner(text, index).to_owned();
        let line = |number, name| Line { number, name, class: None, about: About::default() };
        let wrong = [
            What::NoName,
            What::LongName(name(3)),
            What::Twice { name: name(0), line: 2 },
            What::LongClass(name(3)),
            What::Sex(name(4)),
            What::Age(name(4)),
            What::Language(name(4)),
            What::Full { name: name(1) },
        ];
        let mistakes: Vec<_> =
            wrong.into_iter().zip(5..).map(|(what, line)| Mistake { line, what }).collect();
        let new = vec![
            (line(2, name(0)), samples::class(text, 0).to_owned()),
            (line(3, name(1)), samples::class(text, 1).to_owned()),
        ];
        let classes = vec![samples::class(text, 1).to_owned()];
        let checked = Checked { new, already: 3, classes, mistakes };
        let unreadable = [
            Unreadable::TooLarge,
            Unreadable::TooMany,
            Unreadable::NoHeading,
            Unreadable::Quote(7),
            Unreadable::Empty,
        ];
        let answers = [None, Some(Ok(checked)), Some(Ok(Checked::default()))]
            .into_iter()
            .chain(unreadable.map(|why| Some(Err(why))));
        let shown = samples::learner(text, 0);
        answers
            .map(|checked| Self {
                page,
                class,
                text: if checked.is_some() { shown } else { "" },
                checked,
            })
            .collect()
    }
}

impl<'a> CardsPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let word = "12ab34cd56ef78-0123456789abcdef0123";
        let cards = learners(text).into_iter().map(|learner| CardView {
            name: learner.person.name.to_string(),
            class: samples::class(text, 0).into(),
            pictures: learner.pictures.0,
            qr: qr_svg(&format!("http://{ADDRESS}/card/{word}")),
            word: word.into(),
        });
        vec![Self {
            page: Role::Teacher.sample(text, "/teach/classes/1/cards"),
            back: "/teach/classes/1".into(),
            address: ADDRESS.into(),
            cards: cards.collect(),
        }]
    }
}
