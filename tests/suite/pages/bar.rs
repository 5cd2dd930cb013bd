//! The bar above foreign pages.

use chalkbox::lessons::players::render_bar;
use chalkbox::text::Texts;

use super::LANGUAGES;
use super::html::unescape;

#[test]
fn the_bar_is_small_and_shows_no_foreign_style() {
    let texts = Texts::embedded();
    for lang in LANGUAGES {
        let text = texts.get(lang);
        let bar =
            render_bar(&text, "http://chalkbox.lan/lessons/3?a=1&b=\"", "http://chalkbox.lan/turn")
                .unwrap();
        assert!(bar.len() <= 1229, "{lang}: {} bytes", bar.len());
        assert!(bar.contains("all:initial!important"), "{bar}");
        assert!(bar.is_ascii(), "{bar}");
        assert!(
            lang == "ar" || unescape(&bar).contains(text.player_turn().trim_start_matches('À'))
        );
        assert!(bar.contains(text.dir.as_str()) && !bar.contains("b=\"\""), "{bar}");
        assert!(!bar.contains("class="), "a foreign class could match");
    }
}
