//! What pages of the lesson site tell: how long they were in front, where a film is, that somebody is
//! done. For this phone's own visit only; everything else is not listened to.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Response, StatusCode};

use super::desk::{Answer, Lessons, VisitCookie, Visiting};
use crate::base::LessonId;
use crate::people::Place;
use crate::usage::{Beat, Sign};
use crate::web::ask::{form, query_value};
use crate::web::fault::see_other;
use crate::web::{Ask, Fault};

/// Seconds of a film that count at all: a week.
const MEDIA_SECS_MAX: f64 = 604_800.0;

/// The visit that a form tells of, if it is this phone's own, open, and of this lesson.
async fn told(
    lessons: &Lessons,
    id: LessonId,
    ask: &Ask,
    body: Body,
) -> Result<Option<(VisitCookie, String)>, Fault> {
    let form = form(body).await?;
    let snapshot = lessons.library.snapshot();
    let lesson = snapshot.lesson(id).ok_or(Fault::NotFound)?;
    let package = snapshot.package(lesson.package).ok_or(Fault::NotFound)?;
    let cookie = ask.cookie(&VisitCookie::name(&package.label));
    let Visiting::Counted(cookie) = lessons.visiting(cookie) else { return Ok(None) };
    let token = query_value(&form, "token").unwrap_or_default();
    if !lessons.services.may_change(ask, &cookie.token.to_string(), &token) {
        return Err(Fault::Forbidden);
    }
    Ok(lessons.is_visit_of(&cookie, id).then_some((cookie, form)))
}

/// `POST /state/{lesson}`: `visible_secs`, `at_secs`, `of_secs`, `from_secs`, `page`, `pages`,
/// `leaving`, `done` (a film ended), `end` (of a text, looked at).
pub async fn tell(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let (ask, body) = lessons.ask(request)?;
    if let Some((cookie, form)) = told(&lessons, id, &ask, body).await? {
        let (beat, place) = read_beat(&form);
        lessons.usage.beat(&cookie.token, &beat);
        lessons.people.guests.seen(&cookie.guest);
        if let Some(place) = place {
            lessons.people.guests.note_place(&cookie.guest, id, place);
        }
        for (name, sign) in [("done", Sign::Ended), ("end", Sign::EndReached)] {
            if query_value(&form, name).as_deref() == Some("1") {
                lessons.usage.completed(&cookie.token, sign);
            }
        }
    }
    Ok(nothing_more())
}

fn nothing_more() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// `POST /state/{lesson}/done`: "I am done" was tapped; on the disk when the next page shows.
pub async fn done(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let (ask, body) = lessons.ask(request)?;
    if let Some((cookie, _)) = told(&lessons, id, &ask, body).await? {
        lessons.usage.completed(&cookie.token, Sign::Said);
        if let Err(error) = lessons.usage.flush().await {
            tracing::error!(error = %error, "a completion was not written");
            return Err(Fault::Busy { retry_secs: 5 });
        }
    }
    let portal = lessons.services.sites.portal_url(&ask.arrival.came);
    Ok(see_other(&format!("{portal}/lessons/{id}")))
}

fn read_beat(form: &str) -> (Beat, Option<Place>) {
    let number = |name| query_value(form, name).and_then(|value| value.parse::<f64>().ok());
    let millis = |name| number(name).map(as_millis);
    let whole = |name| query_value(form, name).and_then(|value| value.parse::<u32>().ok());
    let position_ms = millis("at_secs");
    let span = millis("from_secs").zip(position_ms).filter(|(from, to)| from < to);
    let page = whole("page");
    let beat = Beat {
        active_ms: millis("visible_secs").and_then(|ms| u32::try_from(ms).ok()).unwrap_or(0),
        leaving: query_value(form, "leaving").as_deref() == Some("1"),
        position_ms,
        length_ms: millis("of_secs").filter(|ms| *ms > 0),
        played: span.into_iter().collect(),
        page,
        pages: whole("pages"),
    };
    let page = page.map(|page| page.to_string());
    let place = (position_ms.is_some() || page.is_some())
        .then(|| Place { page: page.unwrap_or_default(), position_ms: position_ms.unwrap_or(0) });
    (beat, place)
}

/// Bounded, so that a made-up number cannot overflow anything.
fn as_millis(secs: f64) -> u64 {
    let secs = if secs.is_finite() { secs.clamp(0.0, MEDIA_SECS_MAX) } else { 0.0 };
    std::time::Duration::from_secs_f64(secs).as_millis().try_into().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_are_read_and_bounded() {
        let (beat, place) = read_beat("visible_secs=30&at_secs=12.5&of_secs=60&from_secs=2");
        assert_eq!((beat.active_ms, beat.position_ms), (30_000, Some(12_500)));
        assert_eq!((beat.length_ms, &beat.played[..]), (Some(60_000), &[(2_000, 12_500)][..]));
        assert_eq!(place, Some(Place { page: String::new(), position_ms: 12_500 }));
        let (beat, place) = read_beat("page=3&pages=9&leaving=1");
        assert_eq!((beat.page, beat.pages, beat.leaving), (Some(3), Some(9), true));
        assert_eq!(place, Some(Place { page: "3".into(), position_ms: 0 }));
        let (beat, place) = read_beat("visible_secs=-1&at_secs=NaN&of_secs=1e300&from_secs=9");
        assert_eq!((beat.active_ms, beat.position_ms, beat.played.len()), (0, Some(0), 0));
        assert_eq!((beat.length_ms, place.is_some()), (Some(604_800_000), true));
        assert_eq!(read_beat(""), (Beat::default(), None));
    }
}
