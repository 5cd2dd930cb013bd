//! The pages of teachers and heads with made-up data.

use crate::people::Role;
use crate::text::Text;
use crate::web::samples::PERSON;

use super::views::{OverviewPage, TeachHelpPage};

impl<'a> OverviewPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let of = |role: Role, classes, learners, teachers| Self {
            page: role.sample(text, "/teach"),
            name: PERSON,
            classes,
            learners,
            teachers,
        };
        vec![
            of(Role::Head, 0, 0, Some(0)),
            of(Role::Head, 6, 214, Some(5)),
            of(Role::Teacher, 1, 40, None),
        ]
    }
}

impl<'a> TeachHelpPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![
            Self { page: Role::Head.sample(text, "/teach/help"), leads: true },
            Self { page: Role::Teacher.sample(text, "/teach/help"), leads: false },
        ]
    }
}
