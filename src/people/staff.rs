//! Who may sign in: a list of staff, invitations, new starts, removals. The technician's desk and the
//! head's have these pages each at addresses of their own; `Role::looks_after` says whom each may touch.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use rusqlite::{Connection, Transaction};

use super::accounts;
use super::acts::{self, Act};
use super::codes::Code;
use super::desk::OWN_PAGE;
use super::gates::{Gated, Gates, Passes};
use super::pages::{People, Present};
use super::role::{Person, PersonId, Role};
use super::staff_views::{
    CodePage, InvitePage, PersonPage, QuestionPage, StaffGroup, StaffLine, StaffPage,
};
use crate::base::UnixMillis;
use crate::store::StoreError;
use crate::web::ask::query_value;
use crate::web::fault::see_other;
use crate::web::qr::qr_svg;
use crate::web::{Ask, Fault, page};

type Answer = Result<Response<Body>, Fault>;

/// Where a desk has these pages, as axum writes addresses.
#[derive(Debug)]
pub struct StaffDesk {
    pub passes: Passes,
    pub list: &'static str,
    pub invite: &'static str,
    pub person: &'static str,
    pub reset: &'static str,
    pub remove: &'static str,
}

#[derive(Clone)]
struct Staff {
    people: Arc<People>,
    desk: &'static StaffDesk,
}

pub fn routes(people: &Arc<People>, desk: &'static StaffDesk) -> Gated {
    Gates::new(people)
        .get(desk.list, desk.passes, list)
        .get(desk.invite, desk.passes, ask_whom_to_invite)
        .post(desk.invite, desk.passes, invite)
        .get(desk.person, desk.passes, person)
        .get(desk.reset, desk.passes, ask_to_reset)
        .post(desk.reset, desk.passes, reset)
        .get(desk.remove, desk.passes, ask_to_remove)
        .post(desk.remove, desk.passes, remove)
        .with_state(Staff { people: Arc::clone(people), desk })
}

/// One of the staff, and whether only a code lets them in.
#[derive(Clone, Debug)]
struct Listed {
    person: Person,
    waits: bool,
}

fn listed(connection: &Connection) -> Result<Vec<Listed>, StoreError> {
    let mut find = connection
        .prepare_cached("select id from person where sign_in is not null and passphrase is null")?;
    let waiting: Vec<PersonId> =
        find.query_map([], |row| row.get("id"))?.collect::<Result<_, _>>()?;
    let staff = accounts::staff(connection)?;
    let listed = |person: Person| Listed { waits: waiting.contains(&person.id), person };
    Ok(staff.into_iter().map(listed).collect())
}

/// How a removal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Removal {
    Done,
    /// Not there, oneself, or not this role's to remove.
    NotTheirs,
    /// The box would be left without a technician.
    LastTechnician,
}

fn take_away(
    tx: &Transaction<'_>,
    actor: &Person,
    whom: PersonId,
    now: UnixMillis,
) -> Result<Removal, StoreError> {
    let Some(person) = accounts::by_id(tx, whom)?.filter(|person| may_touch(actor, person)) else {
        return Ok(Removal::NotTheirs);
    };
    // Two technicians may be removing each other at this moment.
    let others = "select exists (select 1 from person where role = 'technician' and id <> ?1)";
    let others: bool = tx.query_row(others, [whom], |row| row.get(0))?;
    if person.role == Role::Technician && !others {
        return Ok(Removal::LastTechnician);
    }
    accounts::remove(tx, whom)?;
    acts::note(tx, now, Some(actor), Act::Removed, Some(whom), person.role.word())?;
    Ok(Removal::Done)
}

/// One's own account is cared for at `/me`.
fn may_touch(actor: &Person, whom: &Person) -> bool {
    whom.role.is_staff() && actor.role.looks_after(whom.role) && actor.id != whom.id
}

impl Staff {
    fn me(present: &Present) -> Result<Arc<Person>, Fault> {
        present.actor.person().cloned().ok_or(Fault::Forbidden)
    }

    fn url(&self, of: &'static str, person: PersonId) -> String {
        debug_assert!(of.starts_with(self.desk.list), "an address of this desk");
        of.replace("{id}", &person.to_string())
    }

    async fn find(&self, actor: &Person, whom: PersonId) -> Result<Listed, Fault> {
        let all = self.people.guests.school.read(listed).await?;
        let found = all.into_iter().find(|listed| listed.person.id == whom);
        found.filter(|listed| may_touch(actor, &listed.person)).ok_or(Fault::NotFound)
    }

    fn show_code(
        &self,
        ask: &Ask,
        present: &Present,
        heading: String,
        code: &Code,
        joins: bool,
    ) -> Answer {
        let origin = ask.arrival.came.origin(&self.people.services.sites);
        let address = format!("{}/join", origin.trim_start_matches("http://"));
        let view = CodePage {
            page: present.layout(ask),
            heading,
            letters: code.to_string(),
            qr: qr_svg(&self.people.join_url(ask, code)),
            address,
            joins,
            done_url: self.desk.list,
        };
        Ok(present.finish(ask, page(&view)?))
    }
}

async fn list(State(staff): State<Staff>, request: Request) -> Answer {
    let (ask, _) = staff.people.ask(request)?;
    let present = staff.people.present(&ask).await?;
    let me = Staff::me(&present)?;
    let all = staff.people.guests.school.read(listed).await?;
    let line = |listed: &Listed| StaffLine {
        name: listed.person.name.to_string(),
        is_you: listed.person.id == me.id,
        waits: listed.waits,
        url: if listed.person.id == me.id {
            OWN_PAGE.into()
        } else {
            staff.url(staff.desk.person, listed.person.id)
        },
    };
    let group = |role: Role| StaffGroup {
        role,
        people: all.iter().filter(|listed| listed.person.role == role).map(line).collect(),
    };
    let view = StaffPage {
        page: present.layout(&ask),
        is_whole_box: me.role == Role::Technician,
        groups: looked_after(me.role).map(group).collect(),
        invite_url: staff.desk.invite,
        removed: ask.query("removed").is_some(),
    };
    Ok(present.finish(&ask, page(&view)?))
}

