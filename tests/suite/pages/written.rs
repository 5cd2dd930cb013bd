//! The pages as files, for whoever wants to look at them.

use std::path::Path;

use chalkbox::lessons::players::render_bar;
use chalkbox::text::Texts;
use chalkbox::web::assets;

use super::{LANGUAGES, each};

#[test]
fn pages_can_be_written_down_to_be_looked_at() {
    let Ok(folder) = std::env::var("CHALKBOX_PAGES_OUT") else { return };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    let texts = Texts::embedded();
    for lang in LANGUAGES {
        let bar = render_bar(&texts.get(lang), "/home-0-en.html", "/turn-0-en.html").unwrap();
        let foreign = format!(
            "<!doctype html><meta name=viewport content=width=device-width><style>div,a{{color:red!important;font:italic 9px serif!important;\
             margin:9px!important;display:block!important;transform:rotate(9deg)!important}}</style>\
             <body>{bar}<p>2 + 2 = 4</p>"
        );
        std::fs::write(folder.join(format!("bar-0-{lang}.html")), foreign).unwrap();
    }
    each(|text, page| {
        let path = folder.join(format!("{}-{}.html", page.name, text.lang));
        std::fs::write(path, &page.html).unwrap();
        for url in page.html.split('"') {
            let url = url.split('#').next().unwrap();
            if let Some(asset) = assets::asset(url) {
                let path = folder.join(url.trim_start_matches('/'));
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, asset.plain()).unwrap();
            }
        }
    });
}
