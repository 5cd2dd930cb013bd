//! Every page of hand-over and of the three pictures with made-up data.

use crate::text::Text;
use crate::web::layout::Layout;
use crate::web::samples::PERSON;

use super::role::Role;
use super::views::{
    Picture, PicturesPage, PicturesPickPage, PicturesState, Purpose, StillPage, TurnPage,
};

impl<'a> TurnPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/turn");
        vec![Self { page, back_url: Some("/lessons/3".into()) }, Self { page, back_url: None }]
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

impl Role {
    /// A page of this role's desk at `path`, with made-up data.
    pub fn sample<'a>(self, text: &'a Text, path: &'a str) -> Layout<'a> {
        Layout { guest: false, who: Some(self.who(PERSON, text)), ..Layout::sample(text, path) }
    }
}
