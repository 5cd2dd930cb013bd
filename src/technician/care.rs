//! What a technician does to the box itself: a copy of what matters, an orderly restart; and the help.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;

use super::care_views::{BackupPage, BoxHelpPage, Copied, RestartingPage};
use super::pages::Desk;
use crate::people::acts::{self, Act};
use crate::people::staff_views::QuestionPage;
use crate::people::{Person, Present};
use crate::store::{self, StoreError};
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, page};

type Answer = Result<Response<Body>, Fault>;

/// A restart takes a second or two; a phone that asks earlier waits, since the box goes on listening.
const RESTART_SECONDS: u32 = 4;

impl Desk {
    /// Notes what a technician did to the box.
    pub(super) async fn note(
        &self,
        present: &Present,
        act: Act,
        details: Vec<String>,
    ) -> Result<(), Fault> {
        let who: Arc<Person> = present.actor.person().cloned().ok_or(Fault::Forbidden)?;
        let now = self.services.clock.now();
        self.school
            .write(move |tx| {
                details
                    .iter()
                    .try_for_each(|detail| acts::note(tx, now, Some(&who), act, None, detail))
            })
            .await?;
        Ok(())
    }

    /// Runs something that waits for the disk.
    async fn on_disk<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let desk = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&desk)).await;
        Ok(done.map_err(|_| StoreError::Closed)??)
    }
}

pub(super) async fn backup(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    let (school, usage) = desk
        .on_disk(|desk| {
            let newest = |database: &store::Database| store::newest_backup(&desk.data, database);
            Ok((newest(&desk.school)?, newest(&desk.journal)?))
        })
        .await?;
    let when = |ask: &Ask, copy: Option<store::Copied>| {
        let copy = copy?;
        let (date, time) = ask.date_and_time(copy.at);
        Some(Copied { when: format!("{date} {time}"), size_bytes: copy.size_bytes })
    };
    let view = BackupPage {
        page: present.layout(&ask),
        school: when(&ask, school),
        usage: when(&ask, usage),
        done: ask.query("done").is_some(),
    };
    Ok(present.finish(&ask, page(&view)?))
}

pub(super) async fn back_up(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, body) = desk.people.ask(request)?;
    let (present, _) = desk.people.posted(&ask, body).await?;
    // Noted first, so that the copy knows of it.
    desk.note(&present, Act::BackedUp, vec![String::new()]).await?;
    desk.on_disk(|desk| {
        store::back_up(&desk.data, &desk.school)?;
        store::back_up(&desk.data, &desk.journal)
    })
    .await?;
    Ok(present.finish(&ask, see_other("/box/backup?done=1")))
}

pub(super) async fn ask_to_restart(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    let text = &ask.text;
    let view = QuestionPage {
        page: present.layout(&ask),
        heading: text.restart_title().into(),
        follows: vec![text.restart_wait(), text.restart_safe(), text.restart_again()],
        yes: text.restart_yes(),
        icon: "restart",
        grave: false,
        action: "/box/restart".into(),
        no_url: "/box".into(),
    };
    Ok(present.finish(&ask, page(&view)?))
}

/// The answer goes out before the box stops: an orderly stop gives the last answers.
pub(super) async fn restart(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, body) = desk.people.ask(request)?;
    let (present, _) = desk.people.posted(&ask, body).await?;
    desk.note(&present, Act::Restarted, vec![String::new()]).await?;
    let view = RestartingPage { page: present.layout(&ask), wait_seconds: RESTART_SECONDS };
    let answer = present.finish(&ask, page(&view)?);
    desk.restart.notify_one();
    Ok(answer)
}

pub(super) async fn help(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    Ok(present.finish(&ask, page(&BoxHelpPage { page: present.layout(&ask) })?))
}
