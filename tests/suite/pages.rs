//! Every page × samples × languages: what a phone, a screen reader and a tired child may count on.
//!
//! `CHALKBOX_PAGES_OUT=folder` also writes the pages there, with the static files, to be looked at.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use askama::Template as _;
use chalkbox::lessons::views::HomePage;
use chalkbox::text::{Text, Texts};
use chalkbox::web::layout::Drawn as _;
use chalkbox::web::{assets, samples};

use all::{Page, pages};
use html::{Piece, attribute, pieces, unescape};

mod all;
mod bar;
mod html;
mod written;

const LANGUAGES: [&str; 4] = ["en", "fr", "sw", "ar"];
/// First visit of home, in all, gzip.
const HOME_BYTES_MAX: usize = 30 * 1024;
const SENTENCE_WORDS_MAX: usize = 8;

/// Runs `check` on every page in every language.
fn each(mut check: impl FnMut(&Text, &Page)) {
    let texts = Texts::embedded();
    let mut count = 0;
    for lang in LANGUAGES {
        let text = texts.get(lang);
        for page in pages(&text, &texts) {
            check(&text, &page);
            count += 1;
        }
    }
    assert!(count > 150, "only {count} pages");
}

/// Our own words on a page: what stands between tags, and what is read aloud, without made-up data.
fn our_words(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    let mut skip = false;
    for piece in pieces(&page.html) {
        match piece {
            Piece::Words(words) if !skip => found.push(unescape(words)),
            Piece::Words(_) | Piece::End(_) => skip = false,
            Piece::Start(name, attributes) => {
                // A language is always called by its own name.
                let endonym = attribute(&attributes, "lang").is_some()
                    && matches!(name, "button" | "a" | "option")
                    || attribute(&attributes, "class") == Some("tongue");
                skip = endonym || name == "script";
                for key in ["aria-label", "alt", "placeholder", "data-label", "label"] {
                    if name != "track" && !endonym {
                        found.extend(attribute(&attributes, key).map(unescape));
                    }
                }
            }
        }
    }
    // The longest first: a box's name may stand inside its Wi-Fi's.
    let mut data = samples::data();
    data.sort_by_key(|words| std::cmp::Reverse(words.len()));
    for data in data {
        for words in &mut found {
            *words = words.replace(data, " ");
        }
    }
    found.retain(|words| words.chars().any(char::is_alphanumeric));
    found
}

