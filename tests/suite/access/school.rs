//! The box that the table is held against, and who asks it.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use chalkbox::lessons::{Catalogue, Lesson, LessonKind};
use chalkbox::people::{GuestId, Role};
use chalkbox::web::assets;

use super::row::{Asker, Needs, Origin, Outcome, Row};
use crate::kit::phone::Answer;
use crate::kit::staff::PASSPHRASE;
use crate::kit::zim_maker::ZimMaker;
use crate::kit::{Folder, Phone, TestBox};

const PORTAL: &str = "http://10.77.0.1";
const LESSONS: &str = "http://10.77.0.2";

/// The site that a row is asked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    Portal,
    Lessons,
}

pub struct School {
    pub chalkbox: TestBox,
    names: BTreeMap<&'static str, String>,
    /// A connection of its own: sees what others commit.
    watch: rusqlite::Connection,
    folder: Folder,
}

fn first(catalogue: &Catalogue, fits: impl Fn(&Lesson) -> bool) -> &Lesson {
    catalogue.lessons().iter().find(|lesson| fits(lesson)).unwrap()
}

/// A phone in somebody's hand.
pub struct Held {
    pub phone: Phone,
    token: String,
    pub site: Site,
}

impl School {
    pub fn open(name: &str) -> Self {
        let folder = Folder::new(name);
        let chalkbox = TestBox::start(&folder.path("data"));
        chalkbox.load_sample();
        let zim = folder.path("rivers.zim");
        let mut maker = ZimMaker::new();
        maker.metadata("Title", b"Rivers").metadata("Language", b"swa");
        maker.metadata("Name", b"rivers").illustration(48, b"\x89PNG\r\n\x1a\nsmall");
        maker.page("nile", "Nile", "<p>water").main_page("nile").write(&zim);
        chalkbox.load(&zim);
        let people = Role::ALL.map(|role| (role, chalkbox.person(role)));
        let mut names = names(&chalkbox);
        for (role, person) in people {
            names.insert(role.word(), person.id.to_string());
            if let Some(class) = person.class {
                names.insert("class", class.to_string());
            }
        }
        names.insert("passphrase", PASSPHRASE.replace(' ', "+"));
        let card = format!("/teach/learners/{}/card", names["learner"]);
        let card = Phone::of(&chalkbox, Role::Teacher).get(&card).link("/card/").unwrap();
        names.insert("card", card.trim_start_matches("/card/").to_owned());
        let watch = watch(&folder);
        Self { chalkbox, names, watch, folder }
    }

    /// `{name}` replaced by what the box has of that name.
    pub fn filled(&self, pattern: &str) -> String {
        let mut filled = pattern.to_owned();
        for (name, value) in &self.names {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        assert!(!filled.contains('{'), "school.rs has nothing for {pattern}");
        filled
    }

    /// Everything of people that a change could change: rows, and the settings' file.
    pub fn people(&self) -> String {
        // Where somebody stopped is noted behind, at any time; whose it is, is not.
        let kept =
            "select id, pictures, person from keeper where coalesce(pictures, person) is not null";
        let tables = ["person", "class", "session", "code", "recovery", "act", "secret"];
        let all_of = |table| format!("select * from {table} order by 1");
        let questions = tables.map(all_of).into_iter().chain([kept.to_owned()]);
        let mut all = String::new();
        for question in questions {
            let mut rows = self.watch.prepare_cached(&question).unwrap();
            let count = rows.column_count();
            let mut rows = rows.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for column in 0..count {
                    write!(all, "{:?} ", row.get_ref(column).unwrap()).unwrap();
                }
                all.push('\n');
            }
        }
        all + &std::fs::read_to_string(self.folder.path("data/settings.toml")).unwrap_or_default()
    }

