//! Players: pages of the lesson site that show one film, recording, paper, picture or text.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};

use super::bar::player_policy;
use super::content::{elsewhere, encode};
use super::desk::{Answer, Lessons, VisitCookie, Visiting};
use super::entries;
use super::players::{AudioPage, PdfPage, PicturePage, PlayedLesson, TextPage, Track, VideoPage};
use super::{Lesson, LessonKind, Package, Reader};
use crate::base::{LessonId, Subject};
use crate::formats::markdown;
use crate::people::Place;
use crate::text::Direction;
use crate::web::assets::PdfPlayer;
use crate::web::fault::{redirect, see_other};
use crate::web::layout::{Drawn as _, Layout};
use crate::web::{Ask, Fault, page};

/// A lesson about to be shown, with what its page needs to know.
struct Playing<'a> {
    lessons: &'a Arc<Lessons>,
    ask: &'a Ask,
    package: &'a Package,
    lesson: &'a Lesson,
    portal: String,
    form_token: String,
    place: Place,
    counted: bool,
}

/// `GET /play/{lesson}` on the lesson site.
pub async fn play(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let snapshot = lessons.library.snapshot();
    let lesson = snapshot.lesson(id).ok_or(Fault::NotFound)?;
    let package = snapshot.package(lesson.package).ok_or(Fault::NotFound)?;
    if elsewhere(&ask.arrival.came, &package.label) {
        let site = lessons.services.sites.lessons_url(&ask.arrival.came, &package.label);
        return Ok(redirect(StatusCode::FOUND, &format!("{site}/play/{id}")));
    }
    let portal = lessons.services.sites.portal_url(&ask.arrival.came);
    let name = VisitCookie::name(&package.label);
    let (form_token, place, counted) = match lessons.visiting(ask.cookie(&name)) {
        // The dead cookie stays: the back button leads home every time.
        Visiting::Over => return Ok(see_other(&format!("{portal}/"))),
        Visiting::Uncounted => (String::new(), Place::default(), false),
        // A link from one lesson of a package to another: shown, but this visit is not of it.
        Visiting::Counted(cookie) if !lessons.is_visit_of(&cookie, id) => {
            (String::new(), Place::default(), false)
        }
        Visiting::Counted(cookie) => {
            lessons.usage.page_seen(&cookie.token, "");
            lessons.people.guests.seen(&cookie.guest);
            let place = lessons.people.guests.place(&cookie.guest, id).unwrap_or_default();
            lessons.people.guests.note_place(&cookie.guest, id, place.clone());
            (lessons.services.form_token(&cookie.token.to_string()), place, true)
        }
    };
    let playing = Playing {
        lessons: &lessons,
        ask: &ask,
        package,
        lesson,
        portal,
        form_token,
        place,
        counted,
    };
    let mut response = playing.show().await?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, player_policy(&playing.portal));
    Ok(response)
}

