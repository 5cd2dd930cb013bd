//! The pages at the door: welcome, languages, help.

use askama::Template;

use crate::base::Subject;
use crate::text::LanguageName;
use crate::web::layout::{Drawn as _, Layout};

#[derive(Template)]
#[template(path = "portal/welcome.html", config = "web-assets/askama.toml")]
pub struct WelcomePage<'a> {
    pub page: Layout<'a>,
    /// The home page, absolute where the phone is still in its sign-in sheet.
    pub start_url: String,
    /// What to type into a browser: `chalkbox.lan`; absent where the phone is in one.
    pub address: Option<String>,
    /// There are classes: a learner may open their own page.
    pub classes: bool,
    /// Drawings to show what is here.
    pub subjects: Vec<Subject>,
    pub languages: &'a [LanguageName],
}

#[derive(Template)]
#[template(path = "portal/languages.html", config = "web-assets/askama.toml")]
pub struct LanguagesPage<'a> {
    pub page: Layout<'a>,
    pub languages: &'a [LanguageName],
    /// A path of this site, checked by the caller, to go to after the choice.
    pub next: &'a str,
}

#[derive(Template)]
#[template(path = "portal/help.html", config = "web-assets/askama.toml")]
pub struct HelpPage<'a> {
    pub page: Layout<'a>,
    /// The Wi-Fi's name.
    pub wifi: &'a str,
    /// `chalkbox.lan`
    pub address: &'a str,
}
