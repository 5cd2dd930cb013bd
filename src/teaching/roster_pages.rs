//! `/teach/classes/{id}/roster`: many learners at once. The list is looked at first and can be mended on
//! the same page; nothing is written before "Add the good ones".

use std::sync::Arc;

use axum::extract::{Path, Request, State};

use super::check::{self, Checked};
use super::classroom::{Answer, Classroom};
use super::roster::{self, Roster, Unreadable};
use super::sent::{self, Sent};
use super::views::RosterPage;
use crate::people::acts::{self, Act};
use crate::people::classes::Class;
use crate::people::{ClassId, Person, Present};
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, page};

type Desk = State<Arc<Classroom>>;

pub async fn ask_for_list(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present) = desk.came(request).await?;
    let class = desk.class(id).await?;
    show_list(&ask, &present, &class, ("", None))
}

pub async fn check_list(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present, _, text) = desk.sent(request).await?;
    let class = desk.class(id).await?;
    let read = text.and_then(|text| Ok((desk.read(&text)?, text)));
    let (roster, text) = match read {
        Ok(read) => read,
        Err(trouble) => return show_list(&ask, &present, &class, ("", Some(Err(trouble)))),
    };
    let own = class.clone();
    let checked = desk.school.read(move |reader| check::check(reader, &own, roster)).await?;
    show_list(&ask, &present, &class, (&text, Some(Ok(checked))))
}

pub async fn add_list(State(desk): Desk, Path(id): Path<ClassId>, request: Request) -> Answer {
    let (ask, present, who, text) = desk.sent(request).await?;
    let class = desk.class(id).await?;
    let roster = match text.and_then(|text| desk.read(&text)) {
        Ok(roster) => roster,
        Err(trouble) => return show_list(&ask, &present, &class, ("", Some(Err(trouble)))),
    };
    let (random, now) = (desk.people.services.random.clone(), desk.people.services.clock.now());
    let added = desk
        .school
        .write(move |tx| {
            let added = check::add(tx, &random, (&class, roster), now)?;
            for (_, name, count) in &added {
                let detail = format!("{name}: {count}");
                acts::note(tx, now, Some(&who), Act::LearnersAdded, None, &detail)?;
            }
            Ok(added)
        })
        .await?;
    desk.changed(&[]);
    let count: usize = added.iter().map(|(_, _, count)| count).sum();
    let shown = match &added[..] {
        [(only, _, _)] => *only,
        _ => id,
    };
    Ok(see_other(&format!("/teach/classes/{shown}?added={count}")))
}

impl Classroom {
    /// The form of a list, with the member of staff who sent it.
    async fn sent(
        &self,
        request: Request,
    ) -> Result<(Ask, Present, Arc<Person>, Result<String, Unreadable>), Fault> {
        let ask = self.people.services.ask_of(&request).ok_or(Fault::NotFound)?;
        let Sent { token, text } = sent::read(request).await?;
        let present = self.people.proved(&ask, &token).await?;
        let who = Self::who(&present)?;
        Ok((ask, present, who, text))
    }

    fn read(&self, text: &str) -> Result<Roster, Unreadable> {
        roster::read(text, &self.words())
    }
}

fn show_list(
    ask: &Ask,
    present: &Present,
    class: &Class,
    (text, checked): (&str, Option<Result<Checked, Unreadable>>),
) -> Answer {
    let view = RosterPage { page: present.layout(ask), class, text, checked };
    Ok(present.finish(ask, page(&view)?))
}
