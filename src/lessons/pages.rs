//! Topics, lessons, search, pictures: the library's pages on the portal.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, HeaderValue};
use serde::Serialize;

use super::content::{encode, send, version_of};
use super::desk::{Answer, Lessons};
use super::entries::{self, Found};
use super::search::{self, Question, TYPED_CHARS_MAX};
use super::shelf;
use super::views::{LessonCard, LessonPage, LessonState, SearchPage, TopicPage};
use super::{Catalogue, Lesson, LessonKind, Reader, downloads, home, open, play, state};
use crate::base::{LessonId, PackageId, TopicId};
use crate::people::gates::{Gated, Gates, Passes};
use crate::web::fault::json;
use crate::web::gzip::takes_gzip;
use crate::web::{Ask, Fault, page};

const ATTACHMENT: HeaderValue = HeaderValue::from_static("attachment");
/// Lessons of the same topic under a lesson.
const MORE_MAX: usize = 6;
const SUGGESTIONS: usize = 8;
/// Nobody turns so many pages of what was found.
const PAGES_MAX: usize = 1_000;

/// The library's part of the portal.
pub fn portal_routes(lessons: Arc<Lessons>) -> Gated {
    Gates::new(&lessons.people)
        .get("/", Passes::Anyone, home::home)
        .get("/topics", Passes::Anyone, all_topics)
        .get("/topics/{id}", Passes::Anyone, topic)
        .get("/topics/{id}/picture", Passes::Anyone, topic_picture)
        .get("/lessons/{id}", Passes::Anyone, lesson)
        .get("/lessons/{id}/picture", Passes::Anyone, lesson_picture)
        .get("/lessons/{id}/open", Passes::Anyone, open::open)
        .get("/lessons/{id}/save", Passes::Anyone, downloads::save)
        .get("/search", Passes::Anyone, search_page)
        .get("/search/suggest", Passes::Anyone, suggest)
        .with_state(lessons)
}

/// The library's part of the lesson site, but for package bytes (`Lessons::content`).
pub fn lesson_routes(lessons: Arc<Lessons>) -> Gated {
    Gates::new(&lessons.people)
        .get("/enter/{ticket}", Passes::Anyone, open::enter)
        .get("/play/{id}", Passes::Anyone, play::play)
        .get("/play/{id}/subtitles/{number}", Passes::Anyone, play::subtitles)
        .post("/state/{id}", Passes::Anyone, state::tell)
        .post("/state/{id}/done", Passes::Anyone, state::done)
        .with_state(lessons)
}

impl Lessons {
    pub fn cards(
        &self,
        catalogue: &Catalogue,
        lessons: impl IntoIterator<Item = impl std::borrow::Borrow<Lesson>>,
        from: &str,
    ) -> Vec<LessonCard> {
        let card = |lesson: &Lesson| {
            let gone = self.library.state(lesson.package).sentence().is_some();
            shelf::lesson_card(catalogue, lesson, from, gone)
        };
        lessons.into_iter().map(|lesson| card(lesson.borrow())).collect()
    }

    async fn show_topic(self: &Arc<Self>, request: Request, id: Option<TopicId>) -> Answer {
        let (ask, _) = self.ask(request)?;
        let present = self.people.present(&ask).await?;
        let catalogue = self.library.snapshot();
        let topic = id.and_then(|id| catalogue.topic(id));
        if topic.is_none() && id.is_some() {
            return Err(Fault::NotFound);
        }
        let (topics, lessons): (Vec<_>, Vec<_>) = match topic {
            Some(topic) => {
                (catalogue.subtopics(topic.id).collect(), catalogue.lessons_in(topic.id).collect())
            }
            None => (catalogue.top_topics().collect(), catalogue.loose_lessons().collect()),
        };
        let number = ask.query("page").and_then(|page| page.parse().ok()).unwrap_or(0);
        let address = id.map_or("/topics".into(), |id| format!("/topics/{id}"));
        let (lessons, pages) = shelf::one_page(&lessons, number, &address);
        let view = TopicPage {
            page: present.layout(&ask),
            title: topic.map_or_else(|| ask.text.home_topics().into(), |topic| topic.title.clone()),
            path: shelf::way_to(&catalogue, topic.and_then(|topic| topic.parent), &ask.text.lang),
            topics: topics.iter().map(|topic| shelf::topic_card(&catalogue, topic)).collect(),
            lessons: self.cards(&catalogue, lessons, "topic"),
            pages,
        };
        Ok(present.finish(&ask, page(&view)?))
    }

