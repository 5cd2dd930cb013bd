//! Each kind of damage is told apart in a sentence.

use std::path::Path;

use chalkbox::formats::zim::{Archive, Result};

use super::{cache, page_path, page_text, some_pages, text_at};
use crate::kit::Folder;
use crate::kit::zim_maker::{Codec, ZimMaker};

fn made() -> Vec<u8> {
    let mut maker = ZimMaker::new();
    maker.cluster_bytes(4000);
    some_pages(&mut maker, 20);
    maker.bytes()
}

fn open(folder: &Folder, bytes: &[u8]) -> Result<Archive> {
    let path = folder.path("damaged.zim");
    std::fs::write(&path, bytes).expect("written");
    Archive::open(&path, &cache())
}

#[test]
fn opening_names_what_is_wrong() {
    let folder = Folder::new("zim-wrong");
    let good = made();
    let with = |at: usize, patch: &[u8]| {
        let mut bytes = good.clone();
        bytes[at..at + patch.len()].copy_from_slice(patch);
        bytes
    };
    let far = &u64::to_le_bytes(1 << 60);
    let cases = [
        ("empty", Vec::new(), "is not a ZIM file"),
        ("a text", b"Hello".to_vec(), "is not a ZIM file"),
        ("40 bytes", good[..40].to_vec(), "not whole"),
        ("half a copy", good[..good.len() / 2].to_vec(), "not whole"),
        ("longer", [&good[..], b"more"].concat(), "4 bytes too many"),
        ("inside another", [b"a zip file", &good[..]].concat(), "inside another file"),
        ("version 7", with(4, &[7, 0]), "version 7"),
        ("far page list", with(32, far), "list of pages"),
        ("far cluster list", with(48, far), "list of contents"),
        ("far mime list", with(56, far), "list of kinds"),
        ("many entries", with(24, &[255; 4]), "list of pages"),
        ("many clusters", with(28, &[255; 4]), "list of contents"),
    ];
    for (name, bytes, sentence) in cases {
        let error = open(&folder, &bytes).expect_err(name).to_string();
        assert!(error.contains(sentence), "{name}: {error}");
    }
    let missing = Archive::open(Path::new("no/such.zim"), &cache()).expect_err("missing");
    assert!(missing.to_string().contains("cannot be read"), "{missing}");
    let directory = Archive::open(&folder.path(""), &cache()).expect_err("a folder");
    assert!(directory.to_string().contains("is not a file"), "{directory}");
}

#[test]
fn a_missing_part_is_noticed() {
    let folder = Folder::new("zim-parts");
    let mut maker = ZimMaker::new();
    maker.codec(Codec::Plain);
    some_pages(&mut maker, 20);
    maker.write_split(&folder.path("parts"), 1000);
    std::fs::remove_file(folder.path("parts.zimac")).expect("removed");
    let error = Archive::open(&folder.path("parts.zimaa"), &cache()).expect_err("a gap");
    assert!(error.to_string().contains("not whole"), "{error}");
}

#[test]
fn redirects_in_a_circle_end_in_a_sentence() {
    let folder = Folder::new("zim-circle");
    let mut maker = ZimMaker::new();
    maker.redirect("a", "", "b").redirect("b", "", "a").main_page("a");
    let archive = open(&folder, &maker.bytes()).expect("opens");
    let entry = archive.find("a").expect("searches").expect("there");
    let error = archive.resolve(&entry).expect_err("a circle");
    assert!(error.to_string().contains("circle"), "{error}");
    assert!(archive.main_page().is_err());
}

#[test]
fn a_damaged_cluster_leaves_the_others_readable() {
    let folder = Folder::new("zim-cluster");
    for codec in [Codec::Zstd, Codec::Xz] {
        let mut maker = ZimMaker::new();
        maker.codec(codec).cluster_bytes(4000);
        some_pages(&mut maker, 20);
        let mut bytes = maker.bytes();
        let magic: &[u8] = if codec == Codec::Zstd { b"\x28\xb5\x2f\xfd" } else { b"\xfd7zXZ\0" };
        let first = bytes.windows(magic.len()).position(|window| window == magic).expect("packed");
        bytes[first..first + 12].fill(0xff);
        let archive = open(&folder, &bytes).expect("opens");
        let (mut whole, mut damaged) = (0, 0);
        for number in 0..20 {
            let entry = archive.find(&page_path(number)).expect("searches").expect("there");
            match archive.read(&entry) {
                Ok(_) => whole += 1,
                Err(error) => {
                    assert!(error.to_string().contains("damaged"), "{error}");
                    damaged += 1;
                }
            }
        }
        assert!(whole >= 10 && damaged >= 1, "{codec:?}: {whole} whole, {damaged} damaged");
    }
}

#[test]
fn offsets_that_make_no_sense_are_refused() {
    let folder = Folder::new("zim-offsets");
    // Decreasing; beyond the end; a table of odd length; a table longer than any real one.
    let tables: [&[u32]; 4] = [&[12, 20, 16], &[12, 13, 4000], &[13, 14, 15], &[1 << 30, 0, 0]];
    for table in tables {
        for codec in [Codec::Plain, Codec::Zstd] {
            let mut inner: Vec<u8> = table.iter().flat_map(|offset| offset.to_le_bytes()).collect();
            inner.extend([b'x'; 20]);
            let info = if codec == Codec::Plain { 1 } else { 5 };
            let mut maker = ZimMaker::new();
            let cluster = maker.raw_cluster([vec![info], codec.pack(&inner)].concat());
            maker.page_at("bad", cluster, 1).page_at("none", cluster, 9).page("good", "", "fine");
            let archive = open(&folder, &maker.bytes()).expect("opens");
            for path in ["bad", "none"] {
                let entry = archive.find(path).expect("searches").expect("there");
                let error = archive.read(&entry).expect_err(path).to_string();
                assert!(error.contains("damaged"), "{table:?} {codec:?}: {error}");
                // How long a packed cluster really is shows only when it is unpacked.
                let told = archive.size(&entry);
                assert!(told.is_err() || (codec == Codec::Zstd && table[2] == 4000), "{told:?}");
            }
            assert_eq!(text_at(&archive, "good").as_deref(), Some("fine"));
        }
    }
}

#[test]
fn packings_given_up_long_ago_are_named() {
    let folder = Folder::new("zim-codec");
    let mut maker = ZimMaker::new();
    let cluster = maker.raw_cluster(vec![2, 1, 2, 3]);
    maker.page_at("old", cluster, 0);
    let archive = open(&folder, &maker.bytes()).expect("opens");
    let entry = archive.find("old").expect("searches").expect("there");
    let error = archive.read(&entry).expect_err("zlib").to_string();
    assert!(error.contains("number 2"), "{error}");
}

#[test]
fn the_page_before_a_cut_is_still_given() {
    let folder = Folder::new("zim-cut");
    let noise = |seed: u64| chalkbox::base::Random::seeded(seed).bytes::<300_000>().to_vec();
    let packed = crate::kit::zim_maker::layout::cluster(Codec::Zstd, false, &[noise(1), noise(2)]);
    let mut maker = ZimMaker::new();
    let cluster = maker.raw_cluster(packed[..packed.len() - 150_000].to_vec());
    maker.page_at("first", cluster, 0).page_at("second", cluster, 1).page("x", "", &page_text(1));
    let archive = open(&folder, &maker.bytes()).expect("opens");
    let entry = |path: &str| archive.find(path).expect("searches").expect("there");
    assert!(archive.read(&entry("second")).is_err());
    assert_eq!(super::read(&archive, &entry("first")), noise(1));
    assert!(archive.read(&entry("second")).is_err());
}
