//! The desks, with what they need of the box.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::core::VERSION;
use super::phones::Phones;
use super::{Core, forgetting, health};
use crate::people::People;
use crate::people::gates::Gated;
use crate::teaching::{self, Classroom, overview};
use crate::technician;

/// The routes of both desks; `restart` is rung when a technician asks for one.
pub fn routes(
    core: &Arc<Core>,
    people: &Arc<People>,
    phones: &Arc<Phones>,
    restart: &Arc<Notify>,
) -> Gated {
    let looking = (Arc::clone(core), Arc::clone(phones));
    let of_box = technician::pages::Desk {
        services: Arc::clone(&people.services),
        people: Arc::clone(people),
        data: core.data.clone(),
        school: core.store.school.clone(),
        journal: core.store.usage.clone(),
        usage: Arc::clone(&core.usage),
        saving: Mutex::default(),
        restart: Arc::clone(restart),
        version: VERSION,
        look: Box::new(move || health::look(&looking.0, &looking.1)),
    };
    let school = overview::Desk { people: Arc::clone(people), school: core.store.school.clone() };
    technician::pages::routes(Arc::new(of_box))
        .merge(overview::routes(Arc::new(school)))
        .merge(teaching::routes(classroom(core, people)))
}

/// The teachers' desk, with its way to the data folder.
fn classroom(core: &Arc<Core>, people: &Arc<People>) -> Arc<Classroom> {
    let folder = Arc::clone(core);
    Arc::new(Classroom {
        people: Arc::clone(people),
        school: core.store.school.clone(),
        usage: Arc::clone(&core.usage),
        finish_forgetting: Box::new(move || Box::pin(forgetting::finish(Arc::clone(&folder)))),
    })
}
