//! How somebody becomes one of the staff, or comes back: `/setup` with the setup code, `/join` with a
//! code that one of the staff made, `/recover` with the sheet or with a stick's code.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use rusqlite::Transaction;

use super::accounts::{self, Made, NewStaff};
use super::acts::{self, Act};
use super::becoming_views::{Door, Entry, Filled, JoinPage, SetupPage, Trouble};
use super::codes::{self, Opens};
use super::gates::{Gated, Gates, Passes};
use super::pages::{People, Present};
use super::passphrase;
use super::role::{Person, Role};
use super::setup::{Judged, Standing};
use super::sign_in::seconds;
use crate::base::{Random, UnixMillis};
use crate::store::StoreError;
use crate::web::ask::query_value;
use crate::web::guard::Secret;
use crate::web::{Ask, Fault, page};

type Answer = Result<Response<Body>, Fault>;

pub fn routes(people: Arc<People>) -> Gated {
    Gates::new(&people)
        .get("/setup", Passes::Anyone, show_setup)
        .post("/setup", Passes::Anyone, set_up)
        .get("/join", Passes::Anyone, show_join)
        .post("/join", Passes::Anyone, join)
        .get("/recover", Passes::Anyone, show_recover)
        .post("/recover", Passes::Anyone, recover)
        .with_state(people)
}

impl Door {
    fn takes(self, opens: &Opens) -> bool {
        match self {
            Self::Join => matches!(opens, Opens::Invitation(_) | Opens::Reset(_)),
            Self::Recover => matches!(opens, Opens::Presence | Opens::Sheet(_)),
        }
    }
}

/// A form that was taken in, on its way into the database.
#[derive(Clone)]
struct Coming {
    code: String,
    name: String,
    sign_in: String,
    hash: String,
    random: Random,
    secret: Secret,
    now: UnixMillis,
}

/// How it went.
enum Came {
    In(Person),
    NameTaken,
    /// The code opens nothing any more, or the box was set up meanwhile.
    Over,
}

impl Filled {
    fn read(form: &str) -> Self {
        let value = |name| query_value(form, name).unwrap_or_default();
        Self { code: value("code"), name: value("name"), sign_in: value("sign_in") }
    }

    /// A person's own name and the name to sign in with, tidied.
    fn names(&self) -> Result<(String, String), Trouble> {
        let name = accounts::tidy_name(&self.name).map_err(Trouble::Name)?;
        let sign_in = accounts::tidy_name(&self.sign_in).map_err(Trouble::SignIn)?;
        Ok((name, sign_in))
    }
}

fn waiting(wait: Duration) -> Trouble {
    Trouble::Wait { seconds: seconds(wait) }
}

fn status(mut shown: Response<Body>, trouble: Option<Trouble>) -> Response<Body> {
    *shown.status_mut() = match trouble {
        None => StatusCode::OK,
        Some(Trouble::Wait { seconds }) => {
            shown.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            StatusCode::TOO_MANY_REQUESTS
        }
        Some(_) => StatusCode::BAD_REQUEST,
    };
    shown
}

fn show_setup_page(
    ask: &Ask,
    present: &Present,
    standing: Standing,
    filled: &Filled,
    trouble: Option<Trouble>,
) -> Answer {
    let layout = present.layout(ask);
    let shown = page(&SetupPage { page: layout, standing, filled, trouble })?;
    Ok(present.finish(ask, status(shown, trouble)))
}

fn show_door_page(
    ask: &Ask,
    present: &Present,
    door: Door,
    (entry, filled): (&Entry, &Filled),
    trouble: Option<Trouble>,
) -> Answer {
    let layout = present.layout(ask);
    let shown = page(&JoinPage { page: layout, door, entry, filled, trouble })?;
    Ok(present.finish(ask, status(shown, trouble)))
}

impl People {
    /// Where lessons could act as whoever signs in, `/sign-in` says why nobody may.
    fn must_be_apart(&self, ask: &Ask) -> Result<(), Fault> {
        if self.may_sign_in(ask) { Ok(()) } else { Err(Fault::Elsewhere("/sign-in".into())) }
    }

    async fn standing(&self) -> Result<Standing, Fault> {
        Ok(self.setup.standing(self.guests.school.read(accounts::has_technician).await?))
    }

    /// What the typed code opens at this door, within this phone's limit.
    async fn opened(&self, ask: &Ask, door: Door, typed: &str) -> Result<Opens, Trouble> {
        let attempt = self.attempts.begin(ask.arrival.phone, door.path()).map_err(waiting)?;
        let (secret, now) = (self.services.secret.clone(), self.services.clock.now());
        let typed = typed.to_owned();
        let found =
            self.guests.school.read(move |reader| codes::find(reader, &secret, &typed, now)).await;
        match found {
            Ok(Some(opens)) if door.takes(&opens) => {
                self.attempts.right(&attempt);
                Ok(opens)
            }
            Ok(_) => Err(Trouble::Code),
            Err(error) => {
                self.attempts.unjudged(&attempt);
                tracing::error!(error = %error, "a code could not be looked up");
                Err(Trouble::Code)
            }
        }
    }

