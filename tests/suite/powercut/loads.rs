//! Loads and removals, beside a running server and alone, cut at any moment.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use chalkbox::base::Random;

use super::{Situation, listed, soon, start_again, time, wait_for_the_cut};
use crate::kit::Folder;
use crate::kit::damage::Dice;
use crate::kit::program::{Said, Server, begin, command, finish};
use crate::kit::zim_maker::{Codec, ZimMaker};

/// Packages that lie on the box before one is removed again.
const PACKAGES_MAX: usize = 5;

pub(super) struct Loads {
    data: PathBuf,
    sources: PathBuf,
    /// What the box said that it has.
    here: BTreeSet<String>,
    number: u32,
    longest: Duration,
    acknowledged: usize,
}

impl Loads {
    pub(super) fn new(folder: &Folder) -> Self {
        let sources = folder.path("loads");
        std::fs::create_dir_all(&sources).unwrap();
        let mut loads = Self {
            data: folder.path("loads-data"),
            sources,
            here: BTreeSet::new(),
            number: 0,
            longest: Duration::ZERO,
            acknowledged: 0,
        };
        // How long one takes that is not cut: a little longer than that, so that some come through.
        let first = loads.make();
        let (said, took) = time(|| command(&loads.data, &["--json", "load", &first]));
        loads.longest = took + took / 4;
        loads.believe(&said);
        assert_eq!(loads.here.len(), 1, "{said:?}");
        loads
    }

    /// A ZIM of some megabytes, or a folder with one and three texts, unlike all others.
    fn make(&mut self) -> String {
        self.number += 1;
        let name = format!("round-{}", self.number);
        let mut maker = ZimMaker::new();
        maker.codec(Codec::Plain).metadata("Title", name.as_bytes());
        let noise = Random::seeded(u64::from(self.number)).bytes::<500_000>();
        for page in 0..4 {
            maker.page(&format!("page-{page}"), "", &format!("<p>{page} of {name}</p>"));
            maker.item(&format!("noise-{page}"), "", "application/octet-stream", &noise);
        }
        maker.main_page("page-0");
        let path = self.sources.join(&name);
        if self.number.is_multiple_of(3) {
            std::fs::create_dir_all(&path).unwrap();
            for text in 0..3 {
                let words = format!("# Text {text} of {name}\n\nWords.");
                std::fs::write(path.join(format!("text-{text}.md")), words).unwrap();
            }
            maker.write(&path.join(format!("{name}-inner.zim")));
            return path.to_str().unwrap().to_owned();
        }
        let path = path.with_extension("zim");
        maker.write(&path);
        path.to_str().unwrap().to_owned()
    }

    /// Takes in what the box acknowledged.
    fn believe(&mut self, said: &Said) {
        for line in said.lines() {
            assert!(line.get("error").is_none(), "{line}");
            self.acknowledged += 1;
            if let Some(package) = line["package"].as_str() {
                self.here.insert(package.to_owned());
            }
            if let Some(package) = line["removed"].as_str() {
                self.here.remove(package);
            }
        }
    }
}

/// A folder's package and the one that came inside of it are one load.
fn outer(package: &str) -> String {
    package.trim_end_matches("-inner").to_owned()
}

impl Situation for Loads {
    fn name(&self) -> &'static str {
        "load"
    }

    fn cut(&mut self, dice: &Dice) {
        let oldest = self.here.first().filter(|_| self.here.len() > PACKAGES_MAX).cloned();
        let (words, in_flight) = match oldest {
            Some(name) => {
                (vec!["--json".into(), "library".into(), "remove".into(), name.clone()], name)
            }
            None => {
                let path = self.make();
                (vec!["--json".into(), "load".into(), path], format!("round-{}", self.number))
            }
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let server = (dice.below(2) == 0).then(|| Server::start(&self.data));
        let mut child = begin(&self.data, &words);
        wait_for_the_cut(dice, self.longest);
        if let Some(server) = server {
            server.kill();
        }
        // It may have ended by itself.
        let _ = child.kill();
        let said = finish(child);
        self.believe(&said);
        let acknowledged = !said.lines().is_empty();
        let server = start_again(&self.data);
        let all = listed(&self.data);
        let shown: BTreeSet<String> = all.iter().map(|name| outer(name)).collect();
        // What was not acknowledged may have come through all the same, but only whole.
        if !acknowledged {
            if shown.contains(&in_flight) {
                self.here.insert(in_flight);
            } else {
                self.here.remove(&in_flight);
            }
        }
        assert_eq!(shown, self.here);
        let inner = all.iter().filter(|name| name.ends_with("-inner")).count();
        // A description for each package; one file for each ZIM, three for the texts of a folder.
        let files = 2 * all.len() + 2 * inner;
        let packages = self.data.join("packages");
        let on_disk = || std::fs::read_dir(&packages).unwrap().count();
        soon("sweeping packages", || on_disk() == files);
        server.kill();
    }

    fn end(&mut self) -> String {
        format!("{} loads and removals acknowledged", self.acknowledged)
    }
}
