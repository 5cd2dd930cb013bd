//! `people`: accounts of staff from the box's own command line, which is to be at the box.

use std::io::Write;

use serde_json::json;

use super::DONE;
use super::arguments::PeopleAct;
use super::perform::{Done, said};
use crate::app::Core;
use crate::people::accounts::{self, Made, NameTrouble, NewStaff};
use crate::people::acts::{self, Act};
use crate::people::classes::{self, Class};
use crate::people::codes::{self, CODE_VALID, Code};
use crate::people::{Person, Role, learners};
use crate::store::{self, StoreError};

pub(super) fn people(core: &Core, act: &PeopleAct, as_json: bool, out: &mut dyn Write) -> Done {
    match act {
        PeopleAct::Add { name, role } => add(core, name, *role, as_json, out),
        PeopleAct::Reset { name } => reset(core, name, as_json, out),
        PeopleAct::List { names } => list(core, *names, as_json, out),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "map_err gives the error away")]
pub(super) fn sentence(error: StoreError) -> String {
    error.to_string()
}

/// The account is there at once, and waits for its first passphrase.
fn add(core: &Core, name: &str, role: Role, as_json: bool, out: &mut dyn Write) -> Done {
    let name = tidy(name)?;
    let (random, now) = (core.random.clone(), core.clock.now());
    let secret = core.secret().map_err(sentence)?;
    let new = NewStaff { role, name: name.clone(), sign_in: name.clone(), passphrase: None };
    let made = core
        .store
        .school
        .write_blocking(move |tx| match accounts::add_staff(tx, &random, &new, now)? {
            Made::Yes(person) => {
                acts::note(tx, now, None, Act::Invited, Some(person.id), role.word())?;
                let new_code = codes::first(tx, &random, &secret, None, &person, now)?;
                Ok(Some((person, new_code)))
            }
            Made::NameTaken => Ok(None),
        })
        .map_err(sentence)?;
    let Some((person, new_code)) = made else {
        return Err(format!("Somebody signs in as {name} already. Choose another name."));
    };
    has_changed(core, &person)?;
    tell_code(core, &person, &new_code, as_json, out)
}

fn tidy(name: &str) -> Result<String, String> {
    accounts::tidy_name(name).map_err(|trouble| match trouble {
        NameTrouble::Empty => "Give a name.".into(),
        NameTrouble::TooLong => "The name is too long: at most 60 letters.".into(),
    })
}

fn reset(core: &Core, name: &str, as_json: bool, out: &mut dyn Write) -> Done {
    let (random, now) = (core.random.clone(), core.clock.now());
    let secret = core.secret().map_err(sentence)?;
    let typed = name.to_owned();
    let found = core
        .store
        .school
        .write_blocking(move |tx| {
            let Some((person, _)) = accounts::by_sign_in(tx, &typed)? else { return Ok(None) };
            let new_code = codes::reset(tx, &random, &secret, None, &person, now)?;
            Ok(Some((person, new_code)))
        })
        .map_err(sentence)?;
    let Some((person, new_code)) = found else {
        return Err(format!("Nobody signs in as {name}. chalkbox people list shows who does."));
    };
    has_changed(core, &person)?;
    tell_code(core, &person, &new_code, as_json, out)
}

/// A running server's next page knows, and so does the newest backup.
pub(super) fn has_changed(core: &Core, person: &Person) -> Result<(), String> {
    let school = &core.store.school;
    let known = person.role == Role::Technician && core.setup.close(school).map_err(sentence)?;
    match core.people.get() {
        Some(people) => {
            people.guests.forget_person(person.id);
            core.accounts_changed.notify_one();
        }
        None if known => {}
        None => {
            store::back_up(&core.data, school).map_err(sentence)?;
        }
    }
    Ok(())
}

fn tell_code(
    core: &Core,
    person: &Person,
    new_code: &Code,
    as_json: bool,
    out: &mut dyn Write,
) -> Done {
    let config = core.settings.now();
    let host = config.portal_names.first().map_or("", String::as_str);
    let minutes = CODE_VALID.as_secs() / 60;
    said(if as_json {
        let line = json!({
            "name": &*person.name, "role": person.role, "code": new_code.as_str(),
            "valid_minutes": minutes, "address": format!("http://{host}/join"),
        });
        writeln!(out, "{line}")
    } else {
        writeln!(
            out,
            "{new_code} is the code for {} ({}). Within {minutes} minutes, open http://{host}/join on a phone in \
             the box's Wi-Fi, type the code and choose a passphrase.",
            person.name, person.role
        )
    })?;
    Ok(DONE)
}

fn list(core: &Core, names: bool, as_json: bool, out: &mut dyn Write) -> Done {
    let school = &core.store.school;
    for one in school.read_blocking(accounts::listed).map_err(sentence)? {
        said(if as_json {
            let line = json!({
                "role": one.role, "name": one.name, "sign_in": one.sign_in, "waits": one.waits,
            });
            writeln!(out, "{line}")
        } else {
            let waits = if one.waits { ", waits for a code: people reset" } else { "" };
            writeln!(
                out,
                "{:<11} {} (signs in as {}{waits})",
                one.role.word(),
                one.name,
                one.sign_in
            )
        })?;
    }
    for class in school.read_blocking(classes::all).map_err(sentence)? {
        list_class(core, &class, names, as_json, out)?;
    }
    Ok(DONE)
}

fn list_class(
    core: &Core,
    class: &Class,
    names: bool,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), String> {
    let (role, id) = (Role::Learner, class.id);
    if !names {
        return said(if as_json {
            let line = json!({ "role": role, "class": &*class.name, "count": class.learners });
            writeln!(out, "{line}")
        } else {
            writeln!(out, "{:<11} {} in class {}", role.word(), class.learners, class.name)
        });
    }
    let school = &core.store.school;
    let all = school.read_blocking(|reader| learners::of_class(reader, id)).map_err(sentence)?;
    for learner in all {
        said(if as_json {
            let line = json!({
                "role": role, "name": &*learner.person.name, "class": &*class.name,
            });
            writeln!(out, "{line}")
        } else {
            writeln!(out, "{:<11} {} in class {}", role.word(), learner.person.name, class.name)
        })?;
    }
    Ok(())
}
