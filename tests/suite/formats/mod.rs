//! Every reader of lessons over real and hostile files: right facts, sentences for refusals, never a panic.
//! What is made here runs everywhere; the collected files run where they lie beside the project.

#![expect(clippy::unwrap_used, reason = "a test whose files cannot be read cannot go on")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chalkbox::formats::folder::{FolderLimits, read_folder};
use chalkbox::formats::kind;
use chalkbox::formats::media::{self, Codec, Container};
use chalkbox::formats::package_zip::{Method, PackageZip};
use chalkbox::formats::pdf::{self, Protection};
use chalkbox::formats::{html_text, markdown, picture, subtitles};

use crate::kit::shared_data;

pub mod made;
mod mutations;

/// The collected files of a folder in order; none where there are none.
fn files(folder: &str) -> Vec<PathBuf> {
    let Some(path) = shared_data(folder) else { return Vec::new() };
    let entries = fs::read_dir(path).unwrap();
    let mut files: Vec<_> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    println!("{folder}: {} collected files read", files.len());
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// A refusal is a sentence: a capital letter first, a full stop last, and what to do in between.
fn assert_sentence(file: &str, told: &str) {
    assert!(told.starts_with(|c: char| c.is_uppercase() || c == '"'), "{file}: {told}");
    assert!(told.ends_with('.') && told.len() > 20, "{file}: {told}");
}

#[test]
fn a_zip_is_served_as_it_lies() {
    let page = "<html lang=fr><title>L'eau</title><p>Bonjour".repeat(20);
    let bytes = made::zip(&[
        ("lesson/index.html", page.as_bytes(), true),
        ("lesson/a b.css", b"p{}", false),
    ]);
    let zip = PackageZip::open(bytes.clone()).unwrap();
    zip.check().unwrap();
    assert_eq!(zip.entries().len(), 2);
    let entry = zip.find("lesson/index.html").unwrap();
    assert_eq!(entry.method, Method::Deflated);
    assert_eq!(zip.read_inflated(entry, 1 << 20).unwrap(), page.as_bytes());
    let frame = zip.gzip_frame(entry).unwrap();
    let from = usize::try_from(frame.data_offset).unwrap();
    let data = &bytes[from..from + usize::try_from(frame.packed_bytes).unwrap()];
    let sent = [frame.header.as_slice(), data, &frame.trailer].concat();
    let mut unpacked = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&sent[..]), &mut unpacked)
        .unwrap();
    assert_eq!(unpacked, page);
    let css = zip.find("lesson/a b.css").unwrap();
    let from = usize::try_from(css.data_offset).unwrap();
    assert_eq!((css.method, &bytes[from..from + 3]), (Method::Stored, b"p{}".as_slice()));
    assert!(
        zip.gzip_frame(css).is_none() && zip.find("lesson").is_none() && zip.find("../x").is_none()
    );
    let start = zip.start_page().unwrap();
    assert_eq!(start.path.as_str(), "lesson/index.html");
    assert_eq!(start.facts.title.as_deref(), Some("L'eau"));
    assert_eq!(start.facts.language.as_deref(), Some("fr"));
    assert!(zip.text().starts_with("L'eau\nBonjour"));
}

#[test]
fn a_zip_that_could_harm_is_refused_by_name() {
    let page: (&str, &[u8], bool) = ("index.html", b"<p>x", false);
    let refused = |entries: &[(&str, &[u8], bool)], words: &str| {
        let told = PackageZip::open(made::zip(entries)).unwrap_err().to_string();
        assert!(told.contains(words), "{told}");
        assert_sentence("made.zip", &told);
    };
    refused(&[page, ("../evil.txt", b"x", false)], "../evil.txt");
    refused(&[page, ("/etc/x", b"x", false)], "/etc/x");
    refused(&[page, ("C:\\x", b"x", false)], "C:");
    refused(&[page, ("a\0b", b"x", false)], "control character");
    refused(&[page, ("INDEX.html", b"x", false)], "one name for most phones");
    refused(
        &[("\u{e9}.html", b"", false), ("e\u{301}.html", b"", false)],
        "one name for most phones",
    );
    refused(&[("a", b"x", false), ("a/b", b"x", false)], "a file and as a folder");
    refused(&[page, ("bomb", &vec![0; 4 << 20], true)], "\"bomb\"");
    let mut many: Vec<(String, &[u8], bool)> = Vec::new();
    many.extend((0..20_001).map(|n| (format!("{n}"), b"".as_slice(), false)));
    let many: Vec<_> =
        many.iter().map(|(name, bytes, packed)| (name.as_str(), *bytes, *packed)).collect();
    refused(&many, "20001 files");

    let whole = made::zip(&[page]);
    let local = memchr::memmem::find(&whole, b"index.html").unwrap();
    let mut wrong = whole.clone();
    wrong[local + 10] ^= 1;
    let zip = PackageZip::open(wrong).unwrap();
    assert_sentence("crc", &zip.check().unwrap_err().to_string());
    for (what, at, value) in [("locked", 8, 1), ("method", 10, 14)] {
        let central = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
        let mut changed = whole.clone();
        changed[central + at] = value;
        assert_sentence(what, &PackageZip::open(changed).unwrap_err().to_string());
    }
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let inner = made::zip(&[("b.html", b"twice", false)]);
    let mut outer = made::zip(&[("a.html", &inner, false)]);
    let end = outer.len() - 22;
    // The directory of the inner zip, its entry moved to where it lies in the outer one.
    let listed_at = memchr::memmem::find(&inner, b"PK\x01\x02").unwrap();
    let mut listed = inner[listed_at..inner.len() - 22].to_vec();
    listed[42..46].copy_from_slice(&(30 + 6_u32).to_le_bytes());
    let bytes = u32::try_from(listed.len()).unwrap();
    outer.splice(end..end, listed);
    let end = outer.len() - 22;
    outer[end + 8] = 2;
    outer[end + 10] = 2;
    let before = u32::from_le_bytes(outer[end + 12..end + 16].try_into().unwrap());
    outer[end + 12..end + 16].copy_from_slice(&(before + bytes).to_le_bytes());
    let told = PackageZip::open(outer).unwrap_err().to_string();
    assert!(told.starts_with("\"a.html\" and \"b.html\" in this zip file share"), "{told}");
}