    /// The new passphrase's hash, if it is one.
    async fn new_hash(
        &self,
        ask: &Ask,
        typed: String,
        names: &[&str],
    ) -> Result<Result<String, Trouble>, Fault> {
        let box_name = ask.config.box_name.as_str();
        let known: Vec<&str> = names.iter().copied().chain([box_name]).collect();
        match passphrase::judge(&typed, &known) {
            Ok(()) => Ok(Ok(self.hashing.hash(typed).await?)),
            Err(trouble) => Ok(Err(Trouble::Passphrase(trouble))),
        }
    }

    fn coming(&self, filled: &Filled, names: (String, String), hash: String) -> Coming {
        Coming {
            code: filled.code.clone(),
            name: names.0,
            sign_in: names.1,
            hash,
            random: self.services.random.clone(),
            secret: self.services.secret.clone(),
            now: self.services.clock.now(),
        }
    }

    /// After the commit: what others hold in memory is old, and the newest backup should know.
    async fn has_come(&self, person: &Person) {
        self.guests.forget_person(person.id);
        let known = person.role == Role::Technician && self.close_setup().await;
        if !known {
            self.accounts_changed.notify_one();
        }
    }

    /// Whether the newest backup knows the technician, who is on the disk in any case: the next start
    /// closes what could not be closed now.
    async fn close_setup(&self) -> bool {
        let (setup, school) = (Arc::clone(&self.setup), self.guests.school.clone());
        match tokio::task::spawn_blocking(move || setup.close(&school)).await {
            Ok(Ok(known)) => known,
            Ok(Err(error)) => {
                tracing::error!(error = %error, "set-up was not closed whole");
                false
            }
            Err(error) => {
                tracing::error!(error = %error, "set-up was not closed whole");
                false
            }
        }
    }
}

async fn show_setup(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    people.must_be_apart(&ask)?;
    let present = people.anyone(&ask).await?;
    show_setup_page(&ask, &present, people.standing().await?, &Filled::default(), None)
}

async fn set_up(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    people.must_be_apart(&ask)?;
    let filled = Filled::read(&form);
    let standing = people.standing().await?;
    let again = |trouble| show_setup_page(&ask, &present, standing, &filled, Some(trouble));
    if standing != Standing::New {
        return show_setup_page(&ask, &present, standing, &filled, None);
    }
    match people.setup.judge(&filled.code) {
        Judged::Right => {}
        Judged::Wrong => return again(Trouble::Code),
        Judged::Wait(wait) => return again(waiting(wait)),
    }
    let (name, sign_in) = match filled.names() {
        Ok(names) => names,
        Err(trouble) => return again(trouble),
    };
    let typed = query_value(&form, "passphrase").unwrap_or_default();
    let hash = match people.new_hash(&ask, typed, &[&name, &sign_in]).await? {
        Ok(hash) => hash,
        Err(trouble) => return again(trouble),
    };
    let coming = people.coming(&filled, (name, sign_in), hash);
    match people.guests.school.write(move |tx| first_technician(tx, &coming)).await? {
        Came::In(person) => {
            people.has_come(&person).await;
            people.sign_in_here(&ask, present, Arc::new(person), "/box/recovery").await
        }
        Came::NameTaken => again(Trouble::NameTaken),
        Came::Over => show_setup_page(&ask, &present, people.standing().await?, &filled, None),
    }
}

/// Of two phones with the setup code, one makes the technician.
fn first_technician(tx: &Transaction<'_>, coming: &Coming) -> Result<Came, StoreError> {
    if accounts::has_technician(tx)? {
        return Ok(Came::Over);
    }
    let came = coming.join_as(tx, Role::Technician)?;
    if let Came::In(person) = &came {
        acts::note(tx, coming.now, Some(person), Act::SetUp, Some(person.id), "")?;
    }
    Ok(came)
}

async fn show_join(State(people): State<Arc<People>>, request: Request) -> Answer {
    show_door(&people, request, Door::Join).await
}

async fn show_recover(State(people): State<Arc<People>>, request: Request) -> Answer {
    show_door(&people, request, Door::Recover).await
}

async fn join(State(people): State<Arc<People>>, request: Request) -> Answer {
    come(&people, request, Door::Join).await
}

