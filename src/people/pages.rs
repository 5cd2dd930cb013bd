//! Hand-over, "Still you?", three pictures.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::http::header::REFERER;
use futures_util::future::BoxFuture;
use tokio::sync::Notify;

use super::attempts::Attempts;
use super::gates::{Gated, Gates, Passes};
use super::hashing::Hashing;
use super::learn::{self, Learn};
use super::role::Actor;
use super::setup::Setup;
use super::views::{
    Picture, PicturesPage, PicturesPickPage, PicturesState, Purpose, StillPage, TurnPage,
};
use super::{Greeting, GuestId, GuestKey, Guests, Kept, Pictures, becoming, sheet, sign_in};
use crate::board::{Holder, Leases};
use crate::web::ask::{
    GUEST_COOKIE, LANGUAGE_COOKIE, LANGUAGE_KEPT_SECS, form, local_path, query_value,
};
use crate::web::fault::see_other;
use crate::web::layout::Layout;
use crate::web::{Ask, Fault, Services, cookies, page};

/// Waits until the ends of visits are on the disk, which is a higher part's to say.
pub type Written = Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

pub struct People {
    pub services: Arc<Services>,
    pub guests: Arc<Guests>,
    pub written: Written,
    pub learn: Learn,
    pub hashing: Hashing,
    pub attempts: Attempts,
    pub setup: Arc<Setup>,
    /// Rung after each change of an account, so that the newest backup knows the newest people.
    pub accounts_changed: Arc<Notify>,
    pub leases: Leases,
}

/// Who makes a request, with the cookie that the phone is still to be given.
pub struct Present {
    pub actor: Actor,
    pub key: GuestKey,
    pub form_token: String,
    begun: Option<GuestId>,
}

impl Present {
    /// The frame around a page, with whoever is signed in. Left lying, a child's asks "Still you?".
    pub fn layout<'a>(&'a self, ask: &'a Ask) -> Layout<'a> {
        let person = self.actor.person();
        Layout {
            who: person.map(|person| person.role.who(&person.name, &ask.text)),
            guest: !self.actor.is_staff(),
            ..ask.layout(&self.form_token)
        }
    }

    /// Gives the phone what it must keep: a new guest's cookie, a language just chosen.
    pub fn finish(&self, ask: &Ask, mut response: Response<Body>) -> Response<Body> {
        if let Some(id) = &self.begun {
            cookies::set_until_closed(response.headers_mut(), GUEST_COOKIE, id.as_str());
        }
        keep_language(ask, response)
    }
}

/// A language asked for by `?lang=` is kept; it says nothing of who chose it.
fn keep_language(ask: &Ask, mut response: Response<Body>) -> Response<Body> {
    if ask.language_asked {
        let lang = &ask.text.lang;
        cookies::set(response.headers_mut(), LANGUAGE_COOKIE, lang, LANGUAGE_KEPT_SECS);
    }
    response
}

impl People {
    pub fn ask(&self, request: Request) -> Result<(Ask, Body), Fault> {
        let (parts, body) = request.into_parts();
        Ok((self.services.ask(&parts).ok_or(Fault::NotFound)?, body))
    }

    /// Who is here. Somebody away for long is sent to "Still you?" before anything is shown.
    pub async fn present(&self, ask: &Ask) -> Result<Present, Fault> {
        match self.greet(ask).await? {
            Greeting::New(guest) => Ok(self.as_present(guest.key, Some(guest.id))),
            Greeting::Known(key) => Ok(self.as_present(key, None)),
            Greeting::AskStillYou(_) => {
                Err(Fault::Elsewhere(format!("/still?next={}", encoded(&ask.path))))
            }
        }
    }

    async fn greet(&self, ask: &Ask) -> Result<Greeting, Fault> {
        let phone = self.phone_of(ask);
        Ok(self.guests.greet(ask.cookie(GUEST_COOKIE), phone.as_deref()).await?)
    }

    /// A keyed hash of the lease of the phone that asks, where leases are known. Whoever took an address
    /// without a lease is another phone than the one that had it.
    pub fn phone_of(&self, ask: &Ask) -> Option<String> {
        let address = ask.arrival.phone;
        let card = match self.leases.holder(address) {
            Holder::Unknown => return None,
            Holder::Nobody => String::new(),
            Holder::Card(card) => card.into(),
        };
        Some(self.services.secret.sign("phone", &[&card, &address.to_canonical().to_string()]))
    }

    /// Who is asking, for deciding what they may.
    pub async fn actor(&self, ask: &Ask) -> Result<Actor, Fault> {
        Ok(self.present(ask).await?.actor)
    }

    /// Who is here, for pages that show nothing of anybody.
    pub async fn anyone(&self, ask: &Ask) -> Result<Present, Fault> {
        Ok(match self.greet(ask).await? {
            Greeting::New(guest) => self.as_present(guest.key, Some(guest.id)),
            Greeting::Known(key) | Greeting::AskStillYou(key) => self.as_present(key, None),
        })
    }

    fn as_present(&self, key: GuestKey, begun: Option<GuestId>) -> Present {
        let form_token = self.services.form_token(key.as_str());
        let actor = match self.guests.person(&key) {
            Some(person) => Actor::Person(key.clone(), person),
            None => Actor::Guest(key.clone()),
        };
        Present { actor, key, form_token, begun }
    }