#[test]
fn collected_zips_are_read_or_refused() {
    for path in files("html5zip") {
        let zip = PackageZip::open(File::open(&path).unwrap()).unwrap();
        zip.check().unwrap();
        assert_eq!(zip.start_entry().is_some(), name(&path).starts_with("unicode"), "{path:?}");
    }
    for path in files("malicious").into_iter().filter(|p| has_ending(p, "zip")) {
        let opened = PackageZip::open(File::open(&path).unwrap());
        let told = match &opened {
            Ok(zip) => zip.check().err().map(|fault| fault.to_string()),
            Err(fault) => Some(fault.to_string()),
        };
        let harmless = ["html5-attacks-parent.zip", "nested.zip"].contains(&name(&path).as_str());
        assert_eq!(told.is_none(), harmless, "{path:?}: {told:?}");
        if let Some(told) = told {
            println!("{}: {told}", name(&path));
            assert_sentence(&name(&path), &told);
        }
    }
    for path in files("scorm").into_iter().chain(files("h5p")).chain(files("epub")) {
        let opened = PackageZip::open(File::open(&path).unwrap());
        let told =
            opened.map_or_else(|f| f.to_string(), |z| z.start_page().unwrap_err().to_string());
        assert_sentence(&name(&path), &told);
    }
}

#[test]
fn collected_films_and_sounds_are_known() {
    for path in files("video") {
        let file = File::open(&path).unwrap();
        let (name, facts) = (name(&path), media::read(&file));
        println!("{name}: {facts:?}");
        let Ok(facts) = facts else {
            assert!(
                ["vtt", "srt", "sami", "ttml"].iter().any(|ending| name.ends_with(ending)),
                "{name}"
            );
            continue;
        };
        let told = facts.playable_on_phones();
        match name.as_str() {
            "made-20s-faststart.mp4" | "made-20s-moov-at-end.mp4" => {
                assert_eq!(facts.starts_at_once, name.contains("faststart"));
                assert!(facts.codecs.contains(&Codec::H264));
                assert!(facts.duration_ms.unwrap().abs_diff(20_000) < 200, "{facts:?}");
            }
            "made-20s.webm" => {
                assert_eq!(facts.container, Container::WebM);
                assert!(facts.duration_ms.unwrap().abs_diff(20_000) < 200, "{facts:?}");
            }
            "made-voice.opus" => assert_eq!(facts.codecs, [Codec::Opus]),
            "made-hevc.mp4" | "made-xvid.avi" => {
                assert_sentence(&name, &told.unwrap_err().to_string());
                continue;
            }
            _ => {}
        }
        told.unwrap();
        assert!(facts.duration_ms.is_some(), "{name}");
        assert_eq!(facts.is_video(), facts.picture.is_some(), "{name}");
    }
}

#[test]
fn collected_subtitles_become_clean() {
    for path in files("video") {
        if !has_ending(&path, "vtt") && !has_ending(&path, "srt") {
            continue;
        }
        let name = name(&path);
        let clean = subtitles::read(&fs::read(&path).unwrap()).unwrap();
        println!("{name}: {} cues, {} dropped", clean.cues, clean.dropped);
        assert!(!clean.vtt.contains("<script") && !clean.vtt.contains('\u{fffd}'), "{name}");
        match name.as_str() {
            "bad-latin1.srt" => assert!(clean.vtt.contains("Ça va, élève ?"), "{}", clean.vtt),
            "bad-script.vtt" => assert!(clean.vtt.ends_with("\n<c.x>hi</c>\n"), "{}", clean.vtt),
            _ => assert_eq!(clean.dropped, 0, "{name}"),
        }
    }
}

