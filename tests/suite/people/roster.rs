//! A list of learners, from a file or pasted: mistakes by line, nothing before the yes, nobody twice.

use std::fmt::Write as _;

use super::school::{School, leads_to};

/// Forty rows under their headings; seven of them wrong.
fn forty() -> String {
    let mut list = "Name;Class;Sex;Age;Home language\r\n".to_owned();
    for number in 2..=41 {
        let line = match number {
            5 => ";4B;girl;9;sw".to_owned(),
            9 => format!("{};4B;;;", "x".repeat(61)),
            14 => "Learner 3;4B;;;".to_owned(),
            20 => "Learner 20;4B;maybe;;".to_owned(),
            27 => "Learner 27;4B;boy;10-Aug;".to_owned(),
            33 => "Learner 33;4B;;;Elvish tongue".to_owned(),
            40 => format!("Learner 40;{};;;", "y".repeat(41)),
            _ => format!("Learner {number};4b;KE;{};Kiswahili", 5 + number % 14),
        };
        write!(list, "{line}\r\n").unwrap();
    }
    list
}

#[test]
fn each_mistake_of_forty_rows_is_named_by_its_line_and_the_good_ones_are_added() {
    let mut school = School::open("roster-40");
    let class = school.class("4B");
    let to = format!("{class}/roster");
    let checked = school.list(&to, Some(forty().as_bytes()), "");
    let page = checked.text();
    for (line, mend) in [
        (5, "Write a name."),
        (9, "Write a shorter name."),
        (14, "Line 3 has this name too. Add a letter."),
        (20, "Write girl or boy, or nothing."),
        (27, "Write years, such as 9, or nothing."),
        (33, "Write a language, such as sw, or nothing."),
        (40, "Write a shorter class name."),
    ] {
        let named = page.split(&format!("<b>Line {line}</b>")).nth(1).unwrap();
        assert!(named.split("</li>").next().unwrap().contains(mend), "{line}: {mend}");
    }
    assert_eq!(page.matches("<b>Line ").count(), 7);
    assert!(page.contains("7 lines need mending") && page.contains("33 learners are new"));
    assert!(page.contains("Add the 33 good ones"));
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 0);
    assert_eq!(school.count("select count(*) from act where what = 'learners_added'"), 0);

    let added = school.list(&format!("{to}/add"), None, &forty());
    assert_eq!(leads_to(&added), format!("{class}?added=33"));
    let shown = school.teacher.get(&format!("{class}?added=33")).text();
    assert!(shown.contains("33 learners were added.") && shown.contains("Learner 41"));
    let told = "select count(*) from person where sex = 'girl' and home_language = 'sw'";
    assert_eq!(school.count(told), 33);
    assert_eq!(school.count("select count(distinct pictures) from person"), 33);
    assert_eq!(school.count("select count(*) from act where what = 'learners_added'"), 1);

    // The same file once more doubles nobody.
    let again = school.list(&to, Some(forty().as_bytes()), "").text();
    assert!(again.contains("No learner is new") && again.contains("33 learners are here already."));
    assert!(!again.contains("roster/add"), "there is nothing to add");
    school.list(&format!("{to}/add"), None, &forty());
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 33);
}

#[test]
fn names_pasted_alone_go_into_the_class_and_new_classes_are_made() {
    let mut school = School::open("roster-pasted");
    let class = school.class("Nursery");
    let to = format!("{class}/roster");
    let names = "Aïsha Diallo\nBakari\n\nأمينة\n";
    assert!(school.list(&to, None, names).text().contains("3 learners are new"));
    school.list(&format!("{to}/add"), None, names);
    let shown = school.teacher.get(&class).text();
    for name in ["Aïsha Diallo", "Bakari", "أمينة"] {
        assert!(shown.contains(name), "{name}");
    }
    let mixed = "jina,darasa\nBakari,5A\nZuri,5B\nBakari,nursery\nZuri,\n";
    let checked = school.list(&to, None, mixed).text();
    assert!(checked.contains("A new class is made: 5A") && checked.contains("1 learner is here"));
    school.list(&format!("{to}/add"), None, mixed);
    assert_eq!(school.count("select count(*) from class"), 3);
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 6);
}

#[test]
fn what_is_no_list_says_what_to_do() {
    let mut school = School::open("roster-none");
    let class = school.class("4B");
    let to = format!("{class}/roster");
    let latin1: Vec<u8> = b"Nom;Sexe\nA\xefcha;fille\n".to_vec();
    assert!(school.list(&to, Some(&latin1), "").text().contains("Aïcha"));
    for (file, says) in [
        (vec![b'a'; 300 << 10], "The file is too large."),
        (b"Amina,girl\nBakari,boy\n".to_vec(), "Name the columns in line 1"),
        (b"name\nAmina\n\"Bakari\n".to_vec(), "Close the quotation mark in line 3."),
        ("A\n".repeat(501).into_bytes(), "A list holds 500 learners."),
        (b"name\n".to_vec(), "The list is empty."),
        (Vec::new(), "The list is empty."),
    ] {
        for to in [to.clone(), format!("{to}/add")] {
            let answer = school.list(&to, Some(&file), "");
            assert!(answer.text().contains(says), "{says}");
        }
    }
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 0);
}

#[test]
fn a_list_without_the_pages_token_is_refused() {
    let mut school = School::open("roster-token");
    let class = school.class("4B");
    for to in [format!("{class}/roster"), format!("{class}/roster/add")] {
        let fields: [(&str, Option<&str>, &[u8]); 2] =
            [("token", None, b"0123"), ("text", None, b"Amina")];
        assert_eq!(school.teacher.post_file(&to, &fields).status, 403);
    }
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 0);
}

#[test]
fn a_class_holds_144_whose_pictures_differ_in_two() {
    let mut school = School::open("roster-144");
    let class = school.class("Big");
    let names: String = (1..=150).fold(String::new(), |mut all, number| {
        writeln!(all, "Learner {number}").unwrap();
        all
    });
    let to = format!("{class}/roster");
    let checked = school.list(&to, None, &names).text();
    assert!(checked.contains("144 learners are new"), "{checked}");
    assert_eq!(checked.matches("This class is full.").count(), 6);
    school.list(&format!("{to}/add"), None, &names);
    let threes: Vec<String> = school
        .chalkbox
        .core()
        .store
        .school
        .read_blocking(|reader| {
            let mut find = reader.prepare("select pictures from person where role = 'learner'")?;
            Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .unwrap();
    assert_eq!(threes.len(), 144);
    for (at, one) in threes.iter().enumerate() {
        for other in &threes[..at] {
            let differing = one.split('-').zip(other.split('-')).filter(|(a, b)| a != b).count();
            assert!(differing >= 2, "{one} {other}");
        }
    }
    let full = school.send(&class, &format!("{class}/learners"), "name=One+more");
    assert!(full.text().contains("This class is full."));
    // Nobody's pictures can be made anew in a full class: the page says so, and nothing changes.
    let learner = school.teacher.get(&class).link("/teach/learners/").unwrap();
    let answer = school.send(&learner, &format!("{learner}/pictures"), "");
    assert!(answer.text().contains("This class is full."));
}