/// The staff that a role looks after, those with the most to say first.
fn looked_after(role: Role) -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().rev().filter(move |other| other.is_staff() && role.looks_after(*other))
}

async fn ask_whom_to_invite(State(staff): State<Staff>, request: Request) -> Answer {
    let (ask, _) = staff.people.ask(request)?;
    let present = staff.people.present(&ask).await?;
    let me = Staff::me(&present)?;
    // A box has many teachers and few technicians.
    let mut roles: Vec<Role> = looked_after(me.role).collect();
    roles.reverse();
    Ok(present.finish(&ask, page(&InvitePage { page: present.layout(&ask), roles })?))
}

async fn invite(State(staff): State<Staff>, request: Request) -> Answer {
    let (ask, body) = staff.people.ask(request)?;
    let (present, form) = staff.people.posted(&ask, body).await?;
    let me = Staff::me(&present)?;
    let role = query_value(&form, "role").and_then(|word| word.parse::<Role>().ok());
    let role = role.ok_or_else(|| Fault::Invalid("No role was chosen.".into()))?;
    let code = staff.people.invite(&me, role).await?;
    let heading = ask.text.code_invite_title(role.name(&ask.text));
    staff.show_code(&ask, &present, heading, &code, true)
}

async fn person(State(staff): State<Staff>, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, _) = staff.people.ask(request)?;
    let present = staff.people.present(&ask).await?;
    let found = staff.find(&*Staff::me(&present)?, id).await?;
    let view = PersonPage {
        page: present.layout(&ask),
        name: &found.person.name,
        role: found.person.role,
        waits: found.waits,
        reset_url: staff.url(staff.desk.reset, id),
        remove_url: staff.url(staff.desk.remove, id),
    };
    Ok(present.finish(&ask, page(&view)?))
}

async fn ask_to_reset(
    State(staff): State<Staff>,
    Path(id): Path<PersonId>,
    request: Request,
) -> Answer {
    let (ask, _) = staff.people.ask(request)?;
    let present = staff.people.present(&ask).await?;
    let found = staff.find(&*Staff::me(&present)?, id).await?;
    let text = &ask.text;
    let view = QuestionPage {
        page: present.layout(&ask),
        heading: text.reset_title(&*found.person.name),
        follows: vec![text.reset_old(), text.reset_out(), text.reset_code()],
        yes: text.reset_yes(),
        icon: "key",
        grave: false,
        action: staff.url(staff.desk.reset, id),
        no_url: staff.url(staff.desk.person, id),
    };
    Ok(present.finish(&ask, page(&view)?))
}

async fn reset(State(staff): State<Staff>, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, body) = staff.people.ask(request)?;
    let (present, _) = staff.people.posted(&ask, body).await?;
    let me = Staff::me(&present)?;
    let found = staff.find(&me, id).await?;
    let code = staff.people.reset(&me, id).await?;
    let heading = ask.text.code_reset_title(&*found.person.name);
    staff.show_code(&ask, &present, heading, &code, false)
}

async fn ask_to_remove(
    State(staff): State<Staff>,
    Path(id): Path<PersonId>,
    request: Request,
) -> Answer {
    let (ask, _) = staff.people.ask(request)?;
    let present = staff.people.present(&ask).await?;
    let found = staff.find(&*Staff::me(&present)?, id).await?;
    let text = &ask.text;
    let follows = vec![text.remove_in(), text.reset_out(), text.remove_stays(), text.remove_back()];
    let view = QuestionPage {
        page: present.layout(&ask),
        heading: text.remove_title(&*found.person.name),
        follows,
        yes: text.remove_yes(),
        icon: "remove",
        grave: true,
        action: staff.url(staff.desk.remove, id),
        no_url: staff.url(staff.desk.person, id),
    };
    Ok(present.finish(&ask, page(&view)?))
}

async fn remove(State(staff): State<Staff>, Path(id): Path<PersonId>, request: Request) -> Answer {
    let (ask, body) = staff.people.ask(request)?;
    let (present, _) = staff.people.posted(&ask, body).await?;
    let (me, now) = (Staff::me(&present)?, staff.people.services.clock.now());
    let removal = staff.people.guests.school.write(move |tx| take_away(tx, &me, id, now)).await?;
    match removal {
        Removal::Done => {
            staff.people.guests.forget_person(id);
            let list = format!("{}?removed=1", staff.desk.list);
            Ok(present.finish(&ask, see_other(&list)))
        }
        Removal::NotTheirs => Err(Fault::NotFound),
        Removal::LastTechnician => {
            Err(Fault::Invalid("The last technician of a box cannot be removed.".into()))
        }
    }
}

/// How many there are at this school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct School {
    pub classes: u32,
    pub learners: u32,
    pub teachers: u32,
}

pub fn count_school(connection: &Connection) -> Result<School, StoreError> {
    let mut count = connection.prepare_cached(include_str!("sql/count_school.sql"))?;
    Ok(count.query_row([], |row| {
        Ok(School {
            classes: row.get("classes")?,
            learners: row.get("learners")?,
            teachers: row.get("teachers")?,
        })
    })?)
}
