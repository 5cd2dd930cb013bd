//! How a learner opens their own page: class and three pictures, or the printed card. No list of names
//! is on the air, and any two learners of a class differ in two pictures.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::Response;

use super::attempts::Attempts;
use super::classes::{self, Class};
use super::gates::{Gated, Gates, Passes};
use super::learn_views::{CardPage, ClassesPage, LearnPage, Trouble, TroublePage};
use super::learners::{self, Learner};
use super::pages::{People, Present, picked};
use super::role::{ClassId, Person, PersonId};
use super::views::Picture;
use super::{Pictures, rules};
use crate::base::Clock;
use crate::store::StoreError;
use crate::web::ask::GUEST_COOKIE;
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, cookies, page};

/// The class that was opened last on this phone: says nothing of the child.
const CLASS_COOKIE: &str = "class";

type Answer = Result<Response<Body>, Fault>;

/// What is kept in memory for learners.
pub struct Learn {
    /// How often the classes changed, and what they are where that is known: the home page asks for them
    /// each time.
    held: Mutex<(u64, Option<Arc<[Class]>>)>,
    /// Wrong pictures: apart from wrong passphrases, or children would keep their teacher out on the
    /// phone they share.
    wrong: Attempts,
}

impl Learn {
    pub fn new(clock: Clock) -> Self {
        Self { held: Mutex::default(), wrong: Attempts::new(clock) }
    }

    /// Called after each change of a class or of who is in it.
    pub fn classes_changed(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = (held.0 + 1, None);
    }

    fn held(&self) -> (u64, Option<Arc<[Class]>>) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps what was read, if nothing changed meanwhile.
    fn keep(&self, change: u64, classes: &Arc<[Class]>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.0 == change {
            held.1 = Some(Arc::clone(classes));
        }
    }
}

pub fn routes(people: Arc<People>) -> Gated {
    Gates::new(&people)
        .get("/learn", Passes::Anyone, learn)
        .get("/learn/{class}", Passes::Anyone, pick_first)
        .post("/learn/{class}", Passes::Anyone, pick)
        .get("/card/{word}", Passes::Anyone, card)
        .post("/card/{word}", Passes::Anyone, open_by_card)
        .with_state(people)
}

/// What a learner's card says behind `/card/`: who, and a proof that this box printed it and that no
/// newer card was made. Nothing of it is stored.
pub fn card_word(people: &People, learner: &Learner) -> String {
    let proof = card_proof(people, learner.person.id, learner.card);
    format!("{:x}-{proof}", learner.person.id.0)
}

fn card_proof(people: &People, person: PersonId, card: u32) -> String {
    let mut proof = people.services.secret.sign("card", &[&person.to_string(), &card.to_string()]);
    proof.truncate(rules::CARD_PROOF_DIGITS);
    proof
}

impl People {
    /// All classes, by name.
    pub async fn classes(&self) -> Result<Arc<[Class]>, StoreError> {
        let (change, held) = self.learn.held();
        if let Some(classes) = held {
            return Ok(classes);
        }
        let classes: Arc<[Class]> = self.guests.school.read(classes::all).await?.into();
        self.learn.keep(change, &classes);
        Ok(classes)
    }

    async fn class(&self, id: ClassId) -> Result<Class, Fault> {
        let classes = self.classes().await?;
        classes.iter().find(|class| class.id == id).cloned().ok_or(Fault::NotFound)
    }

    fn trouble(&self, ask: &Ask, present: &Present, trouble: Trouble) -> Answer {
        let address = self.services.sites.front_door();
        let layout = present.layout(ask);
        Ok(present.finish(ask, page(&TroublePage { page: layout, trouble, address: &address })?))
    }

    /// Opens a learner's page on this phone; what the last one had there ends.
    async fn open(&self, ask: &Ask, present: &Present, person: Person) -> Answer {
        let class = person.class;
        let phone = self.phone_of(ask);
        let new = self.guests.sign_in(&present.key, Arc::new(person), phone).await?;
        (self.written)().await;
        let mut response = see_other("/");
        cookies::set_until_closed(response.headers_mut(), GUEST_COOKIE, new.id.as_str());
        if let Some(class) = class {
            let kept = u32::try_from(rules::PLACE_KEPT.as_secs()).unwrap_or(u32::MAX);
            cookies::set(response.headers_mut(), CLASS_COOKIE, &class.to_string(), kept);
        }
        Ok(response)
    }

