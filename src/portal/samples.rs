//! Every page at the door with made-up data.

use crate::base::Subject;
use crate::text::{LanguageName, Text};
use crate::web::layout::Layout;
use crate::web::samples::{ADDRESS, WIFI};

use super::views::{HelpPage, LanguagesPage, WelcomePage};

impl<'a> WelcomePage<'a> {
    pub fn samples(text: &'a Text, languages: &'a [LanguageName]) -> Vec<Self> {
        let welcome = |start_url: &str, address: Option<&str>| Self {
            page: Layout::sample(text, "/welcome"),
            start_url: start_url.into(),
            address: address.map(Into::into),
            classes: address.is_some(),
            subjects: Subject::ALL[..6].to_vec(),
            languages,
        };
        vec![welcome("/", None), welcome("http://chalkbox.lan/", Some(ADDRESS))]
    }
}

impl<'a> LanguagesPage<'a> {
    pub fn samples(text: &'a Text, languages: &'a [LanguageName]) -> Vec<Self> {
        vec![Self { page: Layout::sample(text, "/languages"), languages, next: "/topics/1" }]
    }
}

impl<'a> HelpPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![Self { page: Layout::sample(text, "/help"), wifi: WIFI, address: ADDRESS }]
    }
}
