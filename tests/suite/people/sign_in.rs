//! Staff sign in, guess wrongly, are asked again, sign out everywhere.

use std::time::Duration;

use chalkbox::people::Role;

use crate::kit::staff::{self, PASSPHRASE};
use crate::kit::{Folder, Phone, TestBox};

fn school(name: &str) -> (Folder, TestBox) {
    let folder = Folder::new(name);
    let chalkbox = TestBox::start(&folder.path("data"));
    (folder, chalkbox)
}

fn guest(phone: &Phone) -> String {
    phone.cookie("chalkbox.lan", "guest").unwrap().to_owned()
}

#[test]
fn the_right_passphrase_signs_in_with_a_new_session() {
    let (_folder, chalkbox) = school("sign-in");
    staff::add(&chalkbox, Role::Technician);
    let mut phone = Phone::new(&chalkbox);
    let sent = phone.get("/box");
    assert!(sent.url.ends_with("/sign-in?next=%2Fbox"), "{}", sent.url);
    let before = guest(&phone);
    let token = sent.token().unwrap();
    let form =
        format!("token={token}&name=+TECHNICIAN+&passphrase=mango+tree+near+the+river&next=%2Fbox");
    let answer = phone.post("/sign-in", &form);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box")));
    assert_ne!(guest(&phone), before);
    assert_eq!(phone.get("/box").status, 200);
    assert!(phone.get("/me").text().contains("Asha the technician"));
}
