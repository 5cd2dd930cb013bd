//! From the portal to a lesson: the visit begins here, and a ticket carries it to the lesson site.

use std::sync::Arc;

use axum::extract::{Path, Request, State};

use super::content::{elsewhere, encode};
use super::desk::{Answer, Lessons, VisitCookie};
use super::tickets::{Shown, Ticket};
use super::{Lesson, LessonKind, Package};
use crate::base::LessonId;
use crate::people::{GuestKey, Place};
use crate::usage::{NewVisit, Origin};
use crate::web::fault::see_other;
use crate::web::{Arrival, Ask, Fault, cookies};

impl Lessons {
    /// The address that begins a visit: only for the guest whose page it was put on.
    pub fn open_url(&self, guest: &GuestKey, lesson: LessonId, from: &str) -> String {
        let proof = self.services.secret.sign("open", &[guest.as_str(), &lesson.to_string()]);
        format!("/lessons/{lesson}/open?k={proof}&from={from}")
    }

    fn is_proved(&self, guest: &GuestKey, lesson: LessonId, proof: &str) -> bool {
        let words = [guest.as_str(), &lesson.to_string()];
        self.services.secret.proves("open", &words, proof)
    }
}

/// `GET /lessons/{id}/open?k=…[&path=…][&group=…][&from=…]` on the portal.
pub async fn open(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let present = lessons.people.present(&ask).await?;
    let proof = ask.query("k").unwrap_or_default();
    if !lessons.is_proved(&present.key, id, &proof) {
        return Ok(present.finish(&ask, see_other(&format!("/lessons/{id}"))));
    }
    let snapshot = lessons.library.snapshot();
    let lesson = snapshot.lesson(id).ok_or(Fault::NotFound)?;
    let package = snapshot.package(lesson.package).ok_or(Fault::NotFound)?;
    if lessons.library.state(package.id).sentence().is_some() {
        // Its page says what is the matter; nothing begins.
        return Ok(present.finish(&ask, see_other(&format!("/lessons/{id}"))));
    }
    let token = lessons.usage.begin_visit(NewVisit {
        actor: Lessons::actor(&present.actor),
        lesson: Lessons::lesson_ref(package, lesson),
        group_size: ask.query("group").and_then(|group| group.parse().ok()),
        device: Lessons::device(&ask),
        mark: lessons.mark(&present.actor),
        origin: origin(&ask),
    });
    let place = match ask.query("path") {
        Some(page) => Some(Place { page, position_ms: 0 }),
        None if ask.query("start").is_some() => None,
        None => lessons.people.guests.place(&present.key, id),
    };
    if ask.query("start").is_some() {
        lessons.people.guests.note_place(&present.key, id, Place::default());
    }
    let word = lessons.tickets.make(Ticket {
        visit: VisitCookie::value(token, &present.key),
        label: package.label.clone(),
        lesson: id,
        target: target(package, lesson, place.as_ref()),
    });
    let site = lessons.services.sites.lessons_url(&ask.arrival.came, &package.label);
    Ok(present.finish(&ask, see_other(&format!("{site}/enter/{word}"))))
}

fn origin(ask: &Ask) -> Origin {
    match ask.query("from").as_deref() {
        Some("home") => Origin::Home,
        Some("search") => Origin::Search,
        Some("topic") => Origin::Topic,
        Some("continue") => Origin::Continue,
        _ => Origin::Link,
    }
}

/// Where on the lesson site a lesson is shown.
fn target(package: &Package, lesson: &Lesson, place: Option<&Place>) -> String {
    match lesson.kind {
        LessonKind::Zim | LessonKind::Html5 => {
            let page = place.map(|place| place.page.as_str()).filter(|page| !page.is_empty());
            let page = page.unwrap_or(&lesson.entry);
            format!("/content/{}/{}", encode(&package.name), encode(page))
        }
        _ => format!("/play/{}", lesson.id),
    }
}

/// `GET /enter/{ticket}` on the lesson site.
pub async fn enter(
    State(lessons): State<Arc<Lessons>>,
    Path(word): Path<String>,
    request: Request,
) -> Answer {
    let (ask, _) = lessons.ask(request)?;
    let portal = lessons.services.sites.portal_url(&ask.arrival.came);
    match lessons.tickets.show(&word) {
        Shown::First(ticket) if is_own(&ask.arrival, &ticket) => {
            let mut response = see_other(&ticket.target);
            let name = VisitCookie::name(&ticket.label);
            cookies::set_until_closed(response.headers_mut(), &name, &ticket.visit);
            Ok(response)
        }
        Shown::Again(ticket) | Shown::First(ticket) => {
            let cookie = ask.cookie(&VisitCookie::name(&ticket.label));
            let lesson = format!("{portal}/lessons/{}", ticket.lesson);
            let is_live = cookie == Some(ticket.visit.as_str());
            Ok(see_other(if is_live { &ticket.target } else { &lesson }))
        }
        Shown::Unknown => Ok(see_other(&format!("{portal}/"))),
    }
}

/// A ticket is good on its package's host only: elsewhere its cookie would be another package's.
fn is_own(arrival: &Arrival, ticket: &Ticket) -> bool {
    !elsewhere(&arrival.came, &ticket.label)
}
