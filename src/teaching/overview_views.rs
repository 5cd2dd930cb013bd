//! The first page of teachers and heads, and their help; with made-up data for whoever looks at them.

use askama::Template;

use crate::people::Role;
use crate::text::Text;
use crate::web::layout::Layout;
use crate::web::samples::PERSON;

#[derive(Template)]
#[template(path = "teaching/overview.html", config = "web-assets/askama.toml")]
pub struct OverviewPage<'a> {
    pub page: Layout<'a>,
    pub name: &'a str,
    pub classes: u32,
    pub learners: u32,
    /// For a head.
    pub teachers: Option<u32>,
}

#[derive(Template)]
#[template(path = "teaching/help.html", config = "web-assets/askama.toml")]
pub struct TeachHelpPage<'a> {
    pub page: Layout<'a>,
    /// A head: also how teachers are brought in.
    pub leads: bool,
}

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
