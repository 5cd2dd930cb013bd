//! Phones that read, tell, keep pictures and hand on, while the box is cut.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::{Situation, export, start_again, wait_for_the_cut};
use crate::kit::damage::Dice;
use crate::kit::program::Server;
use crate::kit::{Folder, Phone};

const PHONES: usize = 3;
/// Of a phone's turns; there are 1,728 threes of pictures in all, less those of phones at the same moment.
const KEEPS_EVERY: usize = 8;
const THREES_MAX: u32 = 1728 - 8;
/// A phone learns, tells, keeps its place and hands on some times within this.
const LONGEST: Duration = Duration::from_millis(1500);
const PICTURES: [&str; 12] = [
    "fish",
    "sun",
    "drum",
    "cat",
    "tree",
    "boat",
    "butterfly",
    "ball",
    "turtle",
    "cup",
    "bird",
    "flower",
];

/// What was tried and what the box acknowledged.
#[derive(Default)]
struct Told {
    opened: AtomicU32,
    tried_done: AtomicU32,
    done: AtomicU32,
    handed_on: AtomicU32,
    next_pictures: AtomicU32,
    /// Three pictures, and the address of the lesson whose place they keep.
    kept: Mutex<Vec<(u32, String)>>,
}

/// A phone, and the lesson that it shows.
struct Held {
    phone: Phone,
    shown: Option<String>,
    /// Whoever keeps a second three loses the first one.
    kept: Option<u32>,
}

pub(super) struct Journal {
    data: PathBuf,
    phones: Vec<Held>,
    told: Told,
}

impl Journal {
    pub(super) fn new(folder: &Folder) -> Self {
        let data = folder.path("journal-data");
        let class = folder.path("journal-class");
        std::fs::create_dir_all(&class).unwrap();
        for text in 0..6 {
            std::fs::write(class.join(format!("{text}.md")), format!("# Text {text}")).unwrap();
        }
        let said = crate::kit::program::command(&data, &["load", class.to_str().unwrap()]);
        assert_eq!(said.code, Some(0), "{said:?}");
        Self { data, phones: Vec::new(), told: Told::default() }
    }

    /// Everything acknowledged is there; nothing is there that was not tried.
    fn look(&self, server: &Server, dice: &Dice) {
        let told = &self.told;
        let count = |number: &AtomicU32| number.load(Ordering::SeqCst) as usize;
        let events = export(&self.data, "events");
        let of_kind = |kind: &str, word: &str| {
            let is = |row: &&std::collections::HashMap<String, String>| {
                row["kind"] == kind && row["data"].contains(word)
            };
            events.iter().filter(is).count()
        };
        let done = of_kind("done", "said");
        assert!((count(&told.done)..=count(&told.tried_done)).contains(&done), "{done} done");
        assert!(of_kind("end", "hand_over") >= count(&told.handed_on), "hand-overs");
        let ids = |kind: &str| {
            let ids = events.iter().filter(|row| row["kind"] == kind).map(|row| &row["visit_id"]);
            ids.cloned().collect::<Vec<_>>()
        };
        for kind in ["open", "end", "done"] {
            let all = ids(kind);
            let once: HashSet<&String> = all.iter().collect();
            assert_eq!(once.len(), all.len(), "a visit has two events {kind}");
        }
        // Before anybody came back there is no open visit: each has its end.
        assert_eq!(ids("open").len(), ids("end").len());
        let visits = export(&self.data, "visits");
        let asked_for = visits.iter().filter(|visit| visit["origin"] != "resumed").count();
        assert!((count(&told.done)..=count(&told.opened)).contains(&asked_for), "{asked_for}");
        let kept = told.kept.lock().unwrap();
        let newest = kept.iter().rev().take(6);
        let some = (0..4).filter_map(|_| kept.get(dice.below(kept.len())));
        for (pictures, lesson) in newest.chain(some) {
            let mut phone = server.phone();
            let token = phone.get("/pictures/find").token().unwrap();
            let form = format!("token={token}&{}", picked(*pictures));
            let found = phone.post("/pictures/find", &form);
            assert_eq!(found.header("location"), Some("/"), "{pictures} are lost");
            let home = phone.get("/").text();
            assert!(home.contains("Go on where you stopped") && home.contains(lesson), "{home}");
        }
    }
}

