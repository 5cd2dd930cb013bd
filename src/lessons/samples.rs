//! Every page of the library with made-up data.

use crate::base::Subject;
use crate::text::{Direction, Text};
use crate::web::assets::PdfPlayer;
use crate::web::layout::{Drawn as _, Layout};
use crate::web::samples::{self, SENTENCE};

use super::players::{AudioPage, PdfPage, PicturePage, PlayedLesson, TextPage, Track, VideoPage};
use super::views::{
    Door, HomePage, Kind, LessonCard, LessonPage, LessonState, Pages, Place, Save, SearchPage,
    Step, TopicCard, TopicPage,
};

const KINDS: [Kind; 7] = [
    Kind::Video,
    Kind::Text,
    Kind::Collection,
    Kind::Audio,
    Kind::Book,
    Kind::Activity,
    Kind::Picture,
];

fn card(text: &Text, index: usize) -> LessonCard {
    let (subject, title, lang) = samples::title(text, index);
    LessonCard {
        url: format!("/lessons/{index}"),
        title: title.into(),
        lang: lang.into(),
        picture: subject.picture().into(),
        kind: KINDS[index % KINDS.len()],
        minutes: u32::try_from(index).ok().filter(|minutes| *minutes > 0),
        gone: index == 5,
    }
}

fn cards(text: &Text, count: usize) -> Vec<LessonCard> {
    (0..count).map(|index| card(text, index)).collect()
}

fn topics(text: &Text, count: usize) -> Vec<TopicCard> {
    let lessons = [1, 2, 3, 11, 100, 24].into_iter().cycle();
    Subject::ALL
        .into_iter()
        .zip(lessons)
        .take(count)
        .map(|(subject, lessons)| TopicCard {
            url: format!("/topics/{}", subject.slug()),
            title: subject.name(text).into(),
            picture: subject.picture().into(),
            lessons,
        })
        .collect()
}

fn path(text: &Text) -> Vec<Step> {
    vec![Step { url: "/topics/1".into(), title: Subject::Maths.name(text).into() }]
}

fn both_pages() -> Pages {
    Pages { previous: Some("/topics/1?page=1".into()), next: Some("/topics/1?page=3".into()) }
}

impl<'a> HomePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/");
        let first = Self {
            page,
            door: Door::Open,
            place: None,
            topics: topics(text, 12),
            more_topics: Pages::default(),
            lessons: cards(text, 12),
            pages: Pages::default(),
            coming: 0,
        };
        let again = Self {
            page,
            door: Door::Hello(samples::learner(text, 0).into()),
            place: Some(Place { lesson: card(text, 3), tenths: Some(4) }),
            topics: topics(text, 6),
            more_topics: super::shelf::all_topics(true),
            lessons: cards(text, 8),
            pages: Pages { previous: None, next: Some("/?page=2".into()) },
            coming: 3,
        };
        let empty = Self {
            page,
            door: Door::Closed,
            place: None,
            topics: Vec::new(),
            more_topics: Pages::default(),
            lessons: Vec::new(),
            pages: Pages::default(),
            coming: 0,
        };
        vec![first, again, empty]
    }
}

impl<'a> TopicPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/topics/1");
        let full = Self {
            page,
            title: Subject::Maths.name(text).into(),
            path: path(text),
            topics: topics(text, 3),
            lessons: cards(text, 7),
            pages: both_pages(),
        };
        let empty = Self {
            page,
            title: Subject::Other.name(text).into(),
            path: Vec::new(),
            topics: Vec::new(),
            lessons: Vec::new(),
            pages: Pages::default(),
        };
        vec![full, empty]
    }
}