    /// One request of a row.
    pub fn ask(&self, held: &mut Held, row: &Row, origin: Origin, token: bool) -> Answer {
        let (own, foreign) = match held.site {
            Site::Portal => (PORTAL, LESSONS),
            Site::Lessons => (LESSONS, PORTAL),
        };
        let origin = match origin {
            Origin::Own => Some(own),
            Origin::Foreign => Some(foreign),
            Origin::Null => Some("null"),
            Origin::None => None,
        };
        let headers: Vec<_> = origin.map(|origin| ("Origin", origin)).into_iter().collect();
        let token = if token { format!("token={}", held.token) } else { String::new() };
        let address = format!("{own}{}", self.filled(row.sample));
        if row.is_change() {
            let form = [self.filled(row.form), token].join("&");
            if row.in_parts {
                let kind = ("Content-Type", "multipart/form-data; boundary=edge");
                let headers: Vec<_> = headers.into_iter().chain([kind]).collect();
                return held.phone.post_from(&address, &headers, &parts(&form));
            }
            return held.phone.post_from(&address, &headers, &form);
        }
        let mark = if address.contains('?') { '&' } else { '?' };
        held.phone.ask("GET", &format!("{address}{mark}{token}"), &headers)
    }

    /// A phone of this asker's own, and the token that the form of a row would hold.
    pub fn hold_phone(&self, site: Site, row: &Row, asker: Asker) -> Held {
        // An earlier request may have forgotten them, which was its right.
        self.chalkbox.person(Role::Learner);
        let mut phone = Phone::new(&self.chalkbox);
        let guests = &self.chalkbox.running().guests;
        let cookie = match asker {
            Asker::Nobody => None,
            Asker::Guest => Some(guests.begin().id.as_str().to_owned()),
            Asker::Of(role) => Some(self.chalkbox.sign_in(role)),
        };
        let secret = self.chalkbox.core().secret().unwrap();
        // Somebody without a cookie may still have seen a form of another phone's.
        let id = cookie.clone().unwrap_or_else(|| guests.begin().id.as_str().to_owned());
        let mut token = secret.sign("form", &[guests.key(&GuestId::parse(&id).unwrap()).as_str()]);
        if row.needs == Needs::TokenOfCookie {
            token = secret.sign("form", &[cookie.as_deref().unwrap_or("nobody")]);
        }
        if let Some(cookie) = &cookie {
            phone.set_cookie("10.77.0.1", "guest", cookie);
            if site == Site::Lessons {
                token = self.open_text(&mut phone).token().unwrap();
            }
        }
        Held { phone, token, site }
    }

    /// Opens the text, so that the lesson site knows a visit of this phone.
    fn open_text(&self, phone: &mut Phone) -> Answer {
        let lesson = self.filled("/lessons/{text}");
        let page = phone.get(&format!("{PORTAL}{lesson}"));
        let open = page.link(&format!("{lesson}/open?k=")).unwrap();
        let shown = phone.get(&format!("{PORTAL}{open}"));
        assert!(shown.url.starts_with(LESSONS), "{}", shown.url);
        shown
    }
}

/// A form of names and values, as a form with a file sends it.
fn parts(form: &str) -> String {
    let mut body = String::new();
    for (name, value) in form.split('&').filter_map(|pair| pair.split_once('=')) {
        write!(
            body,
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
        .unwrap();
    }
    body + "--edge--\r\n"
}

fn names(chalkbox: &TestBox) -> BTreeMap<&'static str, String> {
    let catalogue = chalkbox.core().library.snapshot();
    let zim = first(&catalogue, |lesson| lesson.kind == LessonKind::Zim);
    let package = catalogue.package(zim.package).unwrap();
    let with_picture = |topic: &&chalkbox::lessons::Topic| topic.picture.is_some();
    let topic =
        catalogue.top_topics().find(with_picture).or(catalogue.top_topics().next()).unwrap();
    let style = assets::url("chalk.css").trim_start_matches("/static/");
    BTreeMap::from([
        ("topic", topic.id.to_string()),
        ("text", first(&catalogue, |lesson| lesson.kind == LessonKind::Text).id.to_string()),
        ("film", first(&catalogue, |lesson| !lesson.subtitles.is_empty()).id.to_string()),
        ("zim", zim.id.to_string()),
        ("zim-name", package.name.clone()),
        ("book", package.facts.uuid.clone().unwrap()),
        ("static", style.to_owned()),
    ])
}

#[expect(clippy::disallowed_methods, reason = "looks at the file as another program would")]
fn watch(folder: &Folder) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.path("data/school.db")).unwrap()
}

pub fn outcome(answer: &Answer) -> Outcome {
    match (answer.status, answer.header("location")) {
        (403, _) => Outcome::Refused,
        (303, Some(to)) if to.starts_with("/sign-in?") => Outcome::SignIn,
        _ => Outcome::Passed,
    }
}
