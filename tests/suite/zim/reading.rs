//! Every version, packing and listing gives back what was put in.

use std::ops::ControlFlow;

use chalkbox::formats::zim::{Archive, Content, Verdict};

use super::{
    MIB, bytes_of, cache, cache_of, page_path, page_text, page_title, some_pages, text_at,
};
use crate::kit::Folder;
use crate::kit::zim_maker::{Codec, Listing, ZimMaker};

const PAGES: usize = 300;
const VERSIONS: [(u16, u16); 5] = [(5, 0), (6, 0), (6, 1), (6, 2), (6, 3)];

#[test]
fn every_version_and_packing_gives_every_page_back() {
    let folder = Folder::new("zim-versions");
    let codecs = [Codec::Plain, Codec::Xz, Codec::Zstd];
    for (major, minor) in VERSIONS {
        for (codec, wide) in codecs.iter().flat_map(|codec| [(*codec, false), (*codec, true)]) {
            if wide && major == 5 {
                continue;
            }
            let mut maker = ZimMaker::new();
            maker.version(major, minor).codec(codec).wide(wide);
            some_pages(&mut maker, PAGES);
            let path = folder.path("made.zim");
            maker.write(&path);
            let archive = Archive::open(&path, &cache()).expect("opens");
            for number in 0..PAGES {
                let text = text_at(&archive, &page_path(number));
                assert_eq!(text, Some(page_text(number)), "{major}.{minor} {codec:?} {wide}");
            }
            assert_eq!(archive.find("sky/page-00000x").expect("searches"), None);
            assert_eq!(archive.find("").expect("searches"), None);
            assert_eq!(text_at(&archive, "luna"), Some(page_text(0)));
            let main = archive.main_page().expect("readable").expect("there is one");
            assert_eq!(main.path, page_path(0));
            let title = archive.metadata_text("Title").expect("readable");
            assert_eq!(title.as_deref(), Some("Lessons of the sky"));
            let picture = archive.illustration(96).expect("readable").expect("there is one");
            assert_eq!(super::read(&archive, &picture), b"\x89PNG 48");
        }
    }
}

#[test]
fn old_archives_are_asked_with_and_without_namespace() {
    let folder = Folder::new("zim-old");
    let mut maker = ZimMaker::new();
    maker.version(5, 0).listing(Listing::Header);
    some_pages(&mut maker, 3);
    let path = folder.path("old.zim");
    maker.write(&path);
    let archive = Archive::open(&path, &cache()).expect("opens");
    for path in ["A/sky/page-00001", "sky/page-00001"] {
        assert_eq!(text_at(&archive, path), Some(page_text(1)), "{path}");
    }
    let picture = archive.find("pictures/sun.png").expect("searches").expect("in I");
    assert_eq!(archive.user_path(&picture), "I/pictures/sun.png");
    assert_eq!(archive.mime(&picture), "image/png");
    assert!(archive.find("X/sky/page-00001").expect("searches").is_none());
}

#[test]
fn front_articles_come_by_title_and_the_walk_can_be_taken_up_again() {
    let folder = Folder::new("zim-listings");
    for (minor, listing, by_title) in [
        (1, Listing::V1, true),
        (1, Listing::V0, true),
        (0, Listing::Header, true),
        (3, Listing::None, false),
        (0, Listing::None, false),
    ] {
        let mut maker = ZimMaker::new();
        maker.version(6, minor).listing(listing);
        some_pages(&mut maker, PAGES);
        let path = folder.path("listed.zim");
        maker.write(&path);
        let archive = Archive::open(&path, &cache()).expect("opens");
        let mut titles = Vec::new();
        let mut from = 0;
        loop {
            // Seven at a time, each time from anew.
            let mut walk = archive.front_articles(from).expect("can be walked").take(7).peekable();
            if walk.peek().is_none() {
                break;
            }
            for step in walk {
                titles.push(step.entry.expect("readable").title);
                from = step.next_position;
            }
        }
        let mut expected: Vec<String> = (0..PAGES).map(page_title).collect();
        if by_title {
            expected.sort();
        }
        assert_eq!(titles, expected, "6.{minor} {listing:?}");
        let count = archive.front_article_count().expect("readable");
        assert_eq!(count, Some(u32::try_from(PAGES).expect("small")), "6.{minor} {listing:?}");
    }
}

#[test]
fn all_user_entries_are_walked_once() {
    let folder = Folder::new("zim-walk");
    for (minor, expected) in [(1, PAGES + 4), (0, PAGES + 4 + 3)] {
        let mut maker = ZimMaker::new();
        maker.version(6, minor);
        some_pages(&mut maker, PAGES);
        let path = folder.path("walk.zim");
        maker.write(&path);
        let archive = Archive::open(&path, &cache()).expect("opens");
        let paths: Vec<String> = archive
            .all_user_entries(0)
            .expect("can be walked")
            .map(|step| archive.user_path(&step.entry.expect("readable")))
            .collect();
        assert_eq!(paths.len(), expected);
        assert!(paths.is_sorted());
    }
}

