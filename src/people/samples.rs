//! Every page of hand-over and of the three pictures with made-up data.

use std::sync::Arc;

use crate::text::Text;
use crate::web::layout::Layout;
use crate::web::samples::{self, ADDRESS, PERSON};

use super::classes::Class;
use super::learn_views::{CardPage, ClassesPage, LearnPage, Trouble, TroublePage};
use super::role::{ClassId, Role};
use super::views::{
    Picture, PicturesPage, PicturesPickPage, PicturesState, Purpose, StillPage, TurnPage,
};

impl<'a> TurnPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/turn");
        vec![
            Self { page, back_url: Some("/lessons/3".into()), classes: true },
            Self { page, back_url: None, classes: false },
        ]
    }
}

impl<'a> StillPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![Self { page: Layout::sample(text, "/still"), next: "/lessons/3" }]
    }
}

impl<'a> PicturesPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/pictures");
        let three = [Picture::Cat, Picture::Drum, Picture::Cat];
        [
            PicturesState::Choice,
            PicturesState::Kept(three),
            PicturesState::Taken,
            PicturesState::NotFound,
        ]
        .map(|state| Self { page, state })
        .into()
    }
}

impl<'a> PicturesPickPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/pictures/keep");
        let pick = |purpose, picked: &[Picture]| Self { page, purpose, picked: picked.to_vec() };
        vec![
            pick(Purpose::Keep, &[]),
            pick(Purpose::Keep, &[Picture::Cat]),
            pick(Purpose::Find, &[Picture::Boat, Picture::Sun]),
        ]
    }
}

/// Made-up classes.
pub fn classes(text: &Text) -> Vec<Class> {
    let class = |index: u8| Class {
        id: ClassId(i64::from(index) + 1),
        name: Arc::from(samples::class(text, usize::from(index))),
        turn: index,
        learners: [40, 0, 1][usize::from(index) % 3],
    };
    (0..3).map(class).collect()
}

impl<'a> ClassesPage<'a> {
    pub fn samples(text: &'a Text, classes: &'a [Class]) -> Vec<Self> {
        let page = Layout::sample(text, "/learn");
        vec![Self { page, classes }, Self { page, classes: &[] }]
    }
}

impl<'a> LearnPage<'a> {
    pub fn samples(text: &'a Text, class: &'a Class) -> Vec<Self> {
        let page = Layout::sample(text, "/learn/1");
        let picked: [&[Picture]; 3] = [&[], &[Picture::Cat], &[Picture::Cat, Picture::Sun]];
        picked.map(|picked| Self { page, class, picked: picked.to_vec() }).into()
    }
}

impl<'a> TroublePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/learn/1");
        let all = [
            Trouble::Wrong(ClassId(1)),
            Trouble::Wait { seconds: 30 },
            Trouble::Wait { seconds: 900 },
            Trouble::OldCard,
            Trouble::Address,
        ];
        all.map(|trouble| Self { page, trouble, address: ADDRESS }).into()
    }
}

impl<'a> CardPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/card/1-0123456789abcdef0123");
        let card = |name| Self { page, name, word: "1-0123456789abcdef0123" };
        (0..3).map(|index| card(samples::learner(text, index))).collect()
    }
}

impl Role {
    /// A page of this role's desk at `path`, with made-up data.
    pub fn sample<'a>(self, text: &'a Text, path: &'a str) -> Layout<'a> {
        Layout { guest: false, who: Some(self.who(PERSON, text)), ..Layout::sample(text, path) }
    }
}