/// Form fields of three pictures, a different three for each number.
fn picked(number: u32) -> String {
    let digit = |place: u32| PICTURES[(number / 12_u32.pow(place) % 12) as usize];
    format!("picked={},{}&pick={}", digit(2), digit(1), digit(0))
}

/// One child's turn at a phone, until the box is gone.
fn learn(held: &mut Held, told: &Told, turn: usize) -> io::Result<()> {
    let phone = &mut held.phone;
    // From before the cut: the cookie still counts, and goes on as a visit of its own.
    if let Some(shown) = held.shown.take() {
        phone.try_get(&shown)?;
    }
    let topic = phone.try_get("/")?.link("/topics/");
    let Some(topic) = topic else { return still_me(phone) };
    let shelf = phone.try_get(&topic)?;
    let Some(lesson) = shelf.link("/lessons/") else { return still_me(phone) };
    let id = lesson.split('?').next().unwrap().to_owned();
    let Some(open) = phone.try_get(&lesson)?.link(&format!("{id}/open")) else {
        return still_me(phone);
    };
    told.opened.fetch_add(1, Ordering::SeqCst);
    let shown = phone.try_get(&open)?;
    let Some(token) = shown.token() else { return Ok(()) };
    held.shown = Some(shown.url.clone());
    let state = shown.link("/state/").unwrap().trim_end_matches("/done").to_owned();
    let site = &shown.url[..shown.url.find("/play/").unwrap()];
    for beat in 0..2 {
        let form = format!("token={token}&visible_secs=1&at_secs={beat}");
        phone.try_post(&format!("{site}{state}"), &form)?;
    }
    told.tried_done.fetch_add(1, Ordering::SeqCst);
    let done = phone.try_post(&format!("{site}{state}/done"), &format!("token={token}"))?;
    assert_eq!(done.status, 303);
    told.done.fetch_add(1, Ordering::SeqCst);
    let number = told.next_pictures.load(Ordering::SeqCst);
    if turn.is_multiple_of(KEEPS_EVERY) && number < THREES_MAX {
        let number = told.next_pictures.fetch_add(1, Ordering::SeqCst);
        if let Some(first) = held.kept.take() {
            told.kept.lock().unwrap().retain(|(kept, _)| *kept != first);
        }
        let token = phone.try_get("/pictures/keep")?.token().unwrap();
        let kept =
            phone.try_post("/pictures/keep", &format!("token={token}&{}", picked(number)))?;
        assert!(kept.status == 200 && kept.text().contains("<ol class=\"picked\">"));
        told.kept.lock().unwrap().push((number, id));
        held.kept = Some(number);
    }
    let token = phone.try_get("/turn")?.token().unwrap();
    assert_eq!(phone.try_post("/turn", &format!("token={token}"))?.status, 303);
    told.handed_on.fetch_add(1, Ordering::SeqCst);
    (held.shown, held.kept) = (None, None);
    Ok(())
}

/// After a cut the box cannot know who holds the phone, and asks.
fn still_me(phone: &mut Phone) -> io::Result<()> {
    let Some(token) = phone.try_get("/still")?.token() else { return Ok(()) };
    phone.try_post("/still", &format!("token={token}&next=%2F"))?;
    Ok(())
}

impl Situation for Journal {
    fn name(&self) -> &'static str {
        "journal"
    }

    fn cut(&mut self, dice: &Dice) {
        let server = Server::start(&self.data);
        self.phones.resize_with(PHONES, || Held { phone: server.phone(), shown: None, kept: None });
        let told = &self.told;
        std::thread::scope(|scope| {
            for held in &mut self.phones {
                held.phone.finds(server.portal, server.lessons);
                scope.spawn(move || {
                    let mut turns = 0..;
                    while turns.next().is_some_and(|turn| learn(held, told, turn).is_ok()) {}
                });
            }
            wait_for_the_cut(dice, LONGEST);
            server.kill();
        });
        let server = start_again(&self.data);
        self.look(&server, dice);
        server.kill();
    }

    fn end(&mut self) -> String {
        let count = |number: &AtomicU32| number.load(Ordering::SeqCst);
        format!(
            "{} lessons done, {} pictures kept, {} phones handed on, all acknowledged",
            count(&self.told.done),
            self.told.kept.lock().unwrap().len(),
            count(&self.told.handed_on)
        )
    }
}
