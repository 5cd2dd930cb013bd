//! `/teach`: the first page of teachers and heads, and their help.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;

use super::classroom::TEACHERS;
use super::overview_views::{OverviewPage, TeachHelpPage};
use super::staff;
use crate::people::gates::{Gated, Gates, Passes};
use crate::people::staff::count_school;
use crate::people::{People, Role, acts_page};
use crate::store::Database;
use crate::web::{Fault, page};

/// What only a head may.
pub const HEADS: Passes = Passes::Only(&[Role::Head]);

pub struct Desk {
    pub people: Arc<People>,
    pub school: Database,
}

pub fn routes(desk: Arc<Desk>) -> Gated {
    let people = Arc::clone(&desk.people);
    Gates::new(&people)
        .get("/teach", TEACHERS, overview)
        .get("/teach/help", TEACHERS, help)
        .with_state(desk)
        .merge(staff::routes(&people))
        .merge(acts_page::routes(&people, "/teach/acts", HEADS))
}

async fn overview(
    State(desk): State<Arc<Desk>>,
    request: Request,
) -> Result<Response<Body>, Fault> {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    let person = present.actor.person().ok_or(Fault::Forbidden)?;
    let school = desk.school.read(count_school).await?;
    let view = OverviewPage {
        page: present.layout(&ask),
        name: &person.name,
        classes: school.classes,
        learners: school.learners,
        teachers: (person.role == Role::Head).then_some(school.teachers),
    };
    Ok(present.finish(&ask, page(&view)?))
}

async fn help(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response<Body>, Fault> {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    let leads = present.actor.role() == Some(Role::Head);
    let view = TeachHelpPage { page: present.layout(&ask), leads };
    Ok(present.finish(&ask, page(&view)?))
}
