//! Printed cards: a name, three pictures, a code that opens the page after a question.

use super::school::{School, leads_to, three};
use crate::kit::Phone;

#[test]
fn cards_show_what_opens_each_page() {
    let mut school = School::open("cards");
    let class = school.class("4B");
    for name in ["Amina", "Bakari", "Chausiku"] {
        school.learner(&class, name);
    }
    let to = leads_to(&school.send(&class, &format!("{class}/cards"), ""));
    assert_eq!(school.count("select count(*) from act where what = 'cards_printed'"), 1);
    let page = school.teacher.get(&to).text();
    let cards: Vec<&str> = page.split("<li><div><b dir=\"auto\">").skip(1).collect();
    assert_eq!(cards.len(), 3);
    for (card, name) in cards.into_iter().zip(["Amina", "Bakari", "Chausiku"]) {
        assert!(card.starts_with(name) && card.contains("<bdi>chalkbox.lan"));
        assert!(card.contains("<svg class=\"qr\""));
        three(card.split("</ol>").next().unwrap());
        let word = card.split("data-card=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut phone = Phone::new(&school.chalkbox);
        let asked = phone.get(word);
        assert!(asked.text().contains(&format!("Are you {name}?")));
        assert!(!phone.get("/").text().contains(name), "asking opens nothing");
        let token = asked.token().unwrap();
        assert_eq!(leads_to(&phone.post(word, &format!("token={token}"))), "/");
        assert!(phone.get("/").text().contains(&format!("Hello {name}")));
    }
}

#[test]
fn a_card_that_was_made_up_opens_nothing() {
    let mut school = School::open("cards-made-up");
    let class = school.class("4B");
    let (amina, bakari) = (school.learner(&class, "Amina"), school.learner(&class, "Bakari"));
    let (amina, bakari) = (school.card(&amina), school.card(&bakari));
    let halves = |card: &str| {
        let (id, proof) = card.trim_start_matches("/card/").split_once('-').unwrap();
        (id.to_owned(), proof.to_owned())
    };
    let ((one, proof), (_, other)) = (halves(&amina), halves(&bakari));
    assert_eq!(proof.len(), 20);
    let mut phone = Phone::new(&school.chalkbox);
    let made_up = [
        format!("{one}-{other}"),
        format!("{one}-"),
        format!("{one}-{}", &proof[..19]),
        format!("+{one}-{proof}"),
        one.clone(),
        "x".into(),
        "-".into(),
    ];
    for word in made_up {
        let answer = phone.get(&format!("/card/{word}"));
        assert!(answer.text().contains("This card is too old"), "{word}");
        let token = phone.get("/turn").token().unwrap();
        phone.post(&format!("/card/{word}"), &format!("token={token}"));
        assert!(!phone.get("/").text().contains("Hello"), "{word}");
    }
    assert_eq!(phone.post(&amina, "token=0123").status, 403, "only from the page that asks");
}

#[test]
fn the_last_child_s_page_is_gone_when_a_card_opens_another() {
    let mut school = School::open("cards-hand-over");
    let class = school.class("4B");
    let (amina, bakari) = (school.learner(&class, "Amina"), school.learner(&class, "Bakari"));
    let (amina, bakari) = (school.card(&amina), school.card(&bakari));
    let mut phone = Phone::new(&school.chalkbox);
    for (card, name, other) in [(&amina, "Amina", "Bakari"), (&bakari, "Bakari", "Amina")] {
        let token = phone.get(card).token().unwrap();
        phone.post(card, &format!("token={token}"));
        let home = phone.get("/").text();
        assert!(home.contains(&format!("Hello {name}")) && !home.contains(other));
    }
    assert_eq!(school.count("select count(*) from session where person in (select id from person where role = 'learner')"), 1);
}
