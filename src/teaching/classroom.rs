//! What the pages of classes and learners share.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use futures_util::future::BoxFuture;

use super::views::{CardView, Told};
use super::words::Words;
use super::{class_pages, learner_pages, roster_pages};
use crate::people::accounts::NameTrouble;
use crate::people::classes::{self, Class};
use crate::people::gates::{Gated, Gates, Passes};
use crate::people::learn::card_word;
use crate::people::learners::{self, About, AgeBand, Learner, Sex};
use crate::people::{ClassId, People, Person, PersonId, Present, Role};
use crate::store::{Database, StoreError};
use crate::text::Text;
use crate::usage::{ActorKey, EndReason, Usage};
use crate::web::ask::query_value;
use crate::web::qr::qr_svg;
use crate::web::{Ask, Fault};

pub type Answer = Result<Response<Body>, Fault>;

/// Tells the journal of learners who were forgotten and makes every copy of their database anew: the app
/// joins it to the data folder.
pub type FinishForgetting =
    Box<dyn Fn() -> BoxFuture<'static, Result<(), StoreError>> + Send + Sync>;

/// The desk of classes.
pub struct Classroom {
    pub people: Arc<People>,
    pub school: Database,
    pub usage: Arc<Usage>,
    pub finish_forgetting: FinishForgetting,
}

/// Who may pass to the desk of classes.
pub const TEACHERS: Passes = Passes::Only(&[Role::Teacher, Role::Head]);

pub fn routes(classroom: Arc<Classroom>) -> Gated {
    Gates::new(&classroom.people)
        .get("/teach/classes", TEACHERS, class_pages::list)
        .post("/teach/classes", TEACHERS, class_pages::make)
        .get("/teach/classes/{id}", TEACHERS, class_pages::show)
        .post("/teach/classes/{id}", TEACHERS, class_pages::rename)
        .get("/teach/classes/{id}/remove", TEACHERS, class_pages::ask_to_remove)
        .post("/teach/classes/{id}/remove", TEACHERS, class_pages::remove)
        .post("/teach/classes/{id}/learners", TEACHERS, class_pages::add_learner)
        .get("/teach/classes/{id}/cards", TEACHERS, class_pages::cards)
        .post("/teach/classes/{id}/cards", TEACHERS, class_pages::print_cards)
        .get("/teach/classes/{id}/roster", TEACHERS, roster_pages::ask_for_list)
        .post("/teach/classes/{id}/roster", TEACHERS, roster_pages::check_list)
        .post("/teach/classes/{id}/roster/add", TEACHERS, roster_pages::add_list)
        .get("/teach/learners/{id}", TEACHERS, learner_pages::show)
        .post("/teach/learners/{id}", TEACHERS, learner_pages::describe)
        .get("/teach/learners/{id}/card", TEACHERS, learner_pages::card)
        .post("/teach/learners/{id}/pictures", TEACHERS, learner_pages::new_pictures)
        .post("/teach/learners/{id}/class", TEACHERS, learner_pages::move_to)
        .get("/teach/learners/{id}/forget", TEACHERS, learner_pages::ask_to_forget)
        .post("/teach/learners/{id}/forget", TEACHERS, learner_pages::forget)
        .with_state(classroom)
}

impl Classroom {
    pub async fn came(&self, request: Request) -> Result<(Ask, Present), Fault> {
        let (ask, _) = self.people.ask(request)?;
        let present = self.people.present(&ask).await?;
        Ok((ask, present))
    }

    /// A form of the desk, with the member of staff who sent it.
    pub async fn posted(
        &self,
        request: Request,
    ) -> Result<(Ask, Present, Arc<Person>, String), Fault> {
        let (ask, body) = self.people.ask(request)?;
        let (present, form) = self.people.posted(&ask, body).await?;
        let who = Self::who(&present)?;
        Ok((ask, present, who, form))
    }

    /// The gate let nobody else through; should somebody be signed out meanwhile, nothing is done.
    pub fn who(present: &Present) -> Result<Arc<Person>, Fault> {
        present.actor.person().cloned().ok_or(Fault::Forbidden)
    }

    pub async fn class(&self, id: ClassId) -> Result<Class, Fault> {
        let found = self.school.read(move |reader| classes::by_id(reader, id)).await?;
        found.ok_or(Fault::NotFound)
    }

    pub async fn learner(&self, id: PersonId) -> Result<(Learner, Class), Fault> {
        let found = self
            .school
            .read(move |reader| {
                let Some(learner) = learners::by_id(reader, id)? else { return Ok(None) };
                Ok(classes::by_id(reader, learner.class)?.map(|class| (learner, class)))
            })
            .await?;
        found.ok_or(Fault::NotFound)
    }

    pub async fn learners(&self, class: ClassId) -> Result<Vec<Learner>, StoreError> {
        self.school.read(move |reader| learners::of_class(reader, class)).await
    }

    /// After every change of who is in a class.
    pub fn changed(&self, learners: &[PersonId]) {
        self.people.learn.classes_changed();
        self.people.accounts_changed.notify_one();
        for learner in learners {
            self.people.guests.forget_person(*learner);
        }
    }

    /// What is left of somebody whose row is gone: visits that are open, copies, the journal's word.
    pub async fn let_go(&self, gone: &[(PersonId, String)]) -> Result<(), Fault> {
        let ids: Vec<_> = gone.iter().map(|(id, _)| *id).collect();
        self.changed(&ids);
        for (_, pseudonym) in gone {
            self.usage.end_all_of(&ActorKey(pseudonym.as_str().into()), EndReason::HandOver);
        }
        Ok((self.finish_forgetting)().await?)
    }

    /// How the journal knows somebody.
    pub fn journal_name(usage: &Usage, pseudonym: &str) -> String {
        crate::base::random::hex(&usage.person(&ActorKey(pseudonym.into())).0)
    }

    pub fn words(&self) -> Words {
        Words::of(&self.people.services.texts)
    }

    /// What a phone without a camera types.
    pub fn address(&self) -> String {
        self.people.services.sites.front_door().trim_start_matches("http://").to_owned()
    }

    /// A card to print, with the code that opens the page it is for.
    pub fn card(&self, learner: &Learner, class: &Class) -> CardView {
        let word = card_word(&self.people, learner);
        let url = format!("{}/card/{word}", self.people.services.sites.front_door());
        CardView {
            name: learner.person.name.to_string(),
            class: class.name.to_string(),
            pictures: learner.pictures.0,
            qr: qr_svg(&url),
            word,
        }
    }

    /// What a form tells of a learner beside the name; words that are not understood are an answer of
    /// their own.
    pub fn about(&self, text: &Text, form: &str) -> Result<About, Told> {
        let typed = |name| {
            query_value(form, name).map(|value| value.trim().to_owned()).filter(|v| !v.is_empty())
        };
        let home_language = match typed("language") {
            None => None,
            Some(word) => {
                let tag = self.words().language(&word);
                Some(tag.ok_or_else(|| Told::look(text.teach_wrong_language()))?)
            }
        };
        Ok(About {
            sex: typed("sex").as_deref().and_then(Sex::from_word),
            age_band: typed("age").as_deref().and_then(AgeBand::from_word),
            home_language,
        })
    }
}

/// What is wrong with a name that was typed.
pub fn name_trouble(text: &Text, trouble: NameTrouble) -> Told {
    match trouble {
        NameTrouble::Empty => Told::look(text.teach_name_empty()),
        NameTrouble::TooLong => Told::look(text.teach_name_long()),
    }
}