    /// A form of our own, sent by the guest it was made for.
    pub async fn posted(&self, ask: &Ask, body: Body) -> Result<(Present, String), Fault> {
        let form = form(body).await?;
        let token = query_value(&form, "token").unwrap_or_default();
        Ok((self.proved(ask, &token).await?, form))
    }

    /// `posted` for forms that are read elsewhere: the token they brought.
    pub async fn proved(&self, ask: &Ask, token: &str) -> Result<Present, Fault> {
        let present = self.anyone(ask).await?;
        if self.services.may_change(ask, present.key.as_str(), token) {
            Ok(present)
        } else {
            Err(Fault::Forbidden)
        }
    }
}

type Answer = Result<Response<Body>, Fault>;

/// A path as the value of a query.
pub(super) fn encoded(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string()
}

pub fn routes(people: Arc<People>) -> Gated {
    Gates::new(&people)
        .get("/turn", Passes::Anyone, turn)
        .post("/turn", Passes::Anyone, hand_over)
        .get("/still", Passes::Anyone, still)
        .post("/still", Passes::Anyone, still_me)
        .get("/pictures", Passes::Anyone, pictures)
        .get("/pictures/keep", Passes::Anyone, pick_to_keep)
        .post("/pictures/keep", Passes::Anyone, keep)
        .get("/pictures/find", Passes::Anyone, pick_to_find)
        .post("/pictures/find", Passes::Anyone, find)
        .with_state(Arc::clone(&people))
        .merge(learn::routes(Arc::clone(&people)))
        .merge(sign_in::routes(Arc::clone(&people)))
        .merge(becoming::routes(Arc::clone(&people)))
        .merge(sheet::routes(people))
}

async fn turn(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.anyone(&ask).await?;
    let own = ask.arrival.came.origin(&people.services.sites);
    let back_url = ask
        .header(&REFERER)
        .and_then(|referer| local_path(referer.strip_prefix(&own)?))
        .filter(|path| !path.starts_with("/turn"))
        .map(ToOwned::to_owned);
    let layout = present.layout(&ask);
    let classes = !people.classes().await?.is_empty();
    Ok(present.finish(&ask, page(&TurnPage { page: layout, back_url, classes })?))
}

/// The one act that makes room for the next child: a new session, the old one's visits ended.
async fn hand_over(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, _) = people.posted(&ask, body).await?;
    people.guests.hand_over(&present.key).await;
    (people.written)().await;
    let next = people.guests.begin();
    let mut response = see_other("/");
    cookies::set_until_closed(response.headers_mut(), GUEST_COOKIE, next.id.as_str());
    Ok(response)
}

async fn still(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.anyone(&ask).await?;
    let next = ask.query("next");
    let next = next.as_deref().and_then(local_path).unwrap_or("/");
    // Another child may hold the phone by now: no name in the header.
    let layout = Layout { who: None, ..present.layout(&ask) };
    Ok(present.finish(&ask, page(&StillPage { page: layout, next })?))
}

async fn still_me(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    people.guests.still_here(&present.key);
    let next = query_value(&form, "next");
    Ok(present.finish(&ask, see_other(next.as_deref().and_then(local_path).unwrap_or("/"))))
}

async fn pictures(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    People::show(&ask, &present, PicturesState::Choice)
}

async fn pick_to_keep(State(people): State<Arc<People>>, request: Request) -> Answer {
    pick_first(&people, request, Purpose::Keep).await
}

async fn pick_to_find(State(people): State<Arc<People>>, request: Request) -> Answer {
    pick_first(&people, request, Purpose::Find).await
}

async fn pick_first(people: &People, request: Request, purpose: Purpose) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    People::pick(&ask, &present, purpose, Vec::new())
}

async fn keep(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    let picked = picked(&form);
    let [a, b, c] = picked[..] else { return People::pick(&ask, &present, Purpose::Keep, picked) };
    let state = match people.guests.keep(&present.key, Pictures([a, b, c])).await? {
        Some(Kept::Yes) => PicturesState::Kept([a, b, c]),
        Some(Kept::Taken) => PicturesState::Taken,
        None => return Err(Fault::Busy { retry_secs: 60 }),
    };
    People::show(&ask, &present, state)
}

async fn find(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    let picked = picked(&form);
    let [a, b, c] = picked[..] else { return People::pick(&ask, &present, Purpose::Find, picked) };
    match people.guests.bring_back(&present.key, Pictures([a, b, c])).await? {
        Some(true) => Ok(present.finish(&ask, see_other("/"))),
        Some(false) => People::show(&ask, &present, PicturesState::NotFound),
        None => Err(Fault::Busy { retry_secs: 60 }),
    }
}

/// Pictures picked so far, the one just tapped last; words that are no picture are dropped.
pub(super) fn picked(form: &str) -> Vec<Picture> {
    let before = query_value(form, "picked").unwrap_or_default();
    let now = query_value(form, "pick").unwrap_or_default();
    before.split(',').chain([&*now]).filter_map(Picture::from_slug).take(3).collect()
}

impl People {
    fn show(ask: &Ask, present: &Present, state: PicturesState) -> Answer {
        let layout = present.layout(ask);
        Ok(present.finish(ask, page(&PicturesPage { page: layout, state })?))
    }

    fn pick(ask: &Ask, present: &Present, purpose: Purpose, picked: Vec<Picture>) -> Answer {
        let layout = present.layout(ask);
        Ok(present.finish(ask, page(&PicturesPickPage { page: layout, purpose, picked })?))
    }
}
