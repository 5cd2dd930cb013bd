//! Indexing behind, cut at any moment, again and again: in the end each page is in it once.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{Situation, soon, start_again, time, wait_for_the_cut};
use crate::kit::Folder;
use crate::kit::damage::Dice;
use crate::kit::program::{Server, command};
use crate::kit::zim_maker::ZimMaker;

const PAGES: u32 = 3000;
/// Cuts between two looks at the finished index.
const CUTS_IN_A_ROW: usize = 4;

pub(super) struct Indexes {
    data: PathBuf,
    sources: PathBuf,
    packages: Vec<String>,
    number: u32,
    longest: Duration,
    cuts: usize,
}

impl Indexes {
    pub(super) fn new(folder: &Folder) -> Self {
        let sources = folder.path("indexes");
        std::fs::create_dir_all(&sources).unwrap();
        let mut indexes = Self {
            data: folder.path("indexes-data"),
            sources,
            packages: Vec::new(),
            number: 0,
            longest: Duration::ZERO,
            cuts: 0,
        };
        let server = Server::start(&indexes.data);
        let ((), took) = time(|| {
            indexes.load();
            indexes.wait_until_whole();
        });
        indexes.longest = took;
        server.kill();
        indexes
    }

    fn load(&mut self) {
        self.number += 1;
        let name = format!("index-{}", self.number);
        let mut maker = ZimMaker::new();
        maker.metadata("Title", name.as_bytes()).metadata("Language", b"eng");
        for page in 0..PAGES {
            maker.page(&format!("p{page:05}"), &format!("Lion {page} of {name}"), "<p>x</p>");
        }
        let path = self.sources.join(format!("{name}.zim"));
        maker.main_page("p00000").write(&path);
        let said = command(&self.data, &["load", "--in-place", path.to_str().unwrap()]);
        assert_eq!(said.code, Some(0), "{said:?}");
        self.packages.push(name);
        if self.packages.len() > 2 {
            let said = command(&self.data, &["library", "remove", &self.packages.remove(0)]);
            assert_eq!(said.code, Some(0), "{said:?}");
        }
    }

    /// Documents of each package, and how many of them are different ones.
    #[expect(clippy::disallowed_methods, reason = "looks at the file from outside")]
    fn counts(&self) -> Vec<(u32, u32)> {
        let path = self.data.join("library.db");
        let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        database.busy_timeout(Duration::from_secs(5)).unwrap();
        let mut counts = database
            .prepare("select count(*), count(distinct ifnull(page, '')) from doc group by package")
            .unwrap();
        let rows = counts.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    fn wait_until_whole(&self) {
        let whole = vec![(PAGES + 1, PAGES + 1); self.packages.len()];
        soon("the whole index", || self.counts() == whole);
    }
}

impl Situation for Indexes {
    fn name(&self) -> &'static str {
        "index"
    }

    fn cut(&mut self, dice: &Dice) {
        let server = Server::start(&self.data);
        if self.cuts.is_multiple_of(CUTS_IN_A_ROW) {
            self.load();
        }
        self.cuts += 1;
        wait_for_the_cut(dice, self.longest);
        server.kill();
        let server = start_again(&self.data);
        if self.cuts.is_multiple_of(CUTS_IN_A_ROW) {
            self.wait_until_whole();
            let mut phone = server.phone();
            let name = self.packages.last().unwrap();
            let last = PAGES - 1;
            let title = format!("Lion {last} of {name}");
            let found = phone.get(&format!("/search?q=lion+{last}")).text();
            assert!(found.contains(&title), "{title}: {found}");
        }
        server.kill();
    }

    fn end(&mut self) -> String {
        let server = Server::start(&self.data);
        self.wait_until_whole();
        server.kill();
        format!("{} packages of {PAGES} pages with each page once", self.packages.len())
    }
}
