//! kiwix-serve's addresses, as its apps and tools ask for them.

use std::path::Path;

use chalkbox::loading::LoadHow;

use crate::kit::zim_maker::ZimMaker;
use crate::kit::{Folder, Phone, TestBox};

const TITLE: &str = "Rivers & <lakes>";

fn wiki(path: &Path) -> usize {
    let mut maker = ZimMaker::new();
    maker.metadata("Title", TITLE.as_bytes()).metadata("Language", b"swa");
    maker.metadata("Name", b"rivers_sw").metadata("Date", b"2024-05-12");
    maker.metadata("Description", b"Water that flows").metadata("Tags", b"_category:other;water");
    maker.illustration(48, b"\x89PNG\r\n\x1a\nsmall");
    for (path, title) in [("nile", "Nile"), ("niger", "Niger & <Benue>"), ("sea/red", "Red sea")] {
        maker.page(path, title, "<p>water</p>");
    }
    maker.main_page("nile").write_split(path, 700)
}

/// Every element is closed where it should be, and every `&` begins an entity.
fn well_formed(text: &str) {
    let mut open = Vec::new();
    for tag in text.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.split_whitespace().next().unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{text}");
        } else if !tag.ends_with('/') && !tag.starts_with('?') {
            open.push(name);
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
    }
    assert!(open.is_empty(), "{open:?} in {text}");
    for rest in text.split('&').skip(1) {
        let entities = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        assert!(entities.iter().any(|entity| rest.starts_with(entity)), "&{rest}");
    }
}

#[test]
fn an_app_finds_the_zims_and_takes_one_whole() {
    let folder = Folder::new("kiwix-catalogue");
    let chalkbox = TestBox::start(&folder.path("data"));
    let parts = wiki(&folder.path("rivers_2024-05"));
    assert!(parts > 1, "split into {parts}");
    let mut whole = Vec::new();
    for letter in "abcdefghijklmnopqrstuvwxyz".chars().take(parts) {
        let part = folder.path(&format!("rivers_2024-05.zima{letter}"));
        whole.extend(std::fs::read(part).unwrap());
    }
    let first = folder.path("rivers_2024-05.zimaa");
    chalkbox.core().loader.load(&[first], LoadHow::InPlace, &crate::kit::shelf::quiet);
    let mut phone = Phone::new(&chalkbox);
    let mut get = |path: &str| phone.get(&format!("http://chalkbox.lan/catalog/v2/{path}"));
    for feed in ["root.xml", "entries", "partial_entries", "languages", "categories"] {
        let answer = get(feed);
        assert_eq!(answer.status, 200, "{feed}");
        assert!(answer.header("Content-Type").unwrap().starts_with("application/atom+xml"));
        well_formed(&answer.text());
    }
    well_formed(&get("searchdescription.xml").text());
    let entries = get("entries").text();
    for wanted in [
        "<title>Rivers &amp; &lt;lakes&gt;</title>",
        "<language>swa</language>",
        "<name>rivers_sw</name>",
        "<category>other</category>",
        "<updated>2024-05-12T00:00:00Z</updated>",
        "href=\"/content/rivers_2024-05/\"",
    ] {
        assert!(entries.contains(wanted), "{wanted} in {entries}");
    }
    let fits =
        ["lang=swa", "lang=eng,sw", "tag=water", "category=other", "name=rivers_sw", "q=riv"];
    for query in fits.into_iter().chain(["count=-1", "q=flows+LAKES"]) {
        assert!(get(&format!("entries?{query}")).text().contains("<entry>"), "{query}");
    }
    for query in ["lang=eng", "tag=none", "category=x", "name=x", "q=desert", "count=0", "start=1"]
    {
        assert!(!get(&format!("entries?{query}")).text().contains("<entry>"), "{query}");
    }
    let begin = entries.find("urn:uuid:").unwrap();
    let own = &entries[entries.rfind("<id>urn:uuid:").unwrap().max(begin) + 13..][..36];
    let entry = get(&format!("entry/{own}"));
    assert_eq!(entry.status, 200);
    well_formed(&entry.text());
    assert_eq!(get("entry/nobody").status, 404);
    let picture = get(&format!("illustration/{own}/?size=48"));
    assert_eq!(picture.body, b"\x89PNG\r\n\x1a\nsmall");
    let address = "http://chalkbox.lan/catalog/v2/download/rivers_2024-05.zim";
    assert!(entries.contains("/catalog/v2/download/rivers_2024-05.zim\" length="));
    assert_eq!(phone.get(address).body, whole);
    let middle = phone.ask("GET", address, &[("Range", "bytes=650-749")]);
    assert_eq!((middle.status, middle.body.as_slice()), (206, &whole[650..750]));
}

#[test]
fn suggestions_and_search_come_in_kiwix_shape() {
    let folder = Folder::new("kiwix-search");
    let chalkbox = TestBox::start(&folder.path("data"));
    wiki(&folder.path("rivers"));
    let first = folder.path("rivers.zimaa");
    chalkbox.core().loader.load(&[first], LoadHow::Copy, &crate::kit::shelf::quiet);
    chalkbox.catch_up();
    let mut phone = Phone::new(&chalkbox);
    let mut get = |path: &str| phone.get(&format!("http://10.77.0.2{path}"));
    let found: serde_json::Value =
        serde_json::from_str(&get("/suggest?content=rivers&term=ni&count=5").text()).unwrap();
    assert_eq!(
        found,
        serde_json::json!([
            {"value": "Nile", "label": "Nile", "kind": "path", "path": "nile"},
            {"value": "Niger & <Benue>", "label": "Niger &amp; &lt;Benue&gt;", "kind": "path",
             "path": "niger"},
        ])
    );
    assert_eq!(get("/suggest?content=rivers&term=").text(), "[]");
    assert_eq!(get("/suggest?content=nobody&term=ni").status, 404);
    let rss = get("/search?content=rivers&pattern=niger&format=xml").text();
    well_formed(&rss);
    assert!(rss.contains("<link>/content/rivers/niger</link>"), "{rss}");
    let html = get("/search?content=rivers&pattern=red+sea&start=0&pageLength=5").text();
    assert!(html.contains("<a href=\"/content/rivers/sea/red\">Red sea</a>"), "{html}");
    let hostile = get("/search?pattern=%3Cscript%3Ealert(1)%3C/script%3E").text();
    assert!(!hostile.contains("<script>alert"), "{hostile}");
    assert!(hostile.contains("id=\"chalkbar\""), "there is a way back: {hostile}");
}
