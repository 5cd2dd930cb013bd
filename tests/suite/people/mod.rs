//! Who is asking: stories through the front door, clock in hand.

mod acts;
mod cards;
mod commands;
mod desks;
mod forget;
mod join;
mod learners;
mod lost;
mod no_secrets;
mod recover;
mod roster;
mod school;
mod settings;
mod setup;
mod sign_in;

use chalkbox::people::{PersonId, Role, accounts};

use crate::kit::{Folder, Phone, TestBox};

fn school(name: &str) -> (Folder, TestBox) {
    let folder = Folder::new(name);
    let chalkbox = TestBox::start(&folder.path("data"));
    (folder, chalkbox)
}

/// The account that signs in as its role's word.
fn id_of(chalkbox: &TestBox, role: Role) -> PersonId {
    let found = chalkbox
        .core()
        .store
        .school
        .read_blocking(|school| accounts::by_sign_in(school, role.word()))
        .unwrap();
    found.unwrap().0.id
}

/// Sends the form on a page back to where the page says, with the token it carries.
fn send(phone: &mut Phone, page: &str, to: &str, fields: &str) -> crate::kit::phone::Answer {
    let token = phone.get(page).token().unwrap();
    phone.post(to, &format!("token={token}{fields}"))
}