    /// A picture out of a package, shown on the portal as a picture and nothing else.
    async fn picture(
        self: &Arc<Self>,
        package: PackageId,
        path: String,
        request: Request,
    ) -> Answer {
        let (parts, _) = request.into_parts();
        match self.find(package, path, takes_gzip(&parts.headers)).await? {
            Found::Bytes(found) if found.mime.starts_with("image/") => {
                let mut response = send(*found, None, &parts);
                // In a page it shows all the same; by itself a drawing with a script must not open here.
                response.headers_mut().insert(CONTENT_DISPOSITION, ATTACHMENT);
                Ok(response)
            }
            _ => Err(Fault::NotFound),
        }
    }
}

async fn all_topics(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    lessons.show_topic(request, None).await
}

async fn topic(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<TopicId>,
    request: Request,
) -> Answer {
    lessons.show_topic(request, Some(id)).await
}

async fn topic_picture(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<TopicId>,
    request: Request,
) -> Answer {
    let catalogue = lessons.library.snapshot();
    let topic = catalogue.topic(id).ok_or(Fault::NotFound)?;
    let path = topic.picture.clone().ok_or(Fault::NotFound)?;
    lessons.picture(topic.package, path, request).await
}

async fn lesson_picture(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let catalogue = lessons.library.snapshot();
    let lesson = catalogue.lesson(id).ok_or(Fault::NotFound)?;
    if lesson.kind == LessonKind::Zim {
        let illustration = |reader: &Reader| match reader {
            Reader::Zim(archive) => entries::zim_illustration(archive, entries::PICTURE_PX),
            _ => Ok(None),
        };
        let found = lessons.with_reader(lesson.package, illustration).await?;
        let package = catalogue.package(lesson.package).ok_or(Fault::NotFound)?;
        let (parts, _) = request.into_parts();
        return Ok(send(found.ok_or(Fault::NotFound)?, version_of(package), &parts));
    }
    let own = (lesson.kind == LessonKind::Picture).then(|| lesson.entry.clone());
    let path = lesson.picture.clone().or(own).ok_or(Fault::NotFound)?;
    lessons.picture(lesson.package, path, request).await
}

async fn lesson(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let present = lessons.people.present(&ask).await?;
    let catalogue = lessons.library.snapshot();
    let lesson = catalogue.lesson(id).ok_or(Fault::NotFound)?;
    let package = catalogue.package(lesson.package).ok_or(Fault::NotFound)?;
    let from = ask.query("from").filter(|from| from.bytes().all(|byte| byte.is_ascii_lowercase()));
    let mut open_url = lessons.open_url(&present.key, id, from.as_deref().unwrap_or("link"));
    // A page found by search is opened at once where it is.
    if let Some(path) = ask.query("path") {
        open_url = format!("{open_url}&path={}", encode(&path));
    }
    let stopped = lessons.people.guests.place(&present.key, id).is_some();
    let state = match lessons.library.state(package.id).sentence() {
        Some(_) => LessonState::Gone,
        None => LessonState::Ready,
    };
    let view = LessonPage {
        lesson: shelf::lesson_card(&catalogue, lesson, "link", state == LessonState::Gone),
        description: (!lesson.description.is_empty()).then(|| lesson.description.clone()),
        path: shelf::way_to(&catalogue, lesson.topic, &ask.text.lang),
        state,
        stopped,
        restart_url: stopped.then(|| format!("{open_url}&start=1")),
        open_url,
        language: lessons.language_name(&ask, lesson),
        save: lessons.save(package, lesson, present.actor.is_staff()),
        more: lessons.cards(&catalogue, more_like(&catalogue, lesson), "topic"),
        page: present.layout(&ask),
    };
    Ok(present.finish(&ask, page(&view)?))
}