#[test]
fn pages_are_whole_and_say_their_language() {
    each(|text, page| {
        let Page { name, html } = page;
        let head = format!("<html lang=\"{}\" dir=\"{}\">", text.lang, text.dir);
        assert!(html.contains(&head), "{name} {}", text.lang);
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("style="), "{name} styles itself: the CSP forbids it");
        let mut open = Vec::new();
        let mut ids = BTreeSet::new();
        for piece in pieces(html) {
            match piece {
                Piece::Start(tag, attributes) => {
                    if let Some(id) = attribute(&attributes, "id") {
                        assert!(ids.insert(id.to_owned()), "{name}: id {id} stands twice");
                    }
                    let handler = attributes.iter().any(|(key, _)| key.starts_with("on"));
                    assert!(!handler, "{name}: <{tag}> has a script of its own");
                    if !html::VOID.contains(&tag) {
                        open.push(tag.to_owned());
                    }
                }
                Piece::End(tag) => {
                    assert_eq!(open.pop().as_deref(), Some(tag), "{name} {}", text.lang);
                }
                Piece::Words(_) => {}
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
        for piece in pieces(html) {
            let Piece::Start(_, attributes) = piece else { continue };
            for key in ["aria-labelledby", "for"] {
                let Some(id) = attribute(&attributes, key) else { continue };
                assert!(ids.contains(id), "{name}: {key} {id}");
            }
        }
    });
}

#[test]
fn everything_that_can_be_touched_has_a_name() {
    each(|text, page| {
        let name = &page.name;
        let all = pieces(&page.html);
        for (at, piece) in all.iter().enumerate() {
            let Piece::Start(tag, attributes) = piece else { continue };
            let label = attribute(attributes, "aria-label").is_some_and(|label| !label.is_empty());
            match *tag {
                "a" | "button" => {
                    let end = all[at..]
                        .iter()
                        .position(|piece| matches!(piece, Piece::End(end) if end == tag))
                        .unwrap();
                    let words = all[at..at + end].iter().any(
                        |piece| matches!(piece, Piece::Words(words) if !words.trim().is_empty()),
                    );
                    assert!(label || words, "{name} {}: a nameless <{tag}>", text.lang);
                }
                "img" => assert!(attribute(attributes, "alt").is_some(), "{name}"),
                "svg" => assert!(label || attribute(attributes, "aria-hidden").is_some(), "{name}"),
                "input" if attribute(attributes, "type") != Some("hidden") => {
                    let id = attribute(attributes, "id").unwrap();
                    let labelled = page.html.split("<label").any(|label| {
                        label.split('>').next().unwrap().ends_with(&format!(" for=\"{id}\""))
                    });
                    assert!(labelled, "{name}: {id}");
                }
                "form" if attribute(attributes, "method") == Some("post") => {
                    let form = page.html.split("<form").skip(1);
                    let tokens = form.filter(|form| form.contains("method=\"post\""));
                    tokens.for_each(|form| assert!(form.contains("name=\"token\""), "{name}"));
                }
                _ => {}
            }
        }
    });
}

#[test]
fn no_address_leaves_the_box_and_every_file_is_there() {
    let sprite = |url: &str| {
        let asset = assets::asset(url).unwrap();
        assert!(asset.immutable, "{url}");
        String::from_utf8(asset.plain().into_owned()).unwrap()
    };
    each(|_, page| {
        for piece in pieces(&page.html) {
            let Piece::Start(_, attributes) = piece else { continue };
            for key in
                ["href", "src", "action", "poster", "data-suggest", "data-place", "data-beat"]
            {
                let Some(url) = attribute(&attributes, key) else { continue };
                let ours = url.starts_with('/') && !url.starts_with("//");
                let portal = url.starts_with("http://chalkbox.lan");
                let here = url
                    .strip_prefix('#')
                    .is_some_and(|id| page.html.contains(&format!("id=\"{id}\"")));
                assert!(ours || portal || here, "{}: {url}", page.name);
                if url.starts_with("/static/") {
                    let (file, symbol) = url.split_once('#').unwrap_or((url, ""));
                    let source = sprite(file);
                    let id = format!("id=\"{symbol}\"");
                    assert!(symbol.is_empty() || source.contains(&id), "{url}");
                }
            }
        }
    });
    for file in ["chalk.css", "chalk.js", "icons.svg", "pictures.svg", "mark.svg"] {
        let source = sprite(assets::url(file)).replace("http://www.w3.org/", "");
        assert!(!source.contains("http:") && !source.contains("https:"), "{file}");
        assert!(!source.contains("@import") && !source.contains("url("), "{file}");
    }
}

#[test]
fn drawings_have_no_words_and_are_small() {
    for subject in chalkbox::base::Subject::ALL {
        let drawing = assets::asset(subject.picture()).unwrap();
        assert!(drawing.immutable);
        let source = String::from_utf8(drawing.plain().into_owned()).unwrap();
        assert!(source.len() <= 2048 && !source.contains("<text"), "{}", subject.slug());
    }
}

#[test]
fn the_first_visit_of_home_is_light() {
    let texts = Texts::embedded();
    for file in [("chalk.css", 10 * 1024), ("chalk.js", 10 * 1000)] {
        let size = assets::asset(assets::url(file.0)).unwrap().plain().len();
        assert!(size <= file.1, "{} weighs {size} bytes", file.0);
    }
    for lang in LANGUAGES {
        let text = texts.get(lang);
        let html = HomePage::samples(&text).remove(0).render().unwrap();
        let files: BTreeSet<_> = html
            .split('"')
            .filter_map(|part| assets::asset(part.split('#').next()?))
            .map(|asset| (asset.hash, asset.gzip.len()))
            .collect();
        let page = gzip(html.as_bytes());
        let all = page + files.iter().map(|(_, size)| size).sum::<usize>();
        println!("home {lang}: page {page}, with its {} files {all} bytes gzip", files.len());
        assert!(files.len() > 8, "the drawings are counted too");
        assert!(all <= HOME_BYTES_MAX, "{lang}: {all} bytes");
    }
}

fn gzip(bytes: &[u8]) -> usize {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().len()
}

#[test]
fn a_page_in_arabic_has_no_latin_word_left() {
    let texts = Texts::embedded();
    let text = texts.get("ar");
    let mut left = BTreeSet::new();
    for page in pages(&text, &texts) {
        for words in our_words(&page) {
            let latin = words.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
            left.extend(latin.map(|word| format!("{word} ({})", page.name)));
        }
    }
    // A language is called by its own name, in its own letters.
    left.retain(|word| !word.starts_with("Kiswahili "));
    assert_eq!(left, BTreeSet::new());
}

#[test]
fn sentences_for_children_are_short_and_plain() {
    let mut long = BTreeSet::new();
    each(|text, page| {
        if page.name.starts_with("box") {
            return;
        }
        for words in our_words(page) {
            assert!(!words.contains('%'), "{}: {words}", page.name);
            for sentence in words.split(['.', '!', '?', '؟', ':']) {
                let count = sentence
                    .split_whitespace()
                    .filter(|word| word.chars().any(char::is_alphanumeric))
                    .count();
                if count > SENTENCE_WORDS_MAX {
                    long.insert(format!("{}: {}", text.lang, sentence.trim()));
                }
            }
            if &*text.lang == "en" {
                let lower = words.to_lowercase();
                for word in ["error", "session", "package", "sync"] {
                    assert!(!lower.contains(word), "{}: {words}", page.name);
                }
            }
        }
    });
    assert_eq!(long, BTreeSet::new());
}

/// Translators work for nothing on a message that nobody sees.
#[test]
fn every_message_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for folder in ["src", "web-assets/pages"] {
        read_all(&root.join(folder), &mut code);
    }
    let mut english = String::new();
    read_all(&root.join("web-assets/text/en"), &mut english);
    let keys = english
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" ="));
    let unsaid: Vec<_> = keys
        .map(|(key, _)| key)
        .filter(|key| !code.contains(&format!(".{}(", key.replace('-', "_"))))
        .collect();
    assert_eq!(unsaid, Vec::<&str>::new());
}

fn read_all(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, into);
        } else {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}
