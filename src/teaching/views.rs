//! The pages of teachers and heads.

use askama::Template;

use crate::web::layout::Layout;

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