async fn recover(State(people): State<Arc<People>>, request: Request) -> Answer {
    come(&people, request, Door::Recover).await
}

/// Asks for the code; with one that holds in the address, for the rest.
async fn show_door(people: &People, request: Request, door: Door) -> Answer {
    let (ask, _) = people.ask(request)?;
    people.must_be_apart(&ask)?;
    let present = people.anyone(&ask).await?;
    let code = ask.query("code").unwrap_or_default();
    let filled = Filled { code, ..Filled::default() };
    let (entry, trouble) = match filled.code.as_str() {
        "" => (Entry::Code, None),
        code => match people.opened(&ask, door, code).await {
            Ok(opens) => (Entry::of(&opens), None),
            Err(trouble) => (Entry::Code, Some(trouble)),
        },
    };
    show_door_page(&ask, &present, door, (&entry, &filled), trouble)
}

async fn come(people: &People, request: Request, door: Door) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    people.must_be_apart(&ask)?;
    let filled = Filled::read(&form);
    let opens = match people.opened(&ask, door, &filled.code).await {
        Ok(opens) => opens,
        Err(trouble) => {
            return show_door_page(&ask, &present, door, (&Entry::Code, &filled), Some(trouble));
        }
    };
    let entry = Entry::of(&opens);
    let again = |trouble| show_door_page(&ask, &present, door, (&entry, &filled), Some(trouble));
    let names = match &opens {
        Opens::Invitation(_) | Opens::Presence => match filled.names() {
            Ok(names) => names,
            Err(trouble) => return again(trouble),
        },
        Opens::Reset(person) | Opens::Sheet(person) => (person.name.to_string(), String::new()),
    };
    let typed = query_value(&form, "passphrase").unwrap_or_default();
    let hash = match people.new_hash(&ask, typed, &[&names.0, &names.1]).await? {
        Ok(hash) => hash,
        Err(trouble) => return again(trouble),
    };
    let coming = people.coming(&filled, names, hash);
    match people.guests.school.write(move |tx| coming.come_in(tx, door)).await? {
        Came::In(person) => {
            people.has_come(&person).await;
            let next = match (door, person.role) {
                // The sheet is used up: the next one is made now.
                (Door::Recover, _) => "/box/recovery",
                (Door::Join, Role::Technician) => "/box",
                (Door::Join, _) => "/teach",
            };
            people.sign_in_here(&ask, present, Arc::new(person), next).await
        }
        Came::NameTaken => again(Trouble::NameTaken),
        // Another phone was quicker with the same code.
        Came::Over => {
            show_door_page(&ask, &present, door, (&Entry::Code, &filled), Some(Trouble::Code))
        }
    }
}

impl Coming {
    /// The account and the end of its code, in one change.
    fn come_in(&self, tx: &Transaction<'_>, door: Door) -> Result<Came, StoreError> {
        let opens = codes::find(tx, &self.secret, &self.code, self.now)?;
        let Some(opens) = opens.filter(|opens| door.takes(opens)) else { return Ok(Came::Over) };
        let came = match opens {
            Opens::Invitation(role) => self.join_as(tx, role)?,
            Opens::Presence => self.bring_back(tx)?,
            Opens::Reset(person) | Opens::Sheet(person) => self.mend(tx, person)?,
        };
        if let Came::In(person) = &came {
            codes::use_up(tx, &self.secret, &self.code)?;
            let act = match door {
                Door::Join => Act::Joined,
                Door::Recover => Act::Recovered,
            };
            acts::note(tx, self.now, Some(person), act, Some(person.id), person.role.word())?;
        }
        Ok(came)
    }

    fn join_as(&self, tx: &Transaction<'_>, role: Role) -> Result<Came, StoreError> {
        let new = NewStaff {
            role,
            name: self.name.clone(),
            sign_in: self.sign_in.clone(),
            passphrase: Some(self.hash.clone()),
        };
        Ok(match accounts::add_staff(tx, &self.random, &new, self.now)? {
            Made::Yes(person) => Came::In(person),
            Made::NameTaken => Came::NameTaken,
        })
    }

    fn mend(&self, tx: &Transaction<'_>, person: Person) -> Result<Came, StoreError> {
        accounts::set_passphrase(tx, person.id, Some(&self.hash))?;
        Ok(Came::In(person))
    }

    /// Whoever is at the box becomes a technician: one of those who are, or a new one.
    fn bring_back(&self, tx: &Transaction<'_>) -> Result<Came, StoreError> {
        match accounts::by_sign_in(tx, &self.sign_in)? {
            None => self.join_as(tx, Role::Technician),
            Some((person, _)) if person.role == Role::Technician => self.mend(tx, person),
            Some(_) => Ok(Came::NameTaken),
        }
    }
}
