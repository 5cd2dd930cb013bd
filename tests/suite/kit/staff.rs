//! Staff with a passphrase that is cheap to hash, who sign in through the page.

use chalkbox::base::Random;
use chalkbox::people::accounts::{self, Made, NewStaff};
use chalkbox::people::passphrase::{self, Cost};
use chalkbox::people::{Person, Role};

pub use super::people::{CHEAP, PASSPHRASE};
use super::phone::Answer;
use super::{Phone, TestBox};

/// Makes an account that signs in as its role's word (`technician`) with `PASSPHRASE`.
pub fn add(chalkbox: &TestBox, role: Role) -> Person {
    add_as(chalkbox, role, role.word(), PASSPHRASE, CHEAP)
}

pub fn add_as(
    chalkbox: &TestBox,
    role: Role,
    sign_in: &str,
    passphrase: &str,
    cost: Cost,
) -> Person {
    let new = NewStaff {
        role,
        name: format!("Asha the {sign_in}"),
        sign_in: sign_in.into(),
        passphrase: Some(passphrase::hash(&Random::Kernel, passphrase, cost).unwrap()),
    };
    let now = chalkbox.clock.now();
    let random = chalkbox.core().random.clone();
    let made = chalkbox
        .core()
        .store
        .school
        .write_blocking(move |tx| accounts::add_staff(tx, &random, &new, now))
        .unwrap();
    let Made::Yes(person) = made else { panic!("{sign_in} is there already") };
    person
}

/// Fills in the page of signing in and sends it.
pub fn sign_in(phone: &mut Phone, name: &str, passphrase: &str) -> Answer {
    let token = phone.get("/sign-in").token().unwrap();
    let typed = passphrase.replace(' ', "+");
    phone.post("/sign-in", &format!("token={token}&name={name}&passphrase={typed}"))
}

/// A new phone on which somebody new of that role has signed in; one of each role in a box.
pub fn signed_in(chalkbox: &TestBox, role: Role) -> Phone {
    add(chalkbox, role);
    let mut phone = Phone::new(chalkbox);
    let answer = sign_in(&mut phone, role.word(), PASSPHRASE);
    assert_eq!(answer.status, 303, "{}", answer.text());
    phone
}
