//! The pages of the library: what each shows. No I/O; `pages.rs` fills them.

use askama::Template;

use crate::text::Text;
use crate::web::layout::Layout;

/// What one does with a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Video,
    Audio,
    Text,
    Book,
    Picture,
    Activity,
    /// A whole ZIM: many pages to wander through.
    Collection,
}

impl Kind {
    /// Its symbol in `icons.svg`.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Video => "play",
            Self::Audio => "audio",
            Self::Text => "text",
            Self::Book => "book",
            Self::Picture => "picture",
            Self::Activity => "activity",
            Self::Collection => "collection",
        }
    }

    pub fn name(self, text: &Text) -> &str {
        match self {
            Self::Video => text.kind_video(),
            Self::Audio => text.kind_audio(),
            Self::Text => text.kind_text(),
            Self::Book => text.kind_book(),
            Self::Picture => text.kind_picture(),
            Self::Activity => text.kind_activity(),
            Self::Collection => text.kind_collection(),
        }
    }
}

/// A lesson as something to tap.
#[derive(Clone, Debug)]
pub struct LessonCard {
    /// `/lessons/12`
    pub url: String,
    pub title: String,
    /// The lesson's own language tag.
    pub lang: String,
    /// Its own picture, or its subject's: `Subject::picture`.
    pub picture: String,
    pub kind: Kind,
    pub minutes: Option<u32>,
    /// Its file was pulled out or went bad.
    pub gone: bool,
}

/// A topic as something to tap.
#[derive(Clone, Debug)]
pub struct TopicCard {
    /// `/topics/3`
    pub url: String,
    pub title: String,
    pub picture: String,
    /// Lessons in it and below.
    pub lessons: u32,
}

/// A step on the way from home.
#[derive(Clone, Debug)]
pub struct Step {
    pub url: String,
    pub title: String,
}

/// Addresses of the pages before and after, where a list is too long for one.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// Where this guest stopped last. `lesson.url` opens it there.
#[derive(Clone, Debug)]
pub struct Place {
    pub lesson: LessonCard,
    /// How far, 0 to 10; `None` where a lesson has no length.
    pub tenths: Option<u8>,
}

/// The way to a learner's own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// The box has no classes, or staff are signed in.
    Closed,
    /// There are classes: somebody may open their page.
    Open,
    /// This learner's page is open.
    Hello(String),
}

#[derive(Template)]
#[template(path = "lessons/home.html", config = "web-assets/askama.toml")]
pub struct HomePage<'a> {
    pub page: Layout<'a>,
    pub door: Door,
    pub place: Option<Place>,
    pub topics: Vec<TopicCard>,
    /// To all topics, where there are too many for here.
    pub more_topics: Pages,
    pub lessons: Vec<LessonCard>,
    /// Of `lessons`.
    pub pages: Pages,
    /// Lessons that are being loaded now.
    pub coming: u32,
}

#[derive(Template)]
#[template(path = "lessons/topic.html", config = "web-assets/askama.toml")]
pub struct TopicPage<'a> {
    pub page: Layout<'a>,
    pub title: String,
    /// From home, without this topic.
    pub path: Vec<Step>,
    pub topics: Vec<TopicCard>,
    pub lessons: Vec<LessonCard>,
    pub pages: Pages,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonState {
    Ready,
    /// Its drive is out or its file is damaged.
    Gone,
}

/// “Save on this phone”.
#[derive(Clone, Debug)]
pub enum Save {
    Offered {
        url: String,
        size_bytes: u64,
    },
    /// Too large for every child to take.
    AskTeacher,
    /// Nothing to save as one file.
    Not,
}

#[derive(Template)]
#[template(path = "lessons/lesson.html", config = "web-assets/askama.toml")]
pub struct LessonPage<'a> {
    pub page: Layout<'a>,
    pub lesson: LessonCard,
    pub description: Option<String>,
    pub path: Vec<Step>,
    pub state: LessonState,
    /// `/lessons/12/open?k=…`; the page adds `&group=1` to `&group=5`.
    pub open_url: String,
    /// This guest stopped inside: “Go on” instead of “Start”.
    pub stopped: bool,
    /// Opens it at its beginning; only where `stopped`.
    pub restart_url: Option<String>,
    /// The lesson's language by its own name, where it is not the page's.
    pub language: Option<String>,
    pub save: Save,
    pub more: Vec<LessonCard>,
}

impl LessonPage<'_> {
    fn is_ready(&self) -> bool {
        self.state == LessonState::Ready
    }
}

#[derive(Template)]
#[template(path = "lessons/search.html", config = "web-assets/askama.toml")]
pub struct SearchPage<'a> {
    pub page: Layout<'a>,
    pub query: &'a str,
    /// How many were found; `None` before a word was typed.
    pub found: Option<u32>,
    pub lessons: Vec<LessonCard>,
    pub pages: Pages,
    /// Shown when nothing was asked or found, so that there is a way on.
    pub topics: Vec<TopicCard>,
}
