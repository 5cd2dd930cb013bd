//! A box with a teacher signed in, and what a teacher does with classes.

use chalkbox::people::Role;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::kit::phone::Answer;
use crate::kit::{Folder, Phone, TestBox};

pub struct School {
    pub chalkbox: TestBox,
    pub teacher: Phone,
    pub folder: Folder,
}

pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The address that an answer leads on to.
pub fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

impl School {
    pub fn open(name: &str) -> Self {
        let folder = Folder::new(name);
        let chalkbox = TestBox::start(&folder.path("data"));
        let teacher = Phone::of(&chalkbox, Role::Teacher);
        Self { chalkbox, teacher, folder }
    }

    /// Sends a form from the desk, with the token of the page it stands on.
    pub fn send(&mut self, page: &str, to: &str, form: &str) -> Answer {
        let token = self.teacher.get(page).token().unwrap();
        self.teacher.post(to, &format!("token={token}&{form}"))
    }

    /// Makes a class; its address.
    pub fn class(&mut self, name: &str) -> String {
        let form = format!("name={}", encoded(name));
        leads_to(&self.send("/teach/classes", "/teach/classes", &form))
    }

    /// Adds a learner by hand; the address of the learner's page.
    pub fn learner(&mut self, class: &str, name: &str) -> String {
        let form = format!("name={}", encoded(name));
        let to = leads_to(&self.send(class, &format!("{class}/learners"), &form));
        to.split('?').next().unwrap().to_owned()
    }

    /// Sends a list as a file, or as pasted text.
    pub fn list(&mut self, to: &str, file: Option<&[u8]>, text: &str) -> Answer {
        let page = to.trim_end_matches("/add").to_owned();
        let token = self.teacher.get(&page).token().unwrap();
        let mut fields = vec![("token", None, token.as_bytes())];
        fields.push(("file", Some("list.csv"), file.unwrap_or_default()));
        fields.push(("text", None, text.as_bytes()));
        self.teacher.post_file(to, &fields)
    }

    /// The three pictures that a learner's page shows.
    pub fn pictures(&mut self, learner: &str) -> [String; 3] {
        let page = self.teacher.get(learner).text();
        three(page.split("class=\"picked\"").nth(1).unwrap().split("</ol>").next().unwrap())
    }

    /// What stands in the code of a learner's card.
    pub fn card(&mut self, learner: &str) -> String {
        self.teacher.get(&format!("{learner}/card")).link("/card/").unwrap()
    }

    pub fn count(&self, sql: &'static str) -> i64 {
        let school = &self.chalkbox.core().store.school;
        school.read_blocking(|reader| Ok(reader.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }
}

/// The pictures that a piece of a page names.
pub fn three(html: &str) -> [String; 3] {
    let found: Vec<String> = html
        .split("<use href=\"")
        .skip(1)
        .map(|piece| piece.split('#').nth(1).unwrap().split('"').next().unwrap().to_owned())
        .collect();
    found.try_into().unwrap()
}

/// Taps three pictures on a class's page; what the last tap answers.
pub fn tap(phone: &mut Phone, class: &str, pictures: &[String; 3]) -> Answer {
    let mut page = phone.get(class);
    let mut picked = String::new();
    for (at, picture) in pictures.iter().enumerate() {
        let token = page.token().unwrap();
        page = phone.post(class, &format!("token={token}&picked={picked}&pick={picture}"));
        if at < 2 {
            picked = format!("{picked}{}{picture}", if at == 0 { "" } else { "," });
            assert_eq!(page.status, 200);
        }
    }
    page
}

/// A class's page for learners.
pub fn door(class: &str) -> String {
    class.replace("/teach/classes/", "/learn/")
}
