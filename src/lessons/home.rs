//! The home page: the same for all guests who read a language and have nothing to go on with, and
//! therefore made once, packed once, and kept until the library changes. Whoever is signed in gets a
//! page of their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use askama::Template as _;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use bytes::Bytes;

use super::content::encode;
use super::desk::{Answer, Lessons};
use super::shelf;
use super::views::{Door, HomePage, LessonCard, Place};
use crate::people::{GuestKey, Role, Visited};
use crate::web::files::{Sending, Source};
use crate::web::gzip::{pack, takes_gzip};
use crate::web::layout::Layout;
use crate::web::{Ask, Fault, page};

/// A made page may be this old: whether a stick is plugged in shows on it.
const MADE_LIFE: Duration = Duration::from_secs(2);
/// Languages times a few list pages.
const MADE_MAX: usize = 200;

#[derive(Clone)]
struct Made {
    plain: Bytes,
    packed: Bytes,
    at: Duration,
}

/// Language, version of the catalogue, page of the list, the site's own address, the box's name, and
/// whether there are classes.
type Key = (Arc<str>, u64, usize, String, String, bool);

/// Home pages that are ready.
#[derive(Default)]
pub struct Homes {
    made: Mutex<HashMap<Key, Made>>,
}

/// `GET /`.
pub async fn home(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let present = lessons.people.present(&ask).await?;
    let visited = lessons.people.guests.visited(&present.key);
    let door = match present.actor.person() {
        Some(person) if person.role == Role::Learner => Door::Hello(person.name.to_string()),
        Some(_) => Door::Closed,
        None if lessons.people.classes().await?.is_empty() => Door::Closed,
        None => Door::Open,
    };
    let place = visited.first().and_then(|visited| lessons.place(&present.key, visited));
    let page_number = ask.query("page").and_then(|page| page.parse().ok()).unwrap_or(0);
    // What is kept for all must know nothing of anybody.
    if place.is_some() || present.actor.person().is_some() {
        let home = lessons.home_page(present.layout(&ask), page_number, (place, door));
        return Ok(present.finish(&ask, page(&home)?));
    }
    let made = lessons.made_home(&ask, page_number, door)?;
    let gzip = takes_gzip(ask.headers());
    let sending = Sending {
        source: Source::Held(if gzip { made.packed } else { made.plain }),
        mime: HeaderValue::from_static("text/html; charset=utf-8"),
        etag: None,
        encoding: gzip.then_some("gzip"),
    };
    let mut response = sending.answer(&Method::GET, ask.headers());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(present.finish(&ask, response))
}

impl Lessons {
    fn made_home(&self, ask: &Ask, page_number: usize, door: Door) -> Result<Made, Fault> {
        let version = self.library.snapshot().version();
        let lang = Arc::clone(&ask.text.lang);
        let name = ask.config.box_name.clone();
        let key = (lang, version, page_number, ask.path.clone(), name, door == Door::Open);
        let now = self.services.clock.boottime();
        let fresh = |made: &&Made| now.saturating_sub(made.at) < MADE_LIFE;
        let kept = self.homes.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = kept.get(&key).filter(fresh) {
            return Ok(made.clone());
        }
        drop(kept);
        let home = self.home_page(ask.layout(""), page_number, (None, door));
        let plain = Bytes::from(home.render()?);
        let made = Made { packed: pack(&plain), plain, at: now };
        let mut kept = self.homes.made.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MADE_MAX {
            kept.clear();
        }
        kept.insert(key, made.clone());
        Ok(made)
    }

    fn home_page<'a>(
        &self,
        page: Layout<'a>,
        number: usize,
        (place, door): (Option<Place>, Door),
    ) -> HomePage<'a> {
        let catalogue = self.library.snapshot();
        let lang = page.lang();
        let topics = shelf::home_topics(&catalogue, lang);
        let lessons = shelf::home_lessons(&catalogue, &topics, lang);
        let (lessons, pages) = shelf::one_page(&lessons, number, "/");
        HomePage {
            page,
            door,
            place,
            more_topics: shelf::all_topics(topics.len() > shelf::TOPICS_SHOWN_MAX),
            topics: shelf::topic_cards(&catalogue, &topics),
            lessons: self.cards(&catalogue, lessons, "home"),
            pages,
            coming: (self.coming)(),
        }
    }

    /// "Continue": opens the lesson where this guest stopped.
    fn place(&self, guest: &GuestKey, visited: &Visited) -> Option<Place> {
        let catalogue = self.library.snapshot();
        let lesson = catalogue.lesson(visited.lesson)?;
        let gone = self.library.state(lesson.package).sentence().is_some();
        let mut url = self.open_url(guest, lesson.id, "continue");
        if !visited.place.page.is_empty() {
            url = format!("{url}&path={}", encode(&visited.place.page));
        }
        let card = shelf::lesson_card(&catalogue, lesson, "continue", gone);
        let tenths = lesson.duration_millis.filter(|length| *length > 0).map(|length| {
            let tenths = visited.place.position_ms.saturating_mul(10) / length;
            u8::try_from(tenths.min(10)).unwrap_or(10)
        });
        let url = if gone { card.url } else { url };
        Some(Place { lesson: LessonCard { url, ..card }, tenths })
    }
}
