//! Pages on which a technician changes the box.

use askama::Template;

use crate::text::LanguageName;
use crate::web::layout::Layout;

#[derive(Template)]
#[template(path = "technician/settings.html", config = "web-assets/askama.toml")]
pub struct SettingsPage<'a> {
    pub page: Layout<'a>,
    pub name: &'a str,
    pub language: &'a str,
    pub languages: &'a [LanguageName],
    pub saved: bool,
    /// The name typed is none.
    pub wrong_name: bool,
}

/// The newest copy of a database.
#[derive(Clone, Debug)]
pub struct Copied {
    /// `2026-11-25 09:00`
    pub when: String,
    pub size_bytes: u64,
}

#[derive(Template)]
#[template(path = "technician/backup.html", config = "web-assets/askama.toml")]
pub struct BackupPage<'a> {
    pub page: Layout<'a>,
    pub school: Option<Copied>,
    pub usage: Option<Copied>,
    /// One was made just now.
    pub done: bool,
}

#[derive(Template)]
#[template(path = "technician/restarting.html", config = "web-assets/askama.toml")]
pub struct RestartingPage<'a> {
    pub page: Layout<'a>,
    /// Then the page goes on by itself.
    pub wait_seconds: u32,
}

#[derive(Template)]
#[template(path = "technician/help.html", config = "web-assets/askama.toml")]
pub struct BoxHelpPage<'a> {
    pub page: Layout<'a>,
}
