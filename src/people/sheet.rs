//! `/box/recovery`: a technician's sheet, shown once, to be printed or copied by hand.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};

use super::accounts::Account;
use super::becoming_views::{SheetPage, SheetState, SheetTrouble};
use super::gates::{Gated, Gates, Passes};
use super::pages::{People, Present};
use super::recovery;
use super::role::{Person, Role};
use super::sign_in::{Judged, seconds};
use crate::web::ask::query_value;
use crate::web::{Ask, Fault, page};

type Answer = Result<Response<Body>, Fault>;

const TECHNICIANS: Passes = Passes::Only(&[Role::Technician]);

pub fn routes(people: Arc<People>) -> Gated {
    Gates::new(&people)
        .get("/box/recovery", TECHNICIANS, show)
        .post("/box/recovery", TECHNICIANS, make)
        .with_state(people)
}

impl People {
    fn show_sheet(
        &self,
        ask: &Ask,
        present: &Present,
        person: &Person,
        state: SheetState<'_>,
    ) -> Answer {
        let layout = present.layout(ask);
        let address = self.services.sites.front_door() + "/recover";
        let view = SheetPage { page: layout, name: &person.name, address: &address, state };
        let mut shown = page(&view)?;
        if let SheetState::Made { trouble: Some(trouble) } = state {
            *shown.status_mut() = match trouble {
                SheetTrouble::Wrong => StatusCode::BAD_REQUEST,
                SheetTrouble::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
            };
        }
        Ok(present.finish(ask, shown))
    }
}

async fn show(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    let person = Arc::clone(present.actor.person().ok_or(Fault::Forbidden)?);
    let id = person.id;
    let has = people.guests.school.read(move |reader| recovery::has_sheet(reader, id)).await?;
    let state = if has { SheetState::Made { trouble: None } } else { SheetState::None };
    people.show_sheet(&ask, &present, &person, state)
}

/// The first sheet comes right after set-up; for another one the passphrase is asked, since it would
/// outlive whoever holds the phone now.
async fn make(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    let person = Arc::clone(present.actor.person().ok_or(Fault::Forbidden)?);
    let typed = query_value(&form, "passphrase").unwrap_or_default();
    let id = person.id;
    if people.guests.school.read(move |reader| recovery::has_sheet(reader, id)).await? {
        let Account { sign_in, passphrase } = people.account(&person).await?;
        let trouble = match people.judge_passphrase(&ask, &sign_in, passphrase, typed).await? {
            Judged::Right => None,
            Judged::Wrong => Some(SheetTrouble::Wrong),
            Judged::Wait(wait) => Some(SheetTrouble::Wait { seconds: seconds(wait) }),
        };
        if trouble.is_some() {
            return people.show_sheet(&ask, &present, &person, SheetState::Made { trouble });
        }
    }
    let (random, secret) = (people.services.random.clone(), people.services.secret.clone());
    let (who, now) = (Arc::clone(&person), people.services.clock.now());
    let code = people
        .guests
        .school
        .write(move |tx| recovery::make_sheet(tx, &random, &secret, &who, now))
        .await?;
    people.accounts_changed.notify_one();
    people.show_sheet(&ask, &present, &person, SheetState::New(&code))
}