#[test]
fn a_pdf_says_its_pages_or_why_not() {
    let whole = made::pdf(3);
    let facts = pdf::read(&whole).unwrap();
    assert_eq!((facts.version.as_str(), facts.pages), ("1.4", Some(3)));
    assert_eq!(facts.title.as_deref(), Some("Water (1)"));
    assert_eq!(facts.language.as_deref(), Some("sw"));
    for cut in [0, 4, 20, whole.len() / 2, whole.len() - 40] {
        assert_sentence("cut.pdf", &pdf::read(&whole[..cut]).unwrap_err().to_string());
    }
    // A table that leads nowhere is rebuilt, as viewers do.
    let text = String::from_utf8(whole).unwrap();
    let lost = text.replace("startxref\n", "startxref\n1");
    assert_eq!(pdf::read(lost.as_bytes()).unwrap().pages, Some(3));
}

#[test]
fn a_pdf_that_leads_in_circles_is_given_up() {
    // Each begins a text that runs to the end of the file: read each time, this would take a day.
    let trailers = format!("%PDF-1.4\n{}%%EOF", "trailer(".repeat(1 << 17));
    assert_sentence("trailers.pdf", &pdf::read(trailers.as_bytes()).unwrap_err().to_string());
}

#[test]
fn collected_pdfs_have_the_right_number_of_pages() {
    let known = [
        ("made-2000-pages.pdf", 2000),
        ("41568-pdf.pdf", 228),
        ("annotated_pdf.pdf", 1),
        ("crazyones-pdfa.pdf", 1),
        ("made-javascript-openaction.pdf", 1),
        ("mistitled_outlines_example.pdf", 4),
    ];
    for path in files("pdf") {
        let (name, facts) = (name(&path), pdf::read(&File::open(&path).unwrap()));
        println!("{name}: {facts:?}");
        match facts {
            Ok(facts) => {
                assert_eq!(facts.protection, Protection::None, "{name}");
                let pages = known.iter().find(|(known, _)| *known == name).map(|(_, pages)| *pages);
                assert!(
                    facts.pages.is_some() && (pages.is_none() || pages == facts.pages),
                    "{name}"
                );
            }
            Err(fault) => {
                let refused =
                    ["broken.pdf", "corrupt-truncated.pdf", "libreoffice-writer-password.pdf"];
                assert!(refused.contains(&name.as_str()), "{name}: {fault}");
                assert_sentence(&name, &fault.to_string());
            }
        }
    }
}

#[test]
fn collected_texts_and_drawings_are_safe() {
    for path in files("markdown") {
        let lesson = markdown::read(&fs::read(&path).unwrap(), markdown::Base::default()).unwrap();
        assert!(lesson.title.is_some(), "{path:?}");
        let html = lesson.html.to_ascii_lowercase();
        for bad in ["<script", "<iframe", "href=\"javascript", "onerror=\"alert(1)\""] {
            assert!(!html.contains(bad), "{path:?}: {html}");
        }
    }
    for path in files("malicious").into_iter().filter(|p| has_ending(p, "svg")) {
        assert!(picture::read(&File::open(&path).unwrap()).is_ok());
    }
}

#[test]
fn a_whole_collected_folder_becomes_a_tree() {
    let Some(video) = shared_data("video") else { return };
    let tree = read_folder(&video, FolderLimits::default()).unwrap();
    assert!(tree.lessons >= 9, "{tree:?}");
    for skipped in &tree.skipped {
        assert_sentence(&skipped.path.to_string_lossy(), &skipped.reason);
    }
    let data = read_folder(video.parent().unwrap(), FolderLimits::default()).unwrap();
    println!("all collected: {} lessons, {} skipped", data.lessons, data.skipped.len());
    assert!(data.lessons > tree.lessons);
}

#[test]
fn every_collected_page_has_a_place_for_the_bar() {
    for path in files("html5zip").into_iter().chain(files("malicious")) {
        let Ok(zip) = PackageZip::open(File::open(&path).unwrap()) else { continue };
        for entry in zip
            .entries()
            .iter()
            .filter(|e| kind::ending(e.path.file_name()).as_deref() == Some("html"))
        {
            let Ok(html) = zip.read_inflated(entry, 1 << 20) else { continue };
            let tagged = html.contains(&b'<');
            assert_eq!(
                html_text::insert_bar_at(&html).is_some(),
                tagged,
                "{path:?} {}",
                entry.path
            );
        }
    }
}