impl Lessons {
    /// The lesson's language by its own name, where the reader's is another.
    fn language_name(&self, ask: &Ask, lesson: &Lesson) -> Option<String> {
        let tag =
            lesson.language.as_deref().filter(|tag| !shelf::is_for(Some(tag), &ask.text.lang))?;
        let names = self.services.texts.names();
        let known = names.iter().find(|language| shelf::is_for(Some(tag), &language.tag));
        Some(known.map_or_else(|| tag.to_owned(), |language| language.name.to_string()))
    }
}

fn more_like<'a>(catalogue: &'a Catalogue, lesson: &Lesson) -> Vec<&'a Lesson> {
    let own = lesson.id;
    let Some(topic) = lesson.topic else { return Vec::new() };
    catalogue.lessons_in(topic).filter(|lesson| lesson.id != own).take(MORE_MAX).collect()
}

async fn search_page(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let present = lessons.people.present(&ask).await?;
    let typed: String =
        ask.query("q").unwrap_or_default().trim().chars().take(TYPED_CHARS_MAX).collect();
    let number = ask.query("page").and_then(|page| page.parse().ok()).unwrap_or(0_usize);
    let catalogue = lessons.library.snapshot();
    let window = (number.min(PAGES_MAX) * shelf::LESSONS_PER_PAGE, shelf::LESSONS_PER_PAGE);
    let mark = lessons.mark(&present.actor);
    let hits = lessons.searched(&ask.text.lang, &typed, None, window, mark).await?;
    let found = (!typed.is_empty()).then(|| u32::try_from(hits.total).unwrap_or(u32::MAX));
    let address = format!("/search?q={}", encode(&typed));
    let (_, pages) = shelf::neighbours(hits.total, number, &address);
    let cards: Vec<LessonCard> = hits
        .hits
        .iter()
        .filter_map(|hit| lessons.hit_card(&catalogue, hit.lesson, &hit.title, hit.page.as_deref()))
        .collect();
    let topics = if cards.is_empty() {
        shelf::topic_cards(&catalogue, &shelf::home_topics(&catalogue, &ask.text.lang))
    } else {
        Vec::new()
    };
    let layout = present.layout(&ask);
    let view = SearchPage { page: layout, query: &typed, found, lessons: cards, pages, topics };
    Ok(present.finish(&ask, page(&view)?))
}

impl Lessons {
    fn hit_card(
        &self,
        catalogue: &Catalogue,
        lesson: LessonId,
        title: &str,
        inside: Option<&str>,
    ) -> Option<LessonCard> {
        let lesson = catalogue.lesson(lesson)?;
        let gone = self.library.state(lesson.package).sentence().is_some();
        let card = shelf::lesson_card(catalogue, lesson, "search", gone);
        Some(match inside {
            None => card,
            Some(path) => LessonCard {
                url: format!("{}&path={}", card.url, encode(path)),
                title: title.to_owned(),
                ..card
            },
        })
    }
}

#[derive(Serialize)]
struct Suggested {
    title: String,
    url: String,
}

/// `GET /search/suggest?q=`: JSON for the list under the search field.
async fn suggest(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let typed: String = ask.query("q").unwrap_or_default().chars().take(TYPED_CHARS_MAX).collect();
    let lang = ask.text.lang.to_string();
    let suggestions = lessons
        .index
        .read(move |reader| {
            let question = Question {
                typed: &typed,
                languages: &[&lang],
                limit: SUGGESTIONS,
                ..Question::default()
            };
            search::suggest(reader, &question)
        })
        .await?;
    let catalogue = lessons.library.snapshot();
    let suggested: Vec<Suggested> = suggestions
        .into_iter()
        .filter_map(|found| {
            let title = found.title;
            let card = lessons.hit_card(&catalogue, found.lesson, &title, found.page.as_deref())?;
            Some(Suggested { url: card.url, title })
        })
        .collect();
    json(&suggested)
}
