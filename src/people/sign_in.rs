//! Staff sign in, type their passphrase again after idle minutes, choose a new one, sign out everywhere.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};

use super::NewGuest;
use super::accounts::{self, Account};
use super::acts::{self, Act};
use super::attempts::Attempt;
use super::gates::{Gated, Gates, Passes};
use super::pages::{People, Present, encoded};
use super::passphrase;
use super::role::{Person, Role};
use super::sign_in_views::{Asked, EverywherePage, MePage, MeState, SignInPage, SignInState};
use crate::web::ask::{GUEST_COOKIE, local_path, query_value};
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, cookies, page};

type Answer = Result<Response<Body>, Fault>;

/// Whoever has a passphrase.
const STAFF: Passes = Passes::Only(&[Role::Teacher, Role::Head, Role::Technician]);

pub fn routes(people: Arc<People>) -> Gated {
    Gates::new(&people)
        .get("/sign-in", Passes::Anyone, ask_who)
        .post("/sign-in", Passes::Anyone, sign_in)
        .get("/sign-in/again", Passes::Anyone, ask_again)
        .post("/sign-in/again", Passes::Anyone, sign_in_again)
        .get("/me", STAFF, me)
        .post("/me/passphrase", STAFF, change_passphrase)
        .get("/me/everywhere", STAFF, ask_everywhere)
        .post("/me/everywhere", STAFF, everywhere)
        .with_state(people)
}

/// How a passphrase was found.
pub(super) enum Judged {
    Right,
    Wrong,
    /// Not looked at: this phone guessed too often.
    Wait(Duration),
}

impl People {
    /// Where both sites are one host, lessons could act as whoever signs in: then nobody may.
    pub fn may_sign_in(&self, ask: &Ask) -> bool {
        !self.services.sites.only_a_port_differs(&ask.arrival.came)
    }

    /// Compares a passphrase with an account's, within this phone's limit. `name`: as typed, or the account's
    /// own. The work is the same whether there is such an account or not.
    pub(super) async fn judge_passphrase(
        &self,
        ask: &Ask,
        name: &str,
        kept: Option<String>,
        typed: String,
    ) -> Result<Judged, Fault> {
        let attempt: Attempt = match self.attempts.begin(ask.arrival.phone, name) {
            Ok(attempt) => attempt,
            Err(wait) => return Ok(Judged::Wait(wait)),
        };
        match self.hashing.fits(kept, typed, attempt.doubted).await {
            Ok(true) => {
                self.attempts.right(&attempt);
                Ok(Judged::Right)
            }
            Ok(false) => Ok(Judged::Wrong),
            Err(fault) => {
                self.attempts.unjudged(&attempt);
                Err(fault)
            }
        }
    }

    /// Signs somebody in on the phone that asks and sends it on; what the last one had there ends.
    pub async fn sign_in_here(
        &self,
        ask: &Ask,
        before: Present,
        person: Arc<Person>,
        next: &str,
    ) -> Answer {
        let new = self.guests.sign_in(&before.key, person, self.phone_of(ask)).await?;
        self.send_on(&new, next).await
    }

    async fn send_on(&self, new: &NewGuest, next: &str) -> Answer {
        (self.written)().await;
        let mut response = see_other(next);
        cookies::set_until_closed(response.headers_mut(), GUEST_COOKIE, new.id.as_str());
        Ok(response)
    }

    pub(super) async fn account(&self, person: &Person) -> Result<Account, Fault> {
        let id = person.id;
        let found = self.guests.school.read(move |reader| accounts::account_of(reader, id)).await?;
        found.ok_or(Fault::Forbidden)
    }
}

fn show_sign_in(ask: &Ask, present: &Present, asked: Asked<'_>, state: SignInState) -> Answer {
    // Whoever had this phone before is not named to whoever signs in now.
    let layout = match asked {
        Asked::Who { .. } => ask.layout(&present.form_token),
        Asked::Again { .. } => present.layout(ask),
    };
    let shown = page(&SignInPage { page: layout, asked, state })?;
    Ok(present.finish(ask, judged(shown, state)))
}

fn show_me(ask: &Ask, present: &Present, person: &Person, state: MeState) -> Answer {
    let layout = present.layout(ask);
    let shown = page(&MePage { page: layout, name: &person.name, state })?;
    let status = match state {
        MeState::Ask | MeState::Done => StatusCode::OK,
        MeState::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
        MeState::Wrong | MeState::Trouble(_) => StatusCode::FORBIDDEN,
    };
    Ok(present.finish(ask, with_status(shown, status)))
}

fn judged(mut shown: Response<Body>, state: SignInState) -> Response<Body> {
    if let SignInState::Wait { seconds } = state {
        shown.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let status = match state {
        SignInState::Ask => StatusCode::OK,
        SignInState::Wrong | SignInState::SharedHost => StatusCode::FORBIDDEN,
        SignInState::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
    };
    with_status(shown, status)
}

fn with_status(mut shown: Response<Body>, status: StatusCode) -> Response<Body> {
    *shown.status_mut() = status;
    shown
}

/// Whole seconds, never too few.
pub(super) fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// Where somebody goes who did not ask for a certain page: the first one of their desk.
fn first_page(role: Role) -> &'static str {
    role.desk().first().map_or("/", |page| page.path)
}

async fn ask_who(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.anyone(&ask).await?;
    let next = ask.query("next").unwrap_or_default();
    let state = if people.may_sign_in(&ask) { SignInState::Ask } else { SignInState::SharedHost };
    show_sign_in(&ask, &present, Asked::Who { typed: "", next: &next }, state)
}

