//! Files with random damage through every reader: no panic, no long wait. `CHALKBOX_MUTATIONS` sets how many.

use std::path::PathBuf;
use std::time::Duration;

use chalkbox::base::{Clock, Random};
use chalkbox::formats::media::{self, Codec, Container};
use chalkbox::formats::package_zip::PackageZip;
use chalkbox::formats::{html_text, kind, markdown, pdf, picture, subtitles};

use super::{files, made};
use crate::kit::damage::{Dice, damage};

const SEED: u64 = 20_261_124;
const MUTATIONS_DEFAULT: u64 = 4000;
/// Larger collected files would only make the campaign slow.
const BASE_BYTES_MAX: u64 = 300_000;
/// One damaged file may keep all readers busy for this long, in a build without optimisation.
const SLOWEST: Duration = Duration::from_secs(5);

/// All readers, whatever the file is: their answers do not matter, only that they come.
fn read_all(bytes: &Vec<u8>) {
    if let Ok(zip) = PackageZip::open(bytes.clone()) {
        let _ = zip.check();
        let _ = zip.start_page();
        let _ = zip.text();
    }
    let _ = subtitles::read(bytes);
    let _ = media::read(bytes).map(|facts| facts.playable_on_phones());
    let _ = pdf::read(bytes);
    let _ = picture::read(bytes);
    let _ = html_text::read(bytes, 10_000);
    let _ = html_text::insert_bar_at(bytes).map(|at| assert!(at <= bytes.len()));
    for target in html_text::frame_targets(bytes) {
        assert!(bytes.get(target.value).is_some());
    }
    let _ = markdown::read(bytes, markdown::Base::default());
    let _ = kind::judge("lesson.mp4", bytes);
}

fn bases() -> Vec<Vec<u8>> {
    let page = b"<!DOCTYPE html><html lang=sw><head><title>Maji</title></head><body class=x>\
        <iframe src='a'></iframe><p>Maji &amp; jua</p></body></html>";
    let text = b"---\ntitle: x\n---\n# Moon\n\n> a\n> - [b](c)\n\n| a | b |\n|---|---|\n| ![x](y.png) | <b>z</b> |\n";
    let words = b"WEBVTT\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann>hi <b>all</b> &amp; you</v>\n\nNOTE x\n";
    let drawing = b"<svg width='10' height='20' viewBox='0 0 10 20'><title>x</title></svg>";
    let entries: [(&str, &[u8], bool); 3] =
        [("index.html", page, true), ("a/b.png", b"\x89PNG", false), ("c.html", page, true)];
    let mut bases: Vec<Vec<u8>> =
        [page.as_slice(), text, words, drawing].map(<[u8]>::to_vec).into();
    bases.extend([made::zip(&entries), made::pdf(5), made::mp4(), made::webm()]);
    bases.extend([made::mp3(), made::opus(), made::wav()]);
    for folder in ["malicious", "html5zip", "video", "pdf", "markdown"] {
        let is_small = |path: &PathBuf| path.metadata().unwrap().len() <= BASE_BYTES_MAX;
        bases.extend(
            files(folder).into_iter().filter(is_small).map(|path| std::fs::read(path).unwrap()),
        );
    }
    bases
}

#[test]
fn random_damage_makes_no_reader_panic_nor_take_long() {
    let count = std::env::var("CHALKBOX_MUTATIONS").ok().and_then(|text| text.parse().ok());
    let count: u64 = count.unwrap_or(MUTATIONS_DEFAULT);
    let (bases, clock, mut slowest) = (bases(), Clock::system(), Duration::ZERO);
    for seed in SEED..SEED + count {
        let dice = Dice(Random::seeded(seed));
        let mut bytes = bases[dice.below(bases.len())].clone();
        damage(&mut bytes, &dice);
        let before = clock.boottime();
        let outcome = std::panic::catch_unwind(|| read_all(&bytes));
        assert!(outcome.is_ok(), "seed {seed} panics");
        let took = clock.boottime().saturating_sub(before);
        assert!(took < SLOWEST, "seed {seed} takes {took:?}");
        slowest = slowest.max(took);
    }
    println!("{count} mutations of {} files from seed {SEED}: slowest {slowest:?}", bases.len());
}

#[test]
fn made_films_and_sounds_are_known() {
    let mp4 = media::read(&made::mp4()).unwrap();
    assert_eq!((mp4.container, mp4.codecs.as_slice()), (Container::Mp4, [Codec::H264].as_slice()));
    assert_eq!(
        (mp4.duration_ms, mp4.picture, mp4.starts_at_once),
        (Some(5000), Some((320, 240)), true)
    );
    let webm = media::read(&made::webm()).unwrap();
    assert_eq!(
        (webm.container, webm.codecs.as_slice()),
        (Container::WebM, [Codec::Vp9].as_slice())
    );
    assert_eq!((webm.duration_ms, webm.picture), (Some(5000), Some((320, 240))));
    let mp3 = media::read(&made::mp3()).unwrap();
    assert_eq!(
        (mp3.codecs.as_slice(), mp3.title.as_deref()),
        ([Codec::Mp3].as_slice(), Some("Moon"))
    );
    assert_eq!(mp3.duration_ms, Some(260));
    let opus = media::read(&made::opus()).unwrap();
    assert_eq!((opus.codecs.as_slice(), opus.duration_ms), ([Codec::Opus].as_slice(), Some(1000)));
    let wav = media::read(&made::wav()).unwrap();
    assert_eq!((wav.codecs.as_slice(), wav.duration_ms), ([Codec::Pcm].as_slice(), Some(1000)));
    for facts in [mp4, webm, mp3, opus, wav] {
        assert_eq!(facts.playable_on_phones(), Ok(()));
    }
    let cut = made::mp4();
    assert!(media::read(&cut[..cut.len() - 2]).is_err());
}
