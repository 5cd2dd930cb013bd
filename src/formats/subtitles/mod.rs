//! Subtitles beside a video, SRT or `WebVTT` of any encoding, made into one clean `WebVTT`.
//!
//! Only cues come out: no styles, no notes, no identifiers, no markup but `b i u ruby rt c v lang`
//! and times inside a cue. What cannot be read is dropped and counted, never guessed.

mod cue_text;

use std::fmt::Write as _;
use std::str::Lines;

use super::encoding::decode;
use cue_text::clean;

/// A subtitle file above this is refused; two hours of dense talk take 200 KB.
pub const SUBTITLES_BYTES_MAX: usize = 2 << 20;
/// Cues kept of one file.
const CUES_MAX: usize = 20_000;
/// Bytes of one cue's text; the rest of the cue is cut.
const CUE_BYTES_MAX: usize = 4096;
/// A time above this drops its cue, in hours.
const HOURS_MAX: u64 = 99;

/// Clean subtitles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtitles {
    /// A whole `WebVTT` file in UTF-8.
    pub vtt: String,
    pub cues: usize,
    /// Cues left out because their times cannot be read, end before they begin, or hold no words.
    pub dropped: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubtitleFault {
    #[error("This subtitle file is larger than 2 MB. Split it or make it again.")]
    TooLarge,
    #[error(
        "This subtitle file holds no line with two times like 00:00:01,000 --> 00:00:04,000. Make it again as SRT or WebVTT."
    )]
    NoCues,
}

/// Reads SRT or `WebVTT`.
///
/// # Errors
/// `TooLarge` above 2 MiB, `NoCues` when not one cue can be read.
pub fn read(bytes: &[u8]) -> Result<Subtitles, SubtitleFault> {
    if bytes.len() > SUBTITLES_BYTES_MAX {
        return Err(SubtitleFault::TooLarge);
    }
    let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let mut clean = Subtitles { vtt: "WEBVTT\n".into(), cues: 0, dropped: 0 };
    let mut lines = text.lines();
    let mut waiting = None;
    while let Some(line) = waiting.take().or_else(|| lines.next()) {
        if let Some((from, to)) = line.split_once("-->") {
            let (body, next) = cue_body(&mut lines);
            waiting = next;
            clean.add(from, to, &body);
        } else if starts_block(line) {
            // A note or style runs to the next empty line and may hold anything but an arrow.
            waiting = lines.find(|line| line.trim().is_empty() || line.contains("-->"));
        }
    }
    if clean.cues == 0 { Err(SubtitleFault::NoCues) } else { Ok(clean) }
}

fn starts_block(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// The lines of a cue, and the time line of the next cue when no empty line parts them.
fn cue_body<'a>(lines: &mut Lines<'a>) -> (Vec<&'a str>, Option<&'a str>) {
    let mut body = Vec::new();
    for line in lines {
        if line.trim().is_empty() {
            break;
        }
        if line.contains("-->") {
            // The number of the next cue was taken for a line of this one.
            if body
                .last()
                .is_some_and(|last: &&str| last.trim().bytes().all(|b| b.is_ascii_digit()))
            {
                body.pop();
            }
            return (body, Some(line));
        }
        body.push(line);
    }
    (body, None)
}

impl Subtitles {
    /// What is said, a line for each line of a cue, without times and markup.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for line in self.vtt.lines().skip(1).filter(|line| !line.contains("-->")) {
            // A `<` that is no tag was written as `&lt;` above.
            for (number, piece) in line.split('<').enumerate() {
                let tag_end = if number == 0 { None } else { piece.find('>') };
                words.push_str(tag_end.map_or(piece, |end| &piece[end + 1..]));
            }
            words.push('\n');
        }
        words.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
    }

    fn add(&mut self, from: &str, to: &str, body: &[&str]) {
        let mut after = to.split_whitespace();
        let times = time_ms(from.trim()).zip(after.next().and_then(time_ms));
        let text = clean(&body.join("\n"), CUE_BYTES_MAX);
        match times {
            Some((start, end))
                if start < end && !text.trim().is_empty() && self.cues < CUES_MAX =>
            {
                let settings: String =
                    after.filter(|s| is_setting(s)).take(6).flat_map(|s| [" ", s]).collect();
                // Writing to a String cannot fail.
                let _ =
                    write!(self.vtt, "\n{} --> {}{settings}\n{text}\n", Stamp(start), Stamp(end));
                self.cues += 1;
            }
            _ => self.dropped += 1,
        }
    }
}

