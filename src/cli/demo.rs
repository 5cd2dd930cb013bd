//! People of a demo: whoever tries it has somebody to sign in as.

use std::io::Write;

use serde_json::json;

use super::people::{has_changed, sentence};
use super::perform::{Done, said};
use super::{DONE, FAILED};
use crate::app::Core;
use crate::people::Role;
use crate::people::accounts::{self, Made, NewStaff};
use crate::people::classes::{self, Named};
use crate::people::codes::Code;
use crate::people::learners::{self, About};
use crate::people::passphrase::{self, Cost};

/// Letters of a made-up passphrase: 59 bits.
const PASSPHRASE_LETTERS: usize = 12;
const STAFF: [(Role, &str); 3] =
    [(Role::Technician, "technician"), (Role::Head, "head"), (Role::Teacher, "teacher")];

/// Staff with new passphrases at each start, and a class.
pub(super) fn people(core: &Core, as_json: bool, out: &mut dyn Write) -> Done {
    for (role, name) in STAFF {
        let typed = Code::draw(&core.random, PASSPHRASE_LETTERS).to_string().to_lowercase();
        let typed = typed.replace(' ', "-");
        let hash = passphrase::hash(&core.random, &typed, Cost::BOARD)
            .map_err(|error| error.to_string())?;
        let (random, now) = (core.random.clone(), core.clock.now());
        let person = core
            .store
            .school
            .write_blocking(move |tx| {
                if let Some((person, _)) = accounts::by_sign_in(tx, name)? {
                    accounts::set_passphrase(tx, person.id, Some(&hash))?;
                    return Ok(Some(person));
                }
                let new = NewStaff {
                    role,
                    name: name.into(),
                    sign_in: name.into(),
                    passphrase: Some(hash),
                };
                Ok(match accounts::add_staff(tx, &random, &new, now)? {
                    Made::Yes(person) => Some(person),
                    Made::NameTaken => None,
                })
            })
            .map_err(sentence)?;
        let Some(person) = person else { return Ok(FAILED) };
        has_changed(core, &person)?;
        said(if as_json {
            writeln!(out, "{}", json!({ "sign_in": name, "role": role, "passphrase": typed }))
        } else {
            writeln!(out, "Sign in as {name:<10} with the passphrase {typed}")
        })?;
    }
    class(core, as_json, out)
}

const CLASS: &str = "Class 3";
const LEARNERS: [&str; 5] = ["Amina", "Baraka", "Chantal", "Daudi", "Esther"];

/// Made once; the pictures that open each learner's page are shown at each start.
fn class(core: &Core, as_json: bool, out: &mut dyn Write) -> Done {
    let (random, now) = (core.random.clone(), core.clock.now());
    let school = &core.store.school;
    let id = school
        .write_blocking(move |tx| {
            if let Some(class) = classes::by_name(tx, CLASS)? {
                return Ok(Some(class.id));
            }
            let Named::Yes(class) = classes::make(tx, &random, CLASS, now)? else {
                return Ok(None);
            };
            for name in LEARNERS {
                learners::add(tx, &random, class.id, (name, &About::default()), now)?;
            }
            Ok(Some(class.id))
        })
        .map_err(sentence)?;
    let Some(id) = id else { return Ok(FAILED) };
    let all = school.read_blocking(|reader| learners::of_class(reader, id)).map_err(sentence)?;
    for learner in all {
        let (name, pictures) = (&*learner.person.name, learner.pictures.to_string());
        said(if as_json {
            let role = Role::Learner;
            writeln!(out, "{}", json!({ "name": name, "role": role, "pictures": pictures }))
        } else {
            writeln!(out, "{name} of {CLASS} opens /learn with the pictures {pictures}")
        })?;
    }
    Ok(DONE)
}
