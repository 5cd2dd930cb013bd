//! The index follows the library: through stops, new versions, removals, and drives that come and go.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::Path;

use chalkbox::lessons::indexing::{CaughtUp, Indexing};
use chalkbox::lessons::search::{Question, search, suggest};
use chalkbox::loading::LoadHow;

use crate::kit::Folder;
use crate::kit::shelf::{Shelf, quiet};
use crate::kit::zim_maker::{Listing, ZimMaker};

fn on() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn whole(packages: usize) -> CaughtUp {
    CaughtUp { whole: packages, waiting: 0, stopped: false }
}

/// Pages with pictures between them, in titles' and paths' order alike.
fn wiki(path: &Path, listing: Listing, pages: usize, edition: &str) {
    let mut maker = ZimMaker::new();
    maker.listing(listing).metadata("Title", b"Wiki").metadata("Language", b"eng");
    maker.metadata("Name", b"wiki").metadata("Description", b"All about elephants");
    for number in 0..pages {
        let title = format!("{edition} {number}");
        maker.page(&format!("p{number:05}"), &title, "<p>x</p>");
        maker.item(&format!("p{number:05}.png"), "", "image/png", b"x");
    }
    maker.main_page("p00000").write(path);
}

fn titles(shelf: &Shelf, typed: &str) -> Vec<String> {
    let question = Question { typed, languages: &["en"], limit: 20, ..Question::default() };
    let hits = shelf.database.read_blocking(|conn| search(conn, &shelf.clock, &question)).unwrap();
    hits.hits.into_iter().map(|hit| hit.title).collect()
}

fn suggestions(shelf: &Shelf, package: &str, typed: &str) -> Vec<(String, String)> {
    let package = Some(shelf.package(package).id);
    let question = Question { typed, package, limit: 50, ..Question::default() };
    let found = shelf.database.read_blocking(|conn| suggest(conn, &question)).unwrap();
    found.into_iter().map(|it| (it.title, it.page.unwrap_or_default())).collect()
}

/// All that the index shows, to compare two of them.
fn rows(shelf: &Shelf) -> Vec<(Option<String>, String)> {
    let sql = "select page, title from doc order by package, page, title";
    let read = shelf.database.read_blocking(|conn| {
        let mut found = conn.prepare(sql)?;
        let rows = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    });
    read.unwrap()
}

#[test]
fn what_is_loaded_is_found_by_its_words() {
    let folder = Folder::new("indexing-all");
    let shelf = Shelf::open(&folder.path("data"));
    let zim = folder.path("wiki.zim");
    wiki(&zim, Listing::V1, 30, "Elephant");
    shelf.load_whole(&zim, LoadHow::Copy);
    shelf.loader.load_sample(&quiet).unwrap();
    let indexing = Indexing::new(shelf.database.clone());
    let seen = Cell::new(0);
    let watch = || {
        seen.set(seen.get() + usize::from(indexing.progress().is_some()));
        on()
    };
    let before = shelf.clusters.counts();
    assert_eq!(indexing.catch_up(&shelf.library, &watch).unwrap(), whole(2));
    assert!(seen.get() >= 2 && indexing.progress().is_none());
    assert_eq!(shelf.clusters.counts().decodes, before.decodes, "the cache is for students");
    assert_eq!(rows(&shelf).len(), 42 + 31);
    // By its title, its text, what is said in a film, a description, a page's title.
    assert!(titles(&shelf, "moon").contains(&"Why the moon changes".to_owned()));
    assert!(titles(&shelf, "torch shines ball").contains(&"Why the moon changes".to_owned()));
    assert!(titles(&shelf, "goutte nuage").contains(&"A drop of water".to_owned()));
    assert!(titles(&shelf, "about elephants").contains(&"Wiki".to_owned()));
    let found = suggestions(&shelf, "wiki", "elephant 7");
    assert_eq!(found, [("Elephant 7".to_owned(), "p00007".to_owned())]);
    assert_eq!(indexing.catch_up(&shelf.library, &on).unwrap(), whole(2));
}

