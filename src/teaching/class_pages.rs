//! `/teach/classes`: the classes, one class, its cards.

use std::sync::Arc;

use axum::extract::{Path, Request, State};

use super::classroom::{Answer, Classroom, name_trouble};
use super::views::{CardsPage, ClassPage, ClassesPage, RemoveClassPage, Told};
use crate::people::acts::{self, Act};
use crate::people::classes::{self, Named};
use crate::people::learners::{self, About, Change};
use crate::people::{ClassId, Present, accounts};
use crate::web::ask::query_value;
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, page};

type Desk = State<Arc<Classroom>>;

pub async fn list(State(desk): Desk, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    desk.show_classes(&ask, &present, None).await
}

pub async fn make(State(desk): Desk, request: Request) -> Answer {
    let (ask, present, who, form) = desk.posted(request).await?;
    let name = match classes::tidy_name(&query_value(&form, "name").unwrap_or_default()) {
        Ok(name) => name,
        Err(trouble) => {
            let told = name_trouble(&ask.text, trouble);
            return desk.show_classes(&ask, &present, Some(told)).await;
        }
    };
    let (random, now) = (desk.people.services.random.clone(), desk.people.services.clock.now());
    let named = desk
        .school
        .write(move |tx| {
            let named = classes::make(tx, &random, &name, now)?;
            if let Named::Yes(class) = &named {
                acts::note(tx, now, Some(&who), Act::ClassMade, None, &class.name)?;
            }
            Ok(named)
        })
        .await?;
    match named {
        Named::Yes(class) => {
            desk.changed(&[]);
            Ok(see_other(&format!("/teach/classes/{}", class.id)))
        }
        Named::Taken => {
            let told = Told::look(ask.text.teach_class_taken());
            desk.show_classes(&ask, &present, Some(told)).await
        }
    }
}

pub async fn show(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let added = ask.query("added").and_then(|added| added.parse::<u32>().ok());
    let told = added.map(|added| Told::done(ask.text.teach_added(added)));
    desk.show_class(&ask, &present, id, told).await
}

pub async fn rename(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present, who, form) = desk.posted(request).await?;
    let name = match classes::tidy_name(&query_value(&form, "name").unwrap_or_default()) {
        Ok(name) => name,
        Err(trouble) => {
            let told = name_trouble(&ask.text, trouble);
            return desk.show_class(&ask, &present, id, Some(told)).await;
        }
    };
    let now = desk.people.services.clock.now();
    let renamed = desk
        .school
        .write(move |tx| {
            let renamed = classes::rename(tx, id, &name)?;
            if let Some(Named::Yes(class)) = &renamed {
                acts::note(tx, now, Some(&who), Act::ClassRenamed, None, &class.name)?;
            }
            Ok(renamed)
        })
        .await?;
    match renamed.ok_or(Fault::NotFound)? {
        Named::Yes(_) => {
            desk.changed(&[]);
            Ok(see_other(&format!("/teach/classes/{id}")))
        }
        Named::Taken => {
            let told = Told::look(ask.text.teach_class_taken());
            desk.show_class(&ask, &present, id, Some(told)).await
        }
    }
}

pub async fn ask_to_remove(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let class = desk.class(id).await?;
    let layout = present.layout(&ask);
    Ok(present.finish(&ask, page(&RemoveClassPage { page: layout, class: &class })?))
}

/// Everybody in the class is forgotten with it.
pub async fn remove(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (_, _, who, _) = desk.posted(request).await?;
    let (usage, now) = (Arc::clone(&desk.usage), desk.people.services.clock.now());
    let gone = desk
        .school
        .write(move |tx| {
            let Some(class) = classes::by_id(tx, id)? else { return Ok(None) };
            let gone = classes::remove(tx, id)?;
            for (person, pseudonym) in gone.iter().flatten() {
                learners::note_forgotten(tx, &Classroom::journal_name(&usage, pseudonym))?;
                acts::note(tx, now, Some(&who), Act::Forgotten, Some(*person), &class.name)?;
            }
            acts::note(tx, now, Some(&who), Act::ClassRemoved, None, &class.name)?;
            Ok(gone)
        })
        .await?;
    desk.let_go(&gone.ok_or(Fault::NotFound)?).await?;
    Ok(see_other("/teach/classes"))
}

pub async fn add_learner(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present, who, form) = desk.posted(request).await?;
    let name = accounts::tidy_name(&query_value(&form, "name").unwrap_or_default());
    let read = name
        .map_err(|trouble| name_trouble(&ask.text, trouble))
        .and_then(|name| Ok((name, desk.about(&ask.text, &form)?)));
    let (name, about) = match read {
        Ok(read) => read,
        Err(told) => return desk.show_class(&ask, &present, id, Some(told)).await,
    };
    let (random, now) = (desk.people.services.random.clone(), desk.people.services.clock.now());
    let change = desk
        .school
        .write(move |tx| {
            let change = learners::add(tx, &random, id, (&name, &about), now)?;
            if let Change::Done(learner) = &change {
                let whom = Some(learner.person.id);
                acts::note(tx, now, Some(&who), Act::LearnersAdded, whom, "1")?;
            }
            Ok(change)
        })
        .await?;
    let told = match change {
        Change::Done(learner) => {
            desk.changed(&[]);
            return Ok(see_other(&format!("/teach/learners/{}?new=1", learner.person.id)));
        }
        Change::NameTaken => Told::look(ask.text.teach_name_taken()),
        Change::Full => Told::look(ask.text.teach_class_full()),
        Change::Gone => return Err(Fault::NotFound),
    };
    desk.show_class(&ask, &present, id, Some(told)).await
}

/// A look at everybody's cards is an act that is noted.
pub async fn print_cards(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (_, _, who, _) = desk.posted(request).await?;
    let (class, now) = (desk.class(id).await?, desk.people.services.clock.now());
    desk.school
        .write(move |tx| acts::note(tx, now, Some(&who), Act::CardsPrinted, None, &class.name))
        .await?;
    Ok(see_other(&format!("/teach/classes/{id}/cards")))
}

pub async fn cards(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let (class, learners) = (desk.class(id).await?, desk.learners(id).await?);
    let view = CardsPage {
        page: present.layout(&ask),
        back: format!("/teach/classes/{id}"),
        address: desk.address(),
        cards: learners.iter().map(|learner| desk.card(learner, &class)).collect(),
    };
    Ok(present.finish(&ask, page(&view)?))
}

impl Classroom {
    async fn show_classes(&self, ask: &Ask, present: &Present, told: Option<Told>) -> Answer {
        let classes = self.people.classes().await?;
        let layout = present.layout(ask);
        let view = ClassesPage { page: layout, classes: &classes, told };
        Ok(present.finish(ask, page(&view)?))
    }

    async fn show_class(
        &self,
        ask: &Ask,
        present: &Present,
        id: ClassId,
        told: Option<Told>,
    ) -> Answer {
        let (class, learners) = (self.class(id).await?, self.learners(id).await?);
        let layout = present.layout(ask);
        let view = ClassPage {
            page: layout,
            class: &class,
            learners: &learners,
            untold: About::default(),
            told,
        };
        Ok(present.finish(ask, page(&view)?))
    }
}