#[test]
fn split_parts_are_read_as_one_and_ranges_cross_them() {
    let folder = Folder::new("zim-split");
    let mut maker = ZimMaker::new();
    maker.codec(Codec::Plain);
    some_pages(&mut maker, 60);
    let parts = maker.write_split(&folder.path("split"), 3000);
    assert!(parts > 26, "{parts} parts reach the second letter");
    for name in ["split.zimaa", "split.zim", "split"] {
        let archive = Archive::open(&folder.path(name), &cache()).expect(name);
        for number in 0..60 {
            assert_eq!(text_at(&archive, &page_path(number)), Some(page_text(number)));
        }
        let verdict = archive.verify_checksum(&mut |_, _| ControlFlow::Continue(()));
        assert_eq!(verdict.expect("readable"), Verdict::Whole);
        let pieces = archive.whole_file().pieces();
        assert_eq!(pieces.len(), parts);
        assert_eq!(pieces.iter().map(|piece| piece.len_bytes).sum::<u64>(), archive.len_bytes());
    }
}

#[test]
fn plain_clusters_are_given_as_places_in_the_file() {
    let folder = Folder::new("zim-plain");
    let mut maker = ZimMaker::new();
    let video: Vec<u8> = (0..3 * MIB).map(|at| u8::try_from(at % 251).expect("a byte")).collect();
    maker.codec(Codec::Plain).wide(true).item("film.webm", "Film", "video/webm", &video);
    let path = folder.path("video.zim");
    maker.write(&path);
    let archive = Archive::open(&path, &cache()).expect("opens");
    let entry = archive.find("film.webm").expect("searches").expect("there");
    assert_eq!(archive.size(&entry).expect("known"), video.len() as u64);
    let Content::InFile(span) = archive.read(&entry).expect("readable") else {
        panic!("a plain blob is served from the file");
    };
    let mut middle = vec![0; 1000];
    assert_eq!(span.read_at(&mut middle, 1_000_000).expect("readable"), 1000);
    assert_eq!(middle, video[1_000_000..1_001_000]);
    assert_eq!(span.read_at(&mut middle, video.len() as u64 - 3).expect("readable"), 3);
    let whole = std::fs::read(&path).expect("readable");
    let piece = &span.pieces()[0];
    let from = usize::try_from(piece.offset).expect("small");
    assert_eq!(whole[from..from + video.len()], video);
}

#[test]
fn clusters_too_large_to_hold_are_streamed() {
    let folder = Folder::new("zim-large");
    for codec in [Codec::Zstd, Codec::Xz] {
        let mut maker = ZimMaker::new();
        let large = "A long table. ".repeat(600_000).into_bytes();
        maker.codec(codec).cluster_bytes(usize::MAX);
        maker.page("a", "A", "before").page("c", "C", "behind");
        maker.item("b", "B", "text/csv", &large);
        let path = folder.path("large.zim");
        maker.write(&path);
        let archive = Archive::open(&path, &cache_of(8 * MIB, MIB)).expect("opens");
        let entry = archive.find("b").expect("searches").expect("there");
        assert_eq!(archive.size(&entry).expect("known"), large.len() as u64);
        let Content::Streamed(mut stream) = archive.read(&entry).expect("readable") else {
            panic!("{codec:?}: too large to hold");
        };
        stream.skip(5_000_000).expect("near enough");
        let rest = bytes_of(Content::Streamed(stream)).expect("readable");
        assert!(rest == large[5_000_000..], "{codec:?}");
        // What is small is held, wherever it lies; two streams at once are the limit.
        let open: Vec<Content> = (0..2).map(|_| archive.read(&entry).expect("two")).collect();
        assert!(archive.read(&entry).expect_err("a third").to_string().contains("again"));
        assert_eq!(text_at(&archive, "c").as_deref(), Some("behind"));
        drop(open);
        assert!(archive.read(&entry).is_ok());
    }
}

#[test]
fn an_unknown_kind_is_served_as_bytes() {
    let folder = Folder::new("zim-kind");
    let mut maker = ZimMaker::new();
    maker.page("p", "P", "text");
    let mut bytes = maker.bytes();
    let dirent = bytes.windows(2).position(|pair| pair == b"p\0").expect("the page") - 16;
    bytes[dirent] = 200;
    let path = folder.path("kind.zim");
    std::fs::write(&path, bytes).expect("written");
    let archive = Archive::open(&path, &cache()).expect("opens");
    let entry = archive.find("p").expect("searches").expect("there");
    assert_eq!(archive.mime(&entry), "application/octet-stream");
    let verdict = archive.verify_checksum(&mut |_, _| ControlFlow::Continue(()));
    assert_eq!(verdict.expect("readable"), Verdict::Changed);
    let stopped = archive.verify_checksum(&mut |_, _| ControlFlow::Break(()));
    assert_eq!(stopped.expect("readable"), Verdict::Stopped);
}
