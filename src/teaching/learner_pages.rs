//! `/teach/learners/{id}`: one learner. New pictures are two taps from the class.

use std::sync::Arc;

use axum::extract::{Path, Request, State};

use super::classroom::{Answer, Classroom, name_trouble};
use super::views::{CardsPage, ForgetPage, LearnerPage, Told};
use crate::people::acts::{self, Act};
use crate::people::learners::{self, Change};
use crate::people::{ClassId, PersonId, Present, accounts};
use crate::web::ask::query_value;
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, page};

type Desk = State<Arc<Classroom>>;

pub async fn show(State(desk): Desk, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let told = match (ask.query("new"), ask.query("saved")) {
        (Some(_), _) => Some(Told::done(ask.text.teach_card_new())),
        (None, Some(_)) => Some(Told::done(ask.text.teach_saved())),
        (None, None) => None,
    };
    desk.show_learner(&ask, &present, id, told).await
}

pub async fn describe(State(desk): Desk, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, present, who, form) = desk.posted(request).await?;
    let name = accounts::tidy_name(&query_value(&form, "name").unwrap_or_default());
    let read = name
        .map_err(|trouble| name_trouble(&ask.text, trouble))
        .and_then(|name| Ok((name, desk.about(&ask.text, &form)?)));
    let (name, about) = match read {
        Ok(read) => read,
        Err(told) => return desk.show_learner(&ask, &present, id, Some(told)).await,
    };
    let now = desk.people.services.clock.now();
    let change = desk
        .school
        .write(move |tx| {
            let change = learners::describe(tx, id, (&name, &about))?;
            if matches!(change, Change::Done(_)) {
                acts::note(tx, now, Some(&who), Act::LearnerChanged, Some(id), "")?;
            }
            Ok(change)
        })
        .await?;
    desk.after(&ask, &present, id, (change, "saved")).await
}

/// The teacher's way to help a child who forgot: the old pictures and cards open nothing any more.
pub async fn new_pictures(State(desk): Desk, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, present, who, _) = desk.posted(request).await?;
    let (random, now) = (desk.people.services.random.clone(), desk.people.services.clock.now());
    let change = desk
        .school
        .write(move |tx| {
            let change = learners::renew(tx, &random, id)?;
            if matches!(change, Change::Done(_)) {
                acts::note(tx, now, Some(&who), Act::Reset, Some(id), "")?;
            }
            Ok(change)
        })
        .await?;
    desk.after(&ask, &present, id, (change, "new")).await
}

pub async fn move_to(State(desk): Desk, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, present, who, form) = desk.posted(request).await?;
    let class = query_value(&form, "class").and_then(|class| class.parse::<ClassId>().ok());
    let class = desk.class(class.ok_or(Fault::NotFound)?).await?;
    let (random, now) = (desk.people.services.random.clone(), desk.people.services.clock.now());
    let change = desk
        .school
        .write(move |tx| {
            let change = learners::move_to(tx, &random, id, class.id)?;
            if matches!(change, Change::Done(_)) {
                acts::note(tx, now, Some(&who), Act::LearnerChanged, Some(id), &class.name)?;
            }
            Ok(change)
        })
        .await?;
    desk.after(&ask, &present, id, (change, "new")).await
}

pub async fn ask_to_forget(
    State(desk): Desk,
    Path(id): Path<PersonId>,
    request: Request,
) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let (learner, _) = desk.learner(id).await?;
    let layout = present.layout(&ask);
    Ok(present.finish(&ask, page(&ForgetPage { page: layout, learner: &learner })?))
}

pub async fn forget(State(desk): Desk, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (_, _, who, _) = desk.posted(request).await?;
    let (usage, now) = (Arc::clone(&desk.usage), desk.people.services.clock.now());
    let gone = desk
        .school
        .write(move |tx| {
            let Some(learner) = learners::forget(tx, id)? else { return Ok(None) };
            let journal = Classroom::journal_name(&usage, &learner.person.pseudonym);
            learners::note_forgotten(tx, &journal)?;
            acts::note(tx, now, Some(&who), Act::Forgotten, Some(id), "")?;
            Ok(Some(learner))
        })
        .await?;
    let learner = gone.ok_or(Fault::NotFound)?;
    desk.let_go(&[(id, learner.person.pseudonym.to_string())]).await?;
    Ok(see_other(&format!("/teach/classes/{}", learner.class)))
}

pub async fn card(State(desk): Desk, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let (learner, class) = desk.learner(id).await?;
    let view = CardsPage {
        page: present.layout(&ask),
        back: format!("/teach/learners/{id}"),
        address: desk.address(),
        cards: vec![desk.card(&learner, &class)],
    };
    Ok(present.finish(&ask, page(&view)?))
}

impl Classroom {
    /// Shows how a change went; `word` says so in the address, so that a reload changes nothing.
    async fn after(
        &self,
        ask: &Ask,
        present: &Present,
        id: PersonId,
        (change, word): (Change, &str),
    ) -> Answer {
        let told = match change {
            Change::Done(_) => {
                self.changed(&[id]);
                return Ok(see_other(&format!("/teach/learners/{id}?{word}=1")));
            }
            Change::NameTaken => Told::look(ask.text.teach_name_taken()),
            Change::Full => Told::look(ask.text.teach_class_full()),
            Change::Gone => return Err(Fault::NotFound),
        };
        self.show_learner(ask, present, id, Some(told)).await
    }

    async fn show_learner(
        &self,
        ask: &Ask,
        present: &Present,
        id: PersonId,
        told: Option<Told>,
    ) -> Answer {
        let (learner, class) = self.learner(id).await?;
        let classes = self.people.classes().await?;
        let view = LearnerPage {
            page: present.layout(ask),
            learner: &learner,
            class: &class,
            classes: &classes,
            told,
        };
        Ok(present.finish(ask, page(&view)?))
    }
}