async fn sign_in(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    let value = |name| query_value(&form, name).unwrap_or_default();
    let (name, next) = (value("name"), value("next"));
    let asked = Asked::Who { typed: &name, next: &next };
    if !people.may_sign_in(&ask) {
        return show_sign_in(&ask, &present, asked, SignInState::SharedHost);
    }
    let typed = name.clone();
    let found =
        people.guests.school.read(move |reader| accounts::by_sign_in(reader, &typed)).await?;
    let (person, kept) = found.map_or((None, None), |(person, kept)| (Some(person), kept));
    let judged = people.judge_passphrase(&ask, &name, kept.clone(), value("passphrase")).await?;
    match (judged, person) {
        (Judged::Right, Some(person)) => {
            let next = local_path(&next).unwrap_or(first_page(person.role)).to_owned();
            let (person, phone) = (Arc::new(person), people.phone_of(&ask));
            let new = people.guests.sign_in(&present.key, Arc::clone(&person), phone).await?;
            // A reset that came while the passphrase was looked at must hold: either it found the new
            // session and ended it, or this finds the passphrase gone.
            if people.account(&person).await?.passphrase != kept {
                people.guests.hand_over(&new.key).await;
                return Err(Fault::Forbidden);
            }
            people.send_on(&new, &next).await
        }
        (Judged::Wait(wait), _) => {
            let state = SignInState::Wait { seconds: seconds(wait) };
            show_sign_in(&ask, &present, asked, state)
        }
        (Judged::Right | Judged::Wrong, _) => {
            show_sign_in(&ask, &present, asked, SignInState::Wrong)
        }
    }
}

/// Whoever is signed in and has a passphrase; others sign in first.
fn staff_here(present: &Present, next: &str) -> Result<Arc<Person>, Fault> {
    let person = present.actor.person().filter(|person| person.role.is_staff());
    let to_sign_in = || Fault::Elsewhere(format!("/sign-in?next={}", encoded(next)));
    person.cloned().ok_or_else(to_sign_in)
}

async fn ask_again(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.anyone(&ask).await?;
    let next = ask.query("next").unwrap_or_default();
    let person = staff_here(&present, &next)?;
    let asked = Asked::Again { name: &person.name, next: &next };
    show_sign_in(&ask, &present, asked, SignInState::Ask)
}

async fn sign_in_again(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    let next = query_value(&form, "next").unwrap_or_default();
    let person = staff_here(&present, &next)?;
    let Account { sign_in, passphrase } = people.account(&person).await?;
    let typed = query_value(&form, "passphrase").unwrap_or_default();
    let state = match people.judge_passphrase(&ask, &sign_in, passphrase, typed).await? {
        Judged::Right => {
            people.guests.refresh(&present.key);
            let next = local_path(&next).unwrap_or(first_page(person.role));
            return Ok(present.finish(&ask, see_other(next)));
        }
        Judged::Wrong => SignInState::Wrong,
        Judged::Wait(wait) => SignInState::Wait { seconds: seconds(wait) },
    };
    show_sign_in(&ask, &present, Asked::Again { name: &person.name, next: &next }, state)
}

async fn me(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    let person = staff_here(&present, "/me")?;
    let state = if ask.query("done").is_some() { MeState::Done } else { MeState::Ask };
    show_me(&ask, &present, &person, state)
}

async fn change_passphrase(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    let person = staff_here(&present, "/me")?;
    let value = |name| query_value(&form, name).unwrap_or_default();
    let (old, new) = (value("old"), value("new"));
    let Account { sign_in, passphrase: kept } = people.account(&person).await?;
    let box_name = &ask.config.box_name;
    if let Err(trouble) = passphrase::judge(&new, &[&person.name, &sign_in, box_name]) {
        return show_me(&ask, &present, &person, MeState::Trouble(trouble));
    }
    match people.judge_passphrase(&ask, &sign_in, kept.clone(), old).await? {
        Judged::Right => {}
        Judged::Wrong => return show_me(&ask, &present, &person, MeState::Wrong),
        Judged::Wait(wait) => {
            let state = MeState::Wait { seconds: seconds(wait) };
            return show_me(&ask, &present, &person, state);
        }
    }
    let hash = people.hashing.hash(new).await?;
    let (who, now) = (Arc::clone(&person), people.services.clock.now());
    let changed = people
        .guests
        .school
        .write(move |tx| {
            // A reset that came meanwhile holds.
            let still = accounts::account_of(tx, who.id)?.is_some_and(|now| now.passphrase == kept);
            if still {
                accounts::set_passphrase(tx, who.id, Some(&hash))?;
                acts::note(tx, now, Some(&who), Act::NewPassphrase, Some(who.id), "")?;
            }
            Ok(still)
        })
        .await?;
    people.guests.forget_person(person.id);
    if !changed {
        return Err(Fault::Forbidden);
    }
    people.sign_in_here(&ask, present, person, "/me?done").await
}

async fn ask_everywhere(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    let layout = present.layout(&ask);
    Ok(present.finish(&ask, page(&EverywherePage { page: layout })?))
}

async fn everywhere(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, _) = people.posted(&ask, body).await?;
    let person = staff_here(&present, "/me")?;
    people.guests.sign_out_everywhere(&person).await?;
    (people.written)().await;
    let next = people.guests.begin();
    let mut response = see_other("/");
    cookies::set_until_closed(response.headers_mut(), GUEST_COOKIE, next.id.as_str());
    Ok(response)
}
