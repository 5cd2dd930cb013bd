//! Thousands of damaged files through every reader: no panic, no long search. The seed is printed; the same
//! seed damages alike.

use std::time::Duration;

use chalkbox::base::clock::Clock;
use chalkbox::base::random::Random;
use chalkbox::formats::media::{self, Codec, Container};
use chalkbox::formats::package_zip::PackageZip;
use chalkbox::formats::{html_text, kind, markdown, pdf, picture, subtitles};

use super::{files, made};

const SEED: u64 = 20_261_124;
/// Damaged copies of each made file.
const EACH_MADE: usize = 400;
/// Damaged copies of each collected file, and the largest that is taken, in bytes.
const EACH_COLLECTED: usize = 40;
const COLLECTED_BYTES_MAX: u64 = 400_000;
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

/// A few bytes changed, a piece cut out or doubled, or the end lost.
fn damaged(bytes: &[u8], random: &Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let numbers = random.bytes::<40>();
    let number = |at: usize| usize::from(u16::from_le_bytes([numbers[at], numbers[at + 1]]));
    let place = |at: usize, length: usize| (number(at) << 16 | number(at + 2)) % length.max(1);
    for change in 0..=usize::from(numbers[0] % 4) {
        let at = place(4 + change * 4, out.len());
        // The first bytes hold most of what is parsed.
        let at = if numbers[1] % 2 == 0 { at.min(number(2) % 512) } else { at };
        if let Some(byte) = out.get_mut(at) {
            *byte = match numbers[2] % 3 {
                0 => 0xff,
                1 => 0,
                _ => numbers[20 + change],
            };
        }
    }
    let (from, to) = (place(24, out.len()), place(28, out.len()));
    match numbers[3] % 6 {
        0 => out.truncate(from),
        1 => drop(out.drain(from.min(to)..to.max(from))),
        2 => out.extend_from_within(from.min(to)..to.max(from)),
        _ => {}
    }
    out
}

#[test]
fn thousands_of_damaged_files_make_no_reader_panic() {
    let page = b"<!DOCTYPE html><html lang=sw><head><title>Maji</title></head><body class=x><iframe src='a'></iframe><p>Maji &amp; jua</p></body></html>";
    let text = b"---\ntitle: x\n---\n# Moon\n\n> a\n> - [b](c)\n\n| a | b |\n|---|---|\n| ![x](y.png) | <b>z</b> |\n";
    let words = b"WEBVTT\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann>hi <b>all</b> &amp; you</v>\n\nNOTE x\n";
    let zip = made::zip(&[
        ("index.html", page, true),
        ("a/b.png", b"\x89PNG", false),
        ("c.html", page, true),
    ]);
    let drawing =
        b"<svg width='10' height='20' viewBox='0 0 10 20'><title>x</title></svg>".to_vec();
    let mut whole = vec![
        page.to_vec(),
        text.to_vec(),
        words.to_vec(),
        zip,
        drawing,
        made::pdf(5),
        made::mp4(),
        made::webm(),
        made::mp3(),
        made::opus(),
        made::wav(),
    ];
    let made_count = whole.len();
    for folder in ["malicious", "html5zip", "video", "pdf", "markdown"] {
        let small = files(folder)
            .into_iter()
            .filter(|p| p.metadata().unwrap().len() <= COLLECTED_BYTES_MAX);
        whole.extend(small.map(|path| std::fs::read(path).unwrap()));
    }
    let (random, clock) = (Random::seeded(SEED), Clock::system());
    let (mut count, mut slowest) = (0, Duration::ZERO);
    for (index, bytes) in whole.iter().enumerate() {
        let each = if index < made_count { EACH_MADE } else { EACH_COLLECTED };
        for _ in 0..each {
            let bytes = damaged(bytes, &random);
            let before = clock.boottime();
            read_all(&bytes);
            slowest = slowest.max(clock.boottime().saturating_sub(before));
            count += 1;
        }
    }
    println!("seed {SEED}: {count} damaged files of {}, slowest {slowest:?}", whole.len());
    assert!(slowest < SLOWEST, "one damaged file took {slowest:?}");
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
