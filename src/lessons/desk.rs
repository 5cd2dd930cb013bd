//! What the pages of the library share.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use super::downloads::Downloads;
use super::home::Homes;
use super::search::{self, Hits, Question};
use super::tickets::Tickets;
use super::{Lesson, Library, Package};
use crate::base::{LessonId, PackageId};
use crate::people::{Actor, GuestKey, People};
use crate::store::Database;
use crate::usage::{ActorKey, DeviceClass, LessonRef, Mark, Search, Usage, VisitToken};
use crate::web::sites::Site;
use crate::web::{Ask, Fault, Services};

/// The library's pages of both sites.
pub struct Lessons {
    pub services: Arc<Services>,
    pub people: Arc<People>,
    pub library: Arc<Library>,
    pub usage: Arc<Usage>,
    /// Where the search index is.
    pub index: Database,
    pub tickets: Tickets,
    pub downloads: Downloads,
    pub homes: Homes,
    /// How many files and folders are being loaded now; loading is a higher part, so the app tells.
    pub coming: Box<dyn Fn() -> u32 + Send + Sync>,
    /// Whose use this box records: pupils', or a demo's, which totals leave out.
    pub mark: Mark,
}

pub type Answer = Result<Response<Body>, Fault>;

/// A visit's cookie as the lesson site reads it: which visit, and whose place to note.
#[derive(Clone, Debug)]
pub struct VisitCookie {
    pub token: VisitToken,
    pub guest: GuestKey,
}

impl VisitCookie {
    pub fn name(label: &str) -> String {
        format!("visit_{label}")
    }

    pub fn value(token: VisitToken, guest: &GuestKey) -> String {
        format!("{token}-{guest}")
    }

    pub fn parse(value: &str) -> Option<Self> {
        let (token, guest) = value.split_once('-')?;
        let token = token.parse().ok()?;
        let fits = guest.len() == 32 && guest.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Self { token, guest: GuestKey::stored(guest) })
    }
}

/// Whoever asks for more than a page, as far as a site knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    pub is_staff: bool,
    pub mark: Mark,
}

/// What a phone's cookie says of a package.
pub enum Visiting {
    /// Its visit counts.
    Counted(VisitCookie),
    /// The visit is over: the phone was handed on, or it was long ago.
    Over,
    /// No cookie came: shown all the same, uncounted.
    Uncounted,
}

impl Lessons {
    pub fn ask(&self, request: Request) -> Result<(Ask, Body), Fault> {
        self.people.ask(request)
    }

    /// Looks at the cookie of a package's visit.
    pub fn visiting(&self, cookie: Option<&str>) -> Visiting {
        let Some(value) = cookie else { return Visiting::Uncounted };
        match VisitCookie::parse(value) {
            Some(cookie) if self.usage.visit(&cookie.token).is_some() => Visiting::Counted(cookie),
            _ => Visiting::Over,
        }
    }

    /// Whether a package's visit is of this lesson: one cookie serves all lessons of a package.
    pub fn is_visit_of(&self, cookie: &VisitCookie, lesson: LessonId) -> bool {
        self.usage.visit(&cookie.token).is_some_and(|visit| visit.lesson.id == lesson)
    }

    /// Looks for `words` as a reader of `lang`, passing over `offset` hits. The journal hears of it once a
    /// question, never of the words.
    pub async fn searched(
        &self,
        lang: &str,
        words: &str,
        package: Option<PackageId>,
        (offset, limit): (usize, usize),
        mark: Mark,
    ) -> Result<Hits, Fault> {
        let (clock, asked, own) = (self.services.clock.clone(), words.to_owned(), lang.to_owned());
        let look = move |reader: &rusqlite::Connection| {
            let languages = [own.as_str()];
            let question =
                Question { typed: &asked, languages: &languages, package, offset, limit };
            search::search(reader, &clock, &question)
        };
        let hits = self.index.read(look).await?;
        if !words.is_empty() && offset == 0 {
            self.usage.searched(Search {
                language: lang.to_owned(),
                letters: u32::try_from(words.chars().count()).unwrap_or(u32::MAX),
                hits: u32::try_from(hits.total).unwrap_or(u32::MAX),
                mark,
            });
        }
        Ok(hits)
    }

    /// What the journal keeps of a lesson.
    pub fn lesson_ref(package: &Package, lesson: &Lesson) -> Arc<LessonRef> {
        Arc::new(LessonRef {
            id: lesson.id,
            package: package.name.clone(),
            activity: lesson.activity.clone(),
            title: lesson.title.clone(),
            kind: lesson.kind,
            language: lesson.language.clone().unwrap_or_default(),
            subject: lesson.subject.clone(),
            mime: lesson.mime.clone(),
            length: lesson.duration_millis.or(lesson.pages.map(u64::from)),
        })
    }

    pub fn device(ask: &Ask) -> DeviceClass {
        DeviceClass::from_user_agent(ask.header(&USER_AGENT).unwrap_or_default())
    }

    pub fn actor(actor: &Actor) -> ActorKey {
        ActorKey(actor.journal_key().into())
    }

    /// Who asks. Accounts are known on the portal; on the lesson site, which packages share, only a
    /// visit of the package tells whose use this is, and nobody has rights.
    pub async fn asker(&self, parts: &Parts, package: Option<&Package>) -> Result<Asker, Fault> {
        let ask = self.services.ask(parts).ok_or(Fault::NotFound)?;
        if ask.arrival.came.site == Site::Portal {
            let actor = self.people.anyone(&ask).await?.actor;
            return Ok(Asker { is_staff: actor.is_staff(), mark: self.mark(&actor) });
        }
        let cookie = package.and_then(|package| ask.cookie(&VisitCookie::name(&package.label)));
        let visit = cookie.and_then(VisitCookie::parse);
        let visit = visit.and_then(|cookie| self.usage.visit(&cookie.token));
        Ok(Asker { is_staff: false, mark: visit.map_or(self.mark, |visit| visit.mark) })
    }

    /// Whose use it is: staff are left out of totals.
    pub fn mark(&self, actor: &Actor) -> Mark {
        match self.mark {
            Mark::Pupil if actor.is_staff() => Mark::Staff,
            mark => mark,
        }
    }
}