/// `[hours:]minutes:seconds[.,]fraction` in milliseconds; hours and fraction may be missing.
pub(super) fn time_ms(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut parts = whole.split(':').rev();
    let seconds = number(parts.next()?).filter(|s| *s < 60)?;
    let minutes = number(parts.next()?).filter(|m| *m < 60)?;
    let hours = parts.next().map_or(Some(0), number).filter(|h| *h <= HOURS_MAX)?;
    if parts.next().is_some() || fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let digits = fraction.get(..3.min(fraction.len()))?;
    let milliseconds = number(digits)? * [0, 100, 10, 1].get(digits.len()).copied()?;
    number(fraction)?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds)
}

fn number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

/// A place setting of `WebVTT` (w3.org/TR/webvtt1, cue settings); regions are dropped with their definitions.
fn is_setting(word: &str) -> bool {
    word.split_once(':').is_some_and(|(name, value)| {
        matches!(name, "vertical" | "line" | "position" | "size" | "align")
            && (1..=24).contains(&value.len())
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"%.,-".contains(&b))
    })
}

/// A time as `WebVTT` writes it.
pub(super) struct Stamp(pub u64);

impl std::fmt::Display for Stamp {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (seconds, ms) = (self.0 / 1000, self.0 % 1000);
        write!(out, "{:02}:{:02}:{:02}.{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vtt(text: &str) -> String {
        read(text.as_bytes()).unwrap().vtt
    }

    #[test]
    fn words_are_what_is_said() {
        let read = read(
            b"1\n00:00:01,000 --> 00:00:02,000\n<v Amina><i>Drops</i> & 1 < 2\n\n2\n00:00:03,000 --> 00:00:04,000\nfall.\n",
        );
        assert_eq!(
            read.unwrap().words().split_whitespace().collect::<Vec<_>>(),
            ["Drops", "&", "1", "<", "2", "fall."]
        );
    }

    #[test]
    fn srt_and_untidy_vtt_become_one_form() {
        let wanted = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nhello\n\n00:00:03.000 --> 00:00:04.000\nmoon\n";
        let table = [
            "1\n00:00:01,000 --> 00:00:02,500\nhello\n\n2\n00:00:03,000 --> 00:00:04,000\nmoon\n",
            "1\r\n00:00:01,000 --> 00:00:02,500\r\nhello\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nmoon",
            "WEBVTT - title\nKind: captions\n\nNOTE by hand\nnothing\n\nSTYLE\n::cue{color:red}\n\nintro\n00:01.000 --> 00:02.500\nhello\n\n00:03.000 --> 00:04\nmoon\n",
            "0:00:01.0-->0:00:02.5\nhello\n\n00:00:03,000 --> 00:00:04,000 region:x\nmoon\n",
        ];
        for text in table {
            assert_eq!(vtt(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_dropped_and_counted() {
        let clean = read(
            b"00:00:01,000 --> 00:00:02,000\nkept\n\n00:00:05,000 --> 00:00:04,000\nends first\n\n\
              00:99:00,000 --> 00:00:04,000\nbad time\n\n00:00:06,000 --> 00:00:07,000\n\n",
        )
        .unwrap();
        assert_eq!((clean.cues, clean.dropped), (1, 3));
        assert_eq!(read(b"no times here"), Err(SubtitleFault::NoCues));
        assert_eq!(read(&vec![b'a'; SUBTITLES_BYTES_MAX + 1]), Err(SubtitleFault::TooLarge));
    }

    #[test]
    fn settings_stay_when_they_are_settings() {
        let text = "00:01.000 --> 00:02.000 align:right position:10% onclick:x line:<b>\nx\n";
        assert!(vtt(text).contains("00:00:02.000 align:right position:10%\nx"), "{}", vtt(text));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(body in "[a-z<>/&;.:\\- \\n{}0-9é]{1,80}") {
            let Ok(once) = read(format!("00:01.000 --> 00:02.000\n{body}\n").as_bytes()) else { return Ok(()) };
            let twice = read(once.vtt.as_bytes()).unwrap();
            prop_assert_eq!(once.vtt, twice.vtt);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(clean) = read(&bytes) {
                prop_assert!(clean.vtt.starts_with("WEBVTT\n\n"));
            }
        }
    }
}
