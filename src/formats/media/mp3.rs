//! MP3: an ID3 tag perhaps, then frames. The first frame says the rate, a Xing header how many frames.

use super::{Codec, Container, MediaFacts, MediaFault};
use crate::formats::encoding::{latin, utf16_be, utf16_le};
use crate::formats::source::ByteSource;

/// Bytes behind the tag in which a first frame must begin.
const FRAME_SEARCH_BYTES: usize = 64 << 10;
/// Bytes of the tag in which its title is looked for; pictures come later in most.
const TAG_READ_BYTES: usize = 64 << 10;
/// Frames of the tag visited.
const TAG_FRAMES_MAX: usize = 64;

/// Bit rates of layer III in kbit/s (ISO/IEC 11172-3 and 13818-3).
const RATES_V1: [u64; 14] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_V2: [u64; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/// The header of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    bits_per_second: u64,
    samples_per_second: u64,
    samples: u64,
    /// Where a Xing header would begin within the frame.
    xing_at: usize,
    length: usize,
}

impl Frame {
    pub fn parse(head: [u8; 4]) -> Option<Self> {
        let [0xff, b1, b2, b3] = head else { return None };
        let (version, layer) = (b1 >> 3 & 3, b1 >> 1 & 3);
        if b1 & 0xe0 != 0xe0 || version == 1 || layer != 1 {
            return None;
        }
        let is_v1 = version == 3;
        let rates = if is_v1 { RATES_V1 } else { RATES_V2 };
        let kilobits = *rates.get(usize::from(b2 >> 4).checked_sub(1)?)?;
        let base = *[44_100, 48_000, 32_000].get(usize::from(b2 >> 2 & 3))?;
        let samples_per_second = match version {
            3 => base,
            2 => base / 2,
            _ => base / 4,
        };
        let is_mono = b3 >> 6 == 3;
        let samples = if is_v1 { 1152 } else { 576 };
        let side = match (is_v1, is_mono) {
            (true, false) => 32,
            (true, true) | (false, false) => 17,
            (false, true) => 9,
        };
        let padding = u64::from(b2 >> 1 & 1);
        let length = samples / 8 * kilobits * 1000 / samples_per_second + padding;
        Some(Self {
            bits_per_second: kilobits * 1000,
            samples_per_second,
            samples,
            xing_at: 4 + side,
            length: usize::try_from(length).ok()?,
        })
    }
}

pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<MediaFacts, MediaFault> {
    let mut facts = MediaFacts::of(Container::Mp3);
    let tag_bytes = match source.read_array::<10>(0)? {
        Some([b'I', b'D', b'3', version, _, _, s0, s1, s2, s3]) => {
            let size = syncsafe([s0, s1, s2, s3]);
            let most = usize::try_from(size).unwrap_or(usize::MAX).min(TAG_READ_BYTES);
            facts.title = title(&source.read_up_to(10, most)?, version);
            10 + u64::from(size)
        }
        _ => 0,
    };
    let audio = source.read_up_to(tag_bytes, FRAME_SEARCH_BYTES)?;
    let (at, frame) = first_frame(&audio).ok_or(MediaFault::Damaged)?;
    facts.codecs.push(Codec::Mp3);
    let audio_bytes = source.size_bytes()?.saturating_sub(tag_bytes + at as u64);
    let frames = audio.get(at..).and_then(|frame_bytes| xing_frames(frame_bytes, &frame));
    facts.duration_ms = match frames {
        Some(frames) => (frames * frame.samples * 1000).checked_div(frame.samples_per_second),
        // Without a count all frames are taken to be like the first.
        None => (audio_bytes.saturating_mul(8000)).checked_div(frame.bits_per_second),
    };
    Ok(facts)
}

/// The first place where a frame is followed by another frame (or the end): sync bits alone occur by chance.
fn first_frame(audio: &[u8]) -> Option<(usize, Frame)> {
    memchr::memchr_iter(0xff, audio).find_map(|at| {
        let head =
            |from: usize| audio.get(from..from + 4).and_then(|h| Frame::parse(h.try_into().ok()?));
        let frame = head(at)?;
        let next = at + frame.length;
        (head(next).is_some() || next >= audio.len()).then_some((at, frame))
    })
}

fn xing_frames(frame_bytes: &[u8], frame: &Frame) -> Option<u64> {
    let header = frame_bytes.get(frame.xing_at..frame.xing_at + 12)?;
    let ([b'X', b'i', b'n', b'g', _, _, _, flags, f0, f1, f2, f3]
    | [b'I', b'n', b'f', b'o', _, _, _, flags, f0, f1, f2, f3]) = header
    else {
        return None;
    };
    (flags & 1 == 1).then(|| u64::from(u32::from_be_bytes([*f0, *f1, *f2, *f3])))
}

fn syncsafe(bytes: [u8; 4]) -> u32 {
    bytes.iter().fold(0, |size, byte| size << 7 | u32::from(byte & 0x7f))
}

/// The text of frame TIT2 (id3.org, version 2.3 and 2.4).
fn title(tag: &[u8], version: u8) -> Option<String> {
    let mut rest = tag;
    for _ in 0..TAG_FRAMES_MAX {
        let [i0, i1, i2, i3, s0, s1, s2, s3, _, _, after @ ..] = rest else { return None };
        let sizes = [*s0, *s1, *s2, *s3];
        let size = if version >= 4 { syncsafe(sizes) } else { u32::from_be_bytes(sizes) };
        let size = usize::try_from(size).ok().filter(|size| *size > 0)?;
        let body = after.get(..size)?;
        if [*i0, *i1, *i2, *i3] == *b"TIT2" {
            return text(body);
        }
        rest = after.get(size..)?;
    }
    None
}

fn text(body: &[u8]) -> Option<String> {
    let (encoding, bytes) = body.split_first()?;
    let text = match (encoding, bytes) {
        (0, _) => bytes.iter().map(|byte| latin(*byte)).collect(),
        (1, [0xfe, 0xff, rest @ ..]) | (2, rest) => utf16_be(rest),
        (1, [0xff, 0xfe, rest @ ..]) => utf16_le(rest),
        (3, _) => String::from_utf8_lossy(bytes).into_owned(),
        _ => return None,
    };
    Some(text.trim_end_matches('\0').to_owned())
}