impl<'a> LessonPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Layout::sample(text, "/lessons/3");
        let lesson = |state, index, stopped, save| Self {
            page,
            lesson: card(text, index),
            description: Some(SENTENCE.into()),
            path: path(text),
            state,
            open_url: format!("/lessons/{index}/open?k=0123456789abcdef"),
            stopped,
            restart_url: stopped
                .then(|| format!("/lessons/{index}/open?k=0123456789abcdef&from=0")),
            language: (index == 1).then(|| "Kiswahili".into()),
            save,
            more: cards(text, 3),
        };
        let offered = Save::Offered { url: "/lessons/3/file".into(), size_bytes: 12_700_000 };
        vec![
            lesson(LessonState::Ready, 3, false, offered.clone()),
            lesson(LessonState::Ready, 1, true, Save::AskTeacher),
            lesson(LessonState::Ready, 2, false, Save::Not),
            lesson(LessonState::Gone, 5, false, offered),
        ]
    }
}

impl<'a> SearchPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let search = |query, found, count| Self {
            page: Layout::sample(text, "/search"),
            query,
            found,
            lessons: cards(text, count),
            pages: Pages::default(),
            topics: if count == 0 { topics(text, 6) } else { Vec::new() },
        };
        let query = samples::title(text, 4).1;
        vec![search("", None, 0), search(query, Some(0), 0), search(query, Some(3), 3)]
    }
}

fn played(text: &Text, index: usize) -> PlayedLesson {
    let (_, title, lang) = samples::title(text, index);
    PlayedLesson {
        title: title.into(),
        lang: lang.into(),
        back_url: format!("http://chalkbox.lan/lessons/{index}"),
        state_url: Some(format!("/state/{index}")),
        done_url: Some(format!("/state/{index}/done")),
    }
}

fn tracks() -> Vec<Track> {
    let track = |lang: &str, name: &str, chosen| Track {
        url: format!("/content/market/film.{lang}.vtt"),
        lang: lang.into(),
        name: name.into(),
        chosen,
    };
    vec![track("ar", "العربية", true), track("sw", "Kiswahili", false)]
}

impl<'a> VideoPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let (subject, ..) = samples::title(text, 0);
        let film = |poster, tracks, lesson| Self {
            page: Layout::sample_of_lesson_site(text),
            lesson,
            source: "/content/market/film.mp4".into(),
            mime: "video/mp4".into(),
            poster,
            tracks,
            at_secs: 73,
        };
        let uncounted = PlayedLesson { state_url: None, done_url: None, ..played(text, 2) };
        vec![
            film(Some(subject.picture().into()), tracks(), played(text, 0)),
            film(None, Vec::new(), uncounted),
        ]
    }
}

impl<'a> AudioPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let sound = |tracks| Self {
            page: Layout::sample_of_lesson_site(text),
            lesson: played(text, 5),
            source: "/content/song/song.ogg".into(),
            mime: "audio/ogg".into(),
            picture: Subject::Music.picture().into(),
            tracks,
            at_secs: 0,
        };
        vec![sound(Vec::new()), sound(tracks())]
    }
}

impl<'a> PdfPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let book = |stopped_page| Self {
            page: Layout::sample_of_lesson_site(text),
            lesson: played(text, 3),
            source: "/content/book/book.pdf".into(),
            picture: Subject::Stories.picture().into(),
            stopped_page,
            player: Some(PdfPlayer {
                core: Subject::Stories.picture(),
                worker: Subject::Stories.picture(),
                decoders: "/static/players/",
            }),
        };
        vec![book(None), book(Some(7))]
    }
}

impl<'a> PicturePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![Self {
            page: Layout::sample_of_lesson_site(text),
            lesson: played(text, 7),
            source: Subject::Life.picture().into(),
            description: Some(SENTENCE.into()),
        }]
    }
}

impl<'a> TextPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let body = |dir| Self {
            page: Layout::sample_of_lesson_site(text),
            lesson: played(text, 1),
            dir,
            body_html: format!("<p>{SENTENCE}</p>\n<h2>2 + 2</h2>\n<ul><li>4</li></ul>"),
        };
        let own = Direction::of(samples::title(text, 1).2);
        vec![body(own)]
    }
}
