//! Package bytes as phones ask for them: with the bar wherever it can go, whole and by ranges, tagged by version.

use std::path::Path;
use std::time::Duration;

use crate::formats::made::zip;
use crate::kit::zim_maker::{Codec, ZimMaker};
use crate::kit::{Folder, Phone, TestBox};

const SITE: &str = "http://10.77.0.2";
const PAGE: &str =
    "<!doctype html><html><head><title>Hills</title></head><body>Hills.</body></html>";

fn with_pages(path: &Path, codec: Codec, edition: u8) {
    let mut maker = ZimMaker::new();
    maker.codec(codec).metadata("Title", b"Hill wiki").metadata("Name", b"hills");
    maker.main_page("hill").page("hill", "Hill", PAGE).item("map.png", "", "image/png", b"map");
    maker.uuid([edition; 16]).illustration(48, b"\x89PNG").write(path);
}

#[test]
fn every_page_gets_its_bar_however_it_is_packed() {
    let folder = Folder::new("content-bars");
    let chalkbox = TestBox::start(&folder.path("data"));
    for (name, codec) in [("plain", Codec::Plain), ("zstd", Codec::Zstd), ("xz", Codec::Xz)] {
        let path = folder.path(&format!("{name}.zim"));
        with_pages(&path, codec, 1);
        chalkbox.load(&path);
    }
    let path = folder.path("activity.zip");
    let pages = [("index.html", PAGE.as_bytes(), false), ("b.xhtml", PAGE.as_bytes(), false)];
    let packed = [("c.html", PAGE.as_bytes(), true), ("d.xhtml", PAGE.as_bytes(), true)];
    std::fs::write(&path, zip(&[pages, packed].concat())).unwrap();
    chalkbox.load(&path);
    let mut phone = Phone::new(&chalkbox);
    let mut pages: Vec<String> = ["plain", "zstd", "xz"].map(|name| format!("{name}/hill")).into();
    pages.extend(["index.html", "b.xhtml", "c.html", "d.xhtml"].map(|it| format!("activity/{it}")));
    for page in pages {
        // The second time it comes from memory, where it is held there.
        for time in ["first", "second"] {
            let shown = phone.get(&format!("{SITE}/content/{page}"));
            assert_eq!(shown.status, 200, "{page}");
            assert!(shown.text().contains("id=\"chalkbar\""), "{page}, {time} time");
        }
    }
    let raw = phone.get(&format!("{SITE}/raw/plain/content/hill"));
    assert_eq!(raw.text(), PAGE);
    let part = phone.ask("GET", &format!("{SITE}/content/plain/map.png"), &[("Range", "bytes=1-")]);
    assert_eq!((part.status, part.body.as_slice()), (206, b"ap".as_slice()));
}

#[test]
fn a_packed_film_in_a_zip_plays_from_any_place() {
    let folder = Folder::new("content-deflated");
    let chalkbox = TestBox::start(&folder.path("data"));
    let film: Vec<u8> = (0..20 << 20).map(|at: u32| (at / 97 % 251).to_le_bytes()[0]).collect();
    let path = folder.path("activity.zip");
    std::fs::write(&path, zip(&[("index.html", PAGE.as_bytes(), true), ("f.mp4", &film, true)]))
        .unwrap();
    chalkbox.load(&path);
    let mut phone = Phone::new(&chalkbox);
    let address = format!("{SITE}/content/activity/f.mp4");
    let part = phone.ask("GET", &address, &[("Range", "bytes=18000000-18000999")]);
    assert_eq!(
        (part.status, part.header("Content-Range").unwrap()),
        (206, "bytes 18000000-18000999/20971520")
    );
    assert!(part.body == film[18_000_000..18_001_000]);
    let whole = phone.get(&address);
    assert!(whole.status == 200 && whole.body == film);
    let packed = phone.ask("GET", &address, &[("Accept-Encoding", "gzip")]);
    assert_eq!(packed.header("Content-Encoding"), Some("gzip"));
    // Who goes on with a broken download by ranges must not get two kinds of bytes mixed.
    assert_ne!(packed.header("ETag"), whole.header("ETag"));
    let tag = packed.header("ETag").unwrap().to_owned();
    let going_on = phone.ask("GET", &address, &[("Range", "bytes=100-"), ("If-Range", &tag)]);
    assert!(going_on.status == 200 && going_on.body == film);
}