#[test]
fn a_stop_at_any_batch_leads_to_the_same_index() {
    for (number, listing) in
        [Listing::V1, Listing::V0, Listing::Header, Listing::None].into_iter().enumerate()
    {
        let folder = Folder::new(&format!("indexing-stops-{number}"));
        let zim = folder.path("wiki.zim");
        wiki(&zim, listing, 1500, "Lion");
        let stopped = folder.path("stopped");
        let shelf = Shelf::open(&stopped);
        shelf.load_whole(&zim, LoadHow::Copy);
        drop(shelf);
        let mut stops = 0;
        loop {
            let shelf = Shelf::open(&stopped);
            let asked = Cell::new(0);
            // Lets a batch or three through, then the power fails.
            let once = || {
                asked.set(asked.get() + 1);
                if asked.get() > 3 { ControlFlow::Break(()) } else { on() }
            };
            let ended = Indexing::new(shelf.database.clone()).catch_up(&shelf.library, &once);
            if ended.unwrap() == whole(1) {
                break;
            }
            stops += 1;
            assert!(stops < 50, "it gets no further");
        }
        assert!(stops >= 2, "{listing:?}: {stops}");
        let shelf = Shelf::open(&stopped);
        let straight = Shelf::open(&folder.path("straight"));
        straight.load_whole(&zim, LoadHow::Copy);
        Indexing::new(straight.database.clone()).catch_up(&straight.library, &on).unwrap();
        assert_eq!(rows(&shelf).len(), 1501, "{listing:?}");
        assert_eq!(rows(&shelf), rows(&straight), "{listing:?}");
        assert_eq!(suggestions(&shelf, "wiki", "lion 1499").len(), 1);
    }
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one() {
    let folder = Folder::new("indexing-versions");
    let shelf = Shelf::open(&folder.path("data"));
    let indexing = Indexing::new(shelf.database.clone());
    let old = folder.path("wiki_2024-01.zim");
    wiki(&old, Listing::V1, 20, "Old");
    shelf.load_whole(&old, LoadHow::Copy);
    assert_eq!(indexing.catch_up(&shelf.library, &on).unwrap(), whole(1));
    let new = folder.path("wiki_2024-02.zim");
    wiki(&new, Listing::V1, 10, "New");
    shelf.clock.advance(std::time::Duration::from_secs(1));
    shelf.load_whole(&new, LoadHow::Copy);
    assert_eq!(indexing.catch_up(&shelf.library, &on).unwrap(), whole(1));
    assert_eq!(rows(&shelf).len(), 11);
    assert!(titles(&shelf, "old").is_empty());
    assert_eq!(titles(&shelf, "new").len(), 10);
    shelf.loader.remove("wiki_2024-02").unwrap();
    assert_eq!(indexing.catch_up(&shelf.library, &on).unwrap(), whole(0));
    assert_eq!(rows(&shelf), []);
}

#[test]
fn a_drive_that_is_away_is_waited_for() {
    let folder = Folder::new("indexing-away");
    let shelf = Shelf::open(&folder.path("data"));
    let (zim, away) = (folder.path("wiki.zim"), folder.path("away"));
    wiki(&zim, Listing::V1, 600, "Zebra");
    shelf.load_whole(&zim, LoadHow::InPlace);
    std::fs::rename(&zim, &away).unwrap();
    shelf.clock.advance(std::time::Duration::from_mins(1));
    let indexing = Indexing::new(shelf.database.clone());
    let waiting = CaughtUp { whole: 0, waiting: 1, stopped: false };
    assert_eq!(indexing.catch_up(&shelf.library, &on).unwrap(), waiting);
    std::fs::rename(&away, &zim).unwrap();
    shelf.clock.advance(std::time::Duration::from_mins(1));
    assert_eq!(indexing.catch_up(&shelf.library, &on).unwrap(), whole(1));
    assert_eq!(rows(&shelf).len(), 601);
}
