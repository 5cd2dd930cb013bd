//! The pages of the lesson site that play or show one lesson, and the bar put into foreign pages.

use std::fmt::Write as _;

use askama::Template;

use crate::text::{Direction, Text};
use crate::web::assets::PdfPlayer;
use crate::web::layout::Layout;

/// What every player needs to know. Addresses on the lesson site, but `back_url`.
#[derive(Clone, Debug)]
pub struct PlayedLesson {
    pub title: String,
    pub lang: String,
    /// The lesson's page on the portal.
    pub back_url: String,
    /// Takes what the page tells (`state.rs`); absent where nothing is counted.
    pub state_url: Option<String>,
    /// “I am done” posts here.
    pub done_url: Option<String>,
}

/// Subtitles in one language.
#[derive(Clone, Debug)]
pub struct Track {
    pub url: String,
    pub lang: String,
    /// The language by its own name.
    pub name: String,
    /// Shown from the start.
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "players/video.html", config = "web-assets/askama.toml")]
pub struct VideoPage<'a> {
    pub page: Layout<'a>,
    pub lesson: PlayedLesson,
    pub source: String,
    pub mime: String,
    pub poster: Option<String>,
    pub tracks: Vec<Track>,
    /// Where to go on.
    pub at_secs: u32,
}

/// With subtitles it is a `<video>`, because browsers show none in `<audio>`.
#[derive(Template)]
#[template(path = "players/audio.html", config = "web-assets/askama.toml")]
pub struct AudioPage<'a> {
    pub page: Layout<'a>,
    pub lesson: PlayedLesson,
    pub source: String,
    pub mime: String,
    pub picture: String,
    pub tracks: Vec<Track>,
    pub at_secs: u32,
}

/// Shows a book page by page if the program was built with pdf.js and the phone can run it. Else the
/// phone's own reader opens it, and this page is what one comes back to.
#[derive(Template)]
#[template(path = "players/pdf.html", config = "web-assets/askama.toml")]
pub struct PdfPage<'a> {
    pub page: Layout<'a>,
    pub lesson: PlayedLesson,
    pub source: String,
    pub picture: String,
    pub stopped_page: Option<u32>,
    pub player: Option<PdfPlayer>,
}

#[derive(Template)]
#[template(path = "players/picture.html", config = "web-assets/askama.toml")]
pub struct PicturePage<'a> {
    pub page: Layout<'a>,
    pub lesson: PlayedLesson,
    pub source: String,
    pub description: Option<String>,
}

#[derive(Template)]
#[template(path = "players/text.html", config = "web-assets/askama.toml")]
pub struct TextPage<'a> {
    pub page: Layout<'a>,
    pub lesson: PlayedLesson,
    /// The direction of the lesson's language, which may not be the page's.
    pub dir: Direction,
    /// Rendered from Markdown with all raw HTML taken out, by the caller; printed as it is.
    pub body_html: String,
}

/// Every property is set on the element, since the page around it may style anything.
const BAR_LINK: &str = "all:initial!important;cursor:pointer!important;\
     font:700 16px/1.3 system-ui,sans-serif!important;color:#fbf6e9!important;\
     padding:12px 14px!important;outline:revert!important";

#[derive(Template)]
#[template(path = "players/bar.html", config = "web-assets/askama.toml")]
struct Bar<'a> {
    lang: &'a str,
    dir: Direction,
    link: &'static str,
    arrow: char,
    back: &'a str,
    turn: &'a str,
    back_url: &'a str,
    turn_url: &'a str,
}

/// The bar for a page that is not ours: goes in right after `<body>`. Absolute addresses of the
/// portal. ASCII only, so that it reads right whatever the page's character set.
pub fn render_bar(text: &Text, back_url: &str, turn_url: &str) -> Result<String, askama::Error> {
    let arrow = if text.dir == Direction::RightToLeft { '→' } else { '←' };
    let bar = Bar {
        lang: &text.lang,
        dir: text.dir,
        link: BAR_LINK,
        arrow,
        back: text.player_back(),
        turn: text.player_turn(),
        back_url,
        turn_url,
    };
    Ok(bar.render()?.chars().fold(String::new(), |mut ascii, character| {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            let _ = write!(ascii, "&#{};", u32::from(character));
        }
        ascii
    }))
}
