//! A box for a story in a real browser: prints where it listens, then does what its input says.
//! See `box.mjs` for the words of the talk.
#![expect(clippy::unwrap_used, reason = "a test says what must hold")]

#[path = "../suite/kit/people.rs"]
mod people;
#[path = "../suite/kit/test_box.rs"]
#[expect(dead_code, reason = "the suite uses more of it")]
mod test_box;
#[path = "../suite/kit/zim_maker/mod.rs"]
#[expect(dead_code, reason = "the suite uses more of it")]
mod zim_maker;

use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chalkbox::base::Clock;
use chalkbox::cli::Work;
use test_box::{MORNING, TestBox};
use zim_maker::ZimMaker;

fn main() {
    let data = std::env::temp_dir().join(format!("chalkbox-testbox-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&data);
    let chalkbox = TestBox::start_with(&data, test_box::config(), Clock::fixed(MORNING));
    if std::env::var_os("CHALKBOX_EMPTY").is_none() {
        chalkbox.load_sample();
    }
    let (portal, lessons) = (chalkbox.portal().port(), chalkbox.lessons().port());
    println!(
        "{{\"portal_port\":{portal},\"lessons_port\":{lessons},\"data\":{:?}}}",
        data.display()
    );
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let said = obey(&chalkbox, word, rest);
        println!("{said}");
    }
    chalkbox.stop();
    let _ = std::fs::remove_dir_all(&data);
}

/// `ok`, with what was asked for behind it on the same line.
fn obey(chalkbox: &TestBox, word: &str, rest: &str) -> String {
    match word {
        "advance" => {
            chalkbox.advance(Duration::from_secs(rest.parse().unwrap()));
            "ok".into()
        }
        "sign-in" => format!("ok {}", chalkbox.sign_in(rest.parse().unwrap())),
        "make-zim" => {
            let (folder, zim) = rest.split_once(' ').unwrap();
            make_zim(Path::new(folder), Path::new(zim));
            "ok".into()
        }
        "load" => format!("ok {}", chalkbox.load(&PathBuf::from(rest)).replace('\n', " ")),
        "import" => {
            let path = PathBuf::from(rest);
            let language = path.file_stem().unwrap().to_string_lossy().into_owned();
            let sheet = std::fs::read(&path).unwrap();
            let (code, said) = chalkbox.ask(false, Work::TextImport { language, sheet });
            if code == 0 { "ok".into() } else { format!("failed {}", said.replace('\n', " ")) }
        }
        "export-sheet" => {
            let (_, sheet) =
                chalkbox.ask(false, Work::TextExport { language: rest.into(), desk: false });
            format!("ok {}", serde_json::to_string(&sheet).unwrap())
        }
        "export" => {
            let format = if rest == "xapi" { "Xapi" } else { "Csv" };
            let export = serde_json::json!({ "format": format, "what": "Visits", "since": null });
            let act = serde_json::json!({ "Export": export });
            let act = serde_json::from_value(act).unwrap();
            let (_, said) = chalkbox.ask(false, Work::Usage(act));
            format!("ok {}", serde_json::to_string(&said).unwrap())
        }
        _ => format!("unknown {word}"),
    }
}

/// Packs a folder of pages and pictures: `index.html` is the main page, `illustration.png` the picture, the
/// file's stem the name. `metadata.json` holds the rest of what an archive says of itself.
fn make_zim(folder: &Path, zim: &Path) {
    let mut maker = ZimMaker::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let (name, bytes) = (
            file.file_name().unwrap().to_string_lossy().into_owned(),
            std::fs::read(&file).unwrap(),
        );
        match &*name {
            "metadata.json" => {
                let said: std::collections::BTreeMap<String, String> =
                    serde_json::from_slice(&bytes).unwrap();
                for (name, value) in said {
                    maker.metadata(&name, value.as_bytes());
                }
            }
            "illustration.png" => {
                maker.illustration(48, &bytes);
            }
            _ if file.extension().is_some_and(|ending| ending == "html") => {
                let html = String::from_utf8(bytes).unwrap();
                let title = html
                    .split("<title>")
                    .nth(1)
                    .and_then(|rest| rest.split('<').next())
                    .unwrap_or("");
                maker.page(&name, title, &html);
            }
            _ => {
                let is_drawing = file.extension().is_some_and(|ending| ending == "svg");
                let mime = if is_drawing { "image/svg+xml" } else { "text/css" };
                maker.item(&name, "", mime, &bytes);
            }
        }
    }
    maker.main_page("index.html").write(zim);
}