impl Playing<'_> {
    async fn show(&self) -> Answer {
        match self.lesson.kind {
            LessonKind::Video => page(&self.video()),
            LessonKind::Audio => page(&self.audio()),
            LessonKind::Pdf => page(&self.pdf()),
            LessonKind::Picture => page(&self.picture()),
            LessonKind::Text => self.text().await,
            LessonKind::Zim | LessonKind::Html5 => {
                Ok(redirect(StatusCode::FOUND, &self.content(&self.lesson.entry)))
            }
        }
    }

    fn content(&self, path: &str) -> String {
        format!("/content/{}/{}", encode(&self.package.name), encode(path))
    }

    fn layout(&self) -> Layout<'_> {
        Layout { portal: &self.portal, ..self.ask.layout(&self.form_token) }
    }

    fn played(&self) -> PlayedLesson {
        let id = self.lesson.id;
        let counted = |url: String| self.counted.then_some(url);
        PlayedLesson {
            title: self.lesson.title.clone(),
            lang: self.lesson.language.clone().unwrap_or_default(),
            back_url: format!("{}/lessons/{id}", self.portal),
            state_url: counted(format!("/state/{id}")),
            done_url: counted(format!("/state/{id}/done")),
        }
    }

    fn picture_url(&self) -> String {
        match &self.lesson.picture {
            Some(path) => self.content(path),
            None => Subject::from_slug(self.lesson.subject.as_deref().unwrap_or("other"))
                .picture()
                .into(),
        }
    }

    fn tracks(&self) -> Vec<Track> {
        let names = self.lessons.services.texts.names();
        let subtitles = &self.lesson.subtitles;
        let languages: Vec<&str> = subtitles.iter().map(|subtitle| &*subtitle.language).collect();
        let spoken = self.lesson.language.as_deref().unwrap_or_default();
        let chosen = shown_at_start(&languages, &self.ask.text.lang, spoken);
        let own_name = |tag: &str| names.iter().find(|language| *language.tag == *tag);
        languages
            .iter()
            .enumerate()
            .map(|(number, language)| Track {
                url: format!("/play/{}/subtitles/{number}", self.lesson.id),
                lang: (*language).to_owned(),
                name: own_name(language).map_or(*language, |language| &*language.name).to_owned(),
                chosen: chosen == Some(number),
            })
            .collect()
    }

    fn at_secs(&self) -> u32 {
        u32::try_from(self.place.position_ms / 1000).unwrap_or(0)
    }

    fn video(&self) -> VideoPage<'_> {
        VideoPage {
            page: self.layout(),
            lesson: self.played(),
            source: self.content(&self.lesson.entry),
            mime: self.lesson.mime.clone(),
            poster: self.lesson.picture.as_deref().map(|path| self.content(path)),
            tracks: self.tracks(),
            at_secs: self.at_secs(),
        }
    }

    fn audio(&self) -> AudioPage<'_> {
        AudioPage {
            page: self.layout(),
            lesson: self.played(),
            source: self.content(&self.lesson.entry),
            mime: self.lesson.mime.clone(),
            picture: self.picture_url(),
            tracks: self.tracks(),
            at_secs: self.at_secs(),
        }
    }

    fn pdf(&self) -> PdfPage<'_> {
        PdfPage {
            page: self.layout(),
            lesson: self.played(),
            source: self.content(&self.lesson.entry),
            picture: self.picture_url(),
            stopped_page: self.place.page.parse().ok().filter(|page| *page > 1),
            player: PdfPlayer::embedded(),
        }
    }

    fn picture(&self) -> PicturePage<'_> {
        let words = &self.lesson.description;
        PicturePage {
            page: self.layout(),
            lesson: self.played(),
            source: self.content(&self.lesson.entry),
            description: (!words.is_empty()).then(|| words.clone()),
        }
    }

    async fn text(&self) -> Answer {
        let entry = self.lesson.entry.clone();
        let content = format!("/content/{}", encode(&self.package.name));
        // Read where it is read from the disk: a long text takes a small board its time.
        let read = move |reader: &Reader| {
            let Reader::Files(files) = reader else { return Ok(None) };
            let bytes = entries::read_small(files, markdown::MARKDOWN_BYTES_MAX as u64, &entry)?;
            let folder = entry.rsplit_once('/').map_or("", |(folder, _)| folder);
            Ok(Some(markdown::read(&bytes, markdown::Base { content: &content, folder })))
        };
        let text = self.lessons.with_reader(self.package.id, read).await?.ok_or(Fault::NotFound)?;
        let text = text.map_err(|fault| Fault::Gone(fault.to_string()))?;
        page(&TextPage {
            page: self.layout(),
            lesson: self.played(),
            dir: Direction::of(self.lesson.language.as_deref().unwrap_or_default()),
            body_html: text.html,
        })
    }
}

/// Which subtitles show from the start: none where the film speaks the phone's language, else the
/// phone's own, else those of the words that are spoken, which help who is still learning them.
fn shown_at_start(subtitles: &[&str], phone: &str, spoken: &str) -> Option<usize> {
    let family = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let find = |wanted: &str| {
        let exact = subtitles.iter().position(|tag| tag.eq_ignore_ascii_case(wanted));
        let related = || subtitles.iter().position(|tag| family(tag) == family(wanted));
        if wanted.is_empty() { None } else { exact.or_else(related) }
    };
    if !spoken.is_empty() && family(phone) == family(spoken) {
        return None;
    }
    find(phone).or_else(|| find(spoken))
}

/// `GET /play/{lesson}/subtitles/{number}`: always clean `WebVTT`, whatever the file was.
pub async fn subtitles(
    State(lessons): State<Arc<Lessons>>,
    Path((id, number)): Path<(LessonId, usize)>,
) -> Answer {
    let snapshot = lessons.library.snapshot();
    let lesson = snapshot.lesson(id).ok_or(Fault::NotFound)?;
    let path = lesson.subtitles.get(number).ok_or(Fault::NotFound)?.path.clone();
    let read = move |reader: &Reader| match reader {
        Reader::Files(files) => entries::subtitles(files, &path),
        _ => Ok(None),
    };
    let words = lessons.with_reader(lesson.package, read).await?.ok_or(Fault::NotFound)?;
    let mut response = Response::new(Body::from(words));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/vtt; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitles_are_chosen_for_the_phone() {
        let four = ["ar", "en", "fr", "zh-Hans"];
        let table = [
            ("en", "en", None),
            ("en-GB", "en", None),
            ("ar", "en", Some(0)),
            ("fr-CA", "en", Some(2)),
            ("zh-hans", "en", Some(3)),
            ("sw", "en", Some(1)),
            ("sw", "km", None),
            ("sw", "", None),
            ("ar", "", Some(0)),
        ];
        for (phone, spoken, expected) in table {
            assert_eq!(shown_at_start(&four, phone, spoken), expected, "{phone} {spoken}");
        }
        assert_eq!(shown_at_start(&[], "ar", "en"), None);
    }
}