    /// Whom a card's word names, if no newer card was made since.
    async fn by_card(&self, word: &str) -> Result<Option<Learner>, StoreError> {
        let Some((id, proof)) = word.split_once('-') else { return Ok(None) };
        let Ok(id) = i64::from_str_radix(id, 16) else { return Ok(None) };
        let id = PersonId(id);
        let found = self.guests.school.read(move |reader| learners::by_id(reader, id)).await?;
        Ok(found.filter(|learner| card_word(self, learner) == word && !proof.is_empty()))
    }
}

/// `GET /learn`: the classes; straight on to the only one, or to the one this phone opened last.
async fn learn(State(people): State<Arc<People>>, request: Request) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    if !people.may_sign_in(&ask) {
        return people.trouble(&ask, &present, Trouble::Address);
    }
    let classes = people.classes().await?;
    let known = |id: ClassId| classes.iter().find(|class| class.id == id);
    let last = ask.cookie(CLASS_COOKIE).and_then(|id| id.parse().ok()).and_then(known);
    let straight = match &classes[..] {
        [only] => Some(only),
        _ if ask.query("all").is_some() => None,
        _ => last,
    };
    if let Some(class) = straight {
        return Ok(present.finish(&ask, see_other(&format!("/learn/{}", class.id))));
    }
    let layout = present.layout(&ask);
    Ok(present.finish(&ask, page(&ClassesPage { page: layout, classes: &classes })?))
}

async fn pick_first(
    State(people): State<Arc<People>>,
    Path(id): Path<ClassId>,
    request: Request,
) -> Answer {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    if !people.may_sign_in(&ask) {
        return people.trouble(&ask, &present, Trouble::Address);
    }
    let class = people.class(id).await?;
    show_pick(&ask, &present, &class, Vec::new())
}

async fn pick(
    State(people): State<Arc<People>>,
    Path(id): Path<ClassId>,
    request: Request,
) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, form) = people.posted(&ask, body).await?;
    if !people.may_sign_in(&ask) {
        return people.trouble(&ask, &present, Trouble::Address);
    }
    let class = people.class(id).await?;
    let picked = picked(&form);
    let [a, b, c] = picked[..] else {
        return show_pick(&ask, &present, &class, picked);
    };
    let attempt = match people.learn.wrong.begin(ask.arrival.phone, &format!("class {id}")) {
        Ok(attempt) => attempt,
        Err(wait) => {
            let seconds = wait.as_secs().max(1);
            return people.trouble(&ask, &present, Trouble::Wait { seconds });
        }
    };
    let pictures = Pictures([a, b, c]);
    let found = people
        .guests
        .school
        .read(move |reader| learners::by_pictures(reader, id, pictures))
        .await?;
    match found {
        Some(person) => {
            people.learn.wrong.right(&attempt);
            people.open(&ask, &present, person).await
        }
        None => people.trouble(&ask, &present, Trouble::Wrong(class.id)),
    }
}

async fn card(
    State(people): State<Arc<People>>,
    Path(word): Path<String>,
    request: Request,
) -> Answer {
    let (ask, _) = people.ask(request)?;
    // Shows nothing of whoever holds the phone, so that nobody is asked "Still you?" first.
    let present = people.anyone(&ask).await?;
    if !people.may_sign_in(&ask) {
        return people.trouble(&ask, &present, Trouble::Address);
    }
    let Some(learner) = people.by_card(&word).await? else {
        return people.trouble(&ask, &present, Trouble::OldCard);
    };
    let layout = present.layout(&ask);
    let view = CardPage { page: layout, name: &learner.person.name, word: &word };
    Ok(present.finish(&ask, page(&view)?))
}

async fn open_by_card(
    State(people): State<Arc<People>>,
    Path(word): Path<String>,
    request: Request,
) -> Answer {
    let (ask, body) = people.ask(request)?;
    let (present, _) = people.posted(&ask, body).await?;
    if !people.may_sign_in(&ask) {
        return people.trouble(&ask, &present, Trouble::Address);
    }
    match people.by_card(&word).await? {
        Some(learner) => people.open(&ask, &present, learner.person).await,
        None => people.trouble(&ask, &present, Trouble::OldCard),
    }
}

fn show_pick(ask: &Ask, present: &Present, class: &Class, picked: Vec<Picture>) -> Answer {
    let view = LearnPage { page: present.layout(ask), class, picked };
    Ok(present.finish(ask, page(&view)?))
}