#[test]
fn a_new_version_is_not_taken_for_the_old_one() {
    let folder = Folder::new("content-versions");
    let chalkbox = TestBox::start(&folder.path("data"));
    let mut phone = Phone::new(&chalkbox);
    let mut tags: Vec<Vec<String>> = Vec::new();
    for edition in [1, 2] {
        let path = folder.path(&format!("hills_2024-0{edition}.zim"));
        with_pages(&path, Codec::Zstd, edition);
        chalkbox.load(&path);
        let lesson = phone.get("/search?q=hill+wiki").link("/lessons/").unwrap();
        let lesson = lesson.split('?').next().unwrap().to_owned();
        let addresses = [
            format!("{SITE}/content/hills/map.png"),
            format!("{SITE}/raw/hills/meta/Illustration_48x48@1"),
            format!("{SITE}/catalog/v2/illustration/hills"),
            format!("{lesson}/picture"),
        ];
        let tag = |url: String| {
            phone.get(&url).header("ETag").unwrap_or_else(|| panic!("{url}")).to_owned()
        };
        tags.push(addresses.into_iter().map(tag).collect());
    }
    for (old, new) in tags[0].iter().zip(&tags[1]) {
        assert_ne!(old, new);
    }
}

#[test]
fn a_damaged_page_does_not_take_the_others_out_of_memory() {
    let folder = Folder::new("content-damaged");
    let chalkbox = TestBox::start(&folder.path("data"));
    let path = folder.path("wiki.zim");
    let mut maker = ZimMaker::new();
    let cluster = maker.raw_cluster(b"\x05 this is no zstd".to_vec());
    maker.page_at("bad", cluster, 0).page("good", "Good", PAGE).main_page("good").write(&path);
    chalkbox.load(&path);
    let mut phone = Phone::new(&chalkbox);
    // The check after the load opens the package anew when it ends.
    while !chalkbox.core().library.snapshot().package_named("wiki").unwrap().checked {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut status = |page: &str| phone.get(&format!("{SITE}/content/wiki/{page}")).status;
    assert_eq!((status("good"), status("bad")), (200, 503));
    let before = chalkbox.core().clusters.counts().decodes;
    assert_eq!((status("bad"), status("good")), (503, 200));
    let decodes = chalkbox.core().clusters.counts().decodes - before;
    assert_eq!(decodes, 1, "only the damaged page was unpacked again");
}

#[test]
fn asking_for_the_head_of_a_file_is_no_download() {
    let folder = Folder::new("content-head");
    let chalkbox = TestBox::start(&folder.path("data"));
    with_pages(&folder.path("hills.zim"), Codec::Zstd, 1);
    chalkbox.load(&folder.path("hills.zim"));
    let mut phone = Phone::new(&chalkbox);
    let address = "http://chalkbox.lan/catalog/v2/download/hills.zim";
    let downloads = || {
        chalkbox.core().usage.flush_blocking().unwrap();
        let act = "{\"Export\":{\"format\":\"Csv\",\"what\":\"Events\",\"since\":null}}";
        let work = chalkbox::cli::Work::Usage(serde_json::from_str(act).unwrap());
        chalkbox.ask(false, work).1.matches("download").count()
    };
    assert_eq!(phone.ask("HEAD", address, &[]).status, 200);
    assert_eq!(downloads(), 0);
    assert_eq!(phone.get(address).status, 200);
    assert_eq!(downloads(), 1);
    assert_eq!(phone.get("http://chalkbox.lan/catalog/v2/download/other.zim").status, 404);
}
