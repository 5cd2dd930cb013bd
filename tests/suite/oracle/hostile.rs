//! Invalid and damaged files: refused with a sentence or served as far as they are whole; the rest goes on.

use std::path::Path;

use chalkbox::base::Random;
use chalkbox::formats::zim::Archive;

use super::{address, load_in_place, never_panicked, remove, wire};
use crate::kit::Folder;
use crate::kit::damage::{Dice, damage};
use crate::kit::program::Server;
use crate::kit::wire::Wire;
use crate::kit::zim_maker::ZimMaker;
use crate::zim::{cache, corpus, mutations};

const SEED: u64 = 7_000_000;
/// Entries asked of one damaged file.
const ENTRIES_MAX: usize = 300;

/// A server with a good package, which must go on whatever else comes.
struct Watched {
    server: Server,
    wire: Wire,
    answered: [usize; 6],
}

impl Watched {
    fn start(folder: &Folder) -> Self {
        let good = folder.path("good.zim");
        let mut maker = ZimMaker::new();
        maker.page("fine", "Fine", "<p>as ever").main_page("fine").write(&good);
        let server = Server::start(&folder.path("data"));
        assert_eq!(load_in_place(&server, &good).unwrap(), "good");
        let wire = wire(&server);
        Self { server, wire, answered: [0; 6] }
    }

    /// Loads a file, asks for everything in it, takes it off; true when it was taken in.
    fn try_file(&mut self, path: &Path) -> bool {
        let loaded = load_in_place(&self.server, path);
        match &loaded {
            Ok(package) => {
                for entry in entries(path) {
                    self.ask(&address(package, &entry));
                }
                for address in ["content/", "meta/Title", "content/no/such/entry"] {
                    self.ask(&format!("/raw/{package}/{address}"));
                }
                self.ask(&format!("/content/{package}/"));
                remove(&self.server, package);
            }
            Err(sentence) => assert!(sentence.ends_with('.'), "{sentence}"),
        }
        let good = self.wire.get("/raw/good/content/fine");
        assert_eq!((good.status, &*good.body), (200, &b"<p>as ever"[..]), "{}", path.display());
        assert!(self.server.is_alive());
        loaded.is_ok()
    }

    fn ask(&mut self, address: &str) {
        let reply = self.wire.get(address);
        assert!(
            matches!(reply.status, 200 | 302 | 404 | 503) || reply.is_cut,
            "{address}: {}",
            reply.status
        );
        self.answered[usize::from(reply.status / 100)] += 1;
    }

    fn end(self, what: &str) {
        never_panicked(&self.server);
        let [_, _, found, elsewhere, missing, gone] = self.answered;
        println!(
            "{what}; {found} found, {elsewhere} elsewhere, {missing} not there, {gone} said to be damaged, slowest {:?}",
            self.wire.slowest
        );
    }
}

/// Paths of what can be named in a file, as far as it can be read.
fn entries(path: &Path) -> Vec<String> {
    let Ok(archive) = Archive::open(path, &cache()) else { return Vec::new() };
    let Ok(entries) = archive.all_user_entries(0) else { return Vec::new() };
    let named = entries.take(ENTRIES_MAX).filter_map(|step| step.entry.ok());
    named.map(|entry| archive.user_path(&entry)).collect()
}

#[test]
fn invalid_files_harm_nothing() {
    let folder = Folder::new("oracle-invalid");
    let mut watched = Watched::start(&folder);
    let (mut taken, mut refused) = (0, 0);
    for path in corpus::files() {
        let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let is_later_part = kind.starts_with("zima") && kind != "zimaa";
        if corpus::is_valid(&path) || is_later_part {
            continue;
        }
        let is_taken = watched.try_file(&path);
        (taken, refused) = (taken + usize::from(is_taken), refused + usize::from(!is_taken));
    }
    watched.end(&format!("{taken} invalid files served as far as whole, {refused} refused"));
}

#[test]
fn damaged_files_harm_nothing() {
    damaged(30);
}

#[test]
#[ignore = "tests/run oracle: some minutes"]
fn three_hundred_damaged_files_harm_nothing() {
    damaged(300);
}

fn damaged(count: u32) {
    let folder = Folder::new("oracle-damaged");
    let mut watched = Watched::start(&folder);
    let bases = mutations::bases();
    let mut taken = 0;
    for number in 0..count {
        let dice = Dice(Random::seeded(SEED + u64::from(number)));
        let mut bytes = bases[dice.below(bases.len())].clone();
        damage(&mut bytes, &dice);
        mutations::mend_length(&mut bytes, &dice);
        let path = folder.path(&format!("damaged-{number}.zim"));
        std::fs::write(&path, &bytes).unwrap();
        taken += usize::from(watched.try_file(&path));
        std::fs::remove_file(&path).unwrap();
    }
    assert!(taken > 0, "none gets behind the door");
    watched.end(&format!("{count} damaged files from seed {SEED}, {taken} taken in"));
}
