//! A database of an older version, brought up, cut at any moment: it is the old one or the new one, with its rows.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chalkbox::store::{Schema, newest_version};
use rusqlite::Connection;

use super::{Situation, listed, start_again, time, wait_for_the_cut};
use crate::kit::Folder;
use crate::kit::damage::Dice;
use crate::kit::program::{begin, command, finish};

const TEXTS: usize = 200;

pub(super) struct Upgrades {
    /// A data folder whose `library.db` is of version 1.
    old: PathBuf,
    data: PathBuf,
    longest: Duration,
    brought_up: usize,
}

impl Upgrades {
    pub(super) fn new(folder: &Folder) -> Self {
        let (old, data) = (folder.path("upgrades-old"), folder.path("upgrades-data"));
        let class = folder.path("class");
        std::fs::create_dir_all(&class).unwrap();
        for text in 0..TEXTS {
            std::fs::write(class.join(format!("{text}.md")), format!("# Text {text}")).unwrap();
        }
        let said = command(&old, &["load", class.to_str().unwrap()]);
        assert_eq!(said.code, Some(0), "{said:?}");
        to_version_1(&old.join("library.db"));
        let mut upgrades = Self { old, data, longest: Duration::ZERO, brought_up: 0 };
        upgrades.begin_again();
        let (said, took) = time(|| command(&upgrades.data, &["library", "list"]));
        assert_eq!(said.code, Some(0), "{said:?}");
        upgrades.longest = took;
        upgrades.begin_again();
        upgrades
    }

    fn begin_again(&self) {
        let _ = std::fs::remove_dir_all(&self.data);
        copy_folder(&self.old, &self.data);
    }
}

#[expect(clippy::disallowed_methods, reason = "an older Chalkbox is played")]
fn open(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

/// Takes back what `0002_search.sql` made.
fn to_version_1(path: &Path) {
    let database = open(path);
    let sql =
        "drop table doc; drop table title_words; drop table text_words; drop table index_state;
               pragma user_version = 1;";
    database.execute_batch(sql).unwrap();
}

fn version(path: &Path) -> i64 {
    open(path).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

impl Situation for Upgrades {
    fn name(&self) -> &'static str {
        "migration"
    }

    fn cut(&mut self, dice: &Dice) {
        let mut child = begin(&self.data, &["library", "list"]);
        wait_for_the_cut(dice, self.longest);
        // It may have ended by itself.
        let _ = child.kill();
        finish(child);
        let newest = newest_version(Schema::Library);
        let found = version(&self.data.join("library.db"));
        assert!(found == 1 || found == newest, "version {found} is neither");
        // Often it is cut a second time where it was before it may come through.
        if found != newest && dice.below(2) == 0 {
            return;
        }
        self.brought_up += 1;
        let server = start_again(&self.data);
        assert_eq!(version(&self.data.join("library.db")), newest);
        assert_eq!(listed(&self.data), ["class"]);
        let home = server.phone().get("/");
        assert!(home.link("/topics/").is_some() || home.link("/lessons/").is_some());
        server.kill();
        self.begin_again();
    }

    fn end(&mut self) -> String {
        format!("{} times brought from version 1 to the newest", self.brought_up)
    }
}
