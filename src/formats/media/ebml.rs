//! `WebM` and Matroska: EBML elements (RFC 8794, RFC 9559), walked by place up to the first cluster.

use super::{Codec, Container, MediaFacts, MediaFault};
use crate::formats::source::ByteSource;

/// Elements visited in one file.
const ELEMENTS_MAX: usize = 5_000;
/// Elements inside elements on the way to what is read here.
const DEPTH_MAX: usize = 6;
/// Tracks read.
const TRACKS_MAX: usize = 32;
/// Bytes of a text element that are read.
const TEXT_BYTES: usize = 1024;

const EBML: u32 = 0x1a45_dfa3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TIMESTAMP_SCALE: u32 = 0x002a_d7b1;
const DURATION: u32 = 0x4489;
const TITLE: u32 = 0x7ba9;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK_ENTRY: u32 = 0xae;
const CODEC_ID: u32 = 0x86;
const VIDEO: u32 = 0xe0;
const PIXEL_WIDTH: u32 = 0xb0;
const PIXEL_HEIGHT: u32 = 0xba;
const CLUSTER: u32 = 0x1f43_b675;

pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<MediaFacts, MediaFault> {
    let size = source.size_bytes()?;
    let mut walk = Walk {
        source,
        facts: MediaFacts::of(Container::Matroska),
        elements: 0,
        scale_ns: 1_000_000,
        duration_ticks: None,
        width: None,
        height: None,
        done: false,
    };
    walk.children(0, size, 0)?;
    if walk.facts.codecs.is_empty() {
        return Err(MediaFault::Damaged);
    }
    walk.facts.duration_ms = walk.duration_ms();
    walk.facts.picture = walk.width.zip(walk.height);
    Ok(walk.facts)
}

struct Walk<'a, S: ?Sized> {
    source: &'a S,
    facts: MediaFacts,
    elements: usize,
    scale_ns: u64,
    duration_ticks: Option<f64>,
    width: Option<u32>,
    height: Option<u32>,
    done: bool,
}

struct Element {
    id: u32,
    body: u64,
    end: u64,
}

impl<S: ByteSource + ?Sized> Walk<'_, S> {
    fn children(&mut self, from: u64, to: u64, depth: usize) -> Result<(), MediaFault> {
        let mut at = from;
        while at < to && !self.done && depth <= DEPTH_MAX {
            self.elements += 1;
            let Some(element) = self.element(at, to)? else { return Ok(()) };
            if self.elements > ELEMENTS_MAX {
                return Ok(());
            }
            self.visit(&element, depth)?;
            at = element.end;
        }
        Ok(())
    }

    fn element(&self, at: u64, to: u64) -> Result<Option<Element>, MediaFault> {
        let head = self.source.read_up_to(at, 12)?;
        let Some((id, id_length)) = id(&head) else { return Ok(None) };
        let Some((size, size_length)) = head.get(id_length..).and_then(size) else {
            return Ok(None);
        };
        let body = at + (id_length + size_length) as u64;
        // An unknown size runs to the end of what holds it.
        let end = size.map_or(to, |size| body.saturating_add(size).min(to)).max(body);
        Ok((end > at).then_some(Element { id, body, end }))
    }

    fn visit(&mut self, element: &Element, depth: usize) -> Result<(), MediaFault> {
        match element.id {
            EBML | SEGMENT | INFO | TRACKS | VIDEO => {
                self.children(element.body, element.end, depth + 1)?;
            }
            TRACK_ENTRY if self.facts.codecs.len() < TRACKS_MAX => {
                self.children(element.body, element.end, depth + 1)?;
            }
            DOC_TYPE if self.bytes(element)?.starts_with(b"webm") => {
                self.facts.container = Container::WebM;
            }
            TIMESTAMP_SCALE => self.scale_ns = self.unsigned(element)?,
            DURATION => self.duration_ticks = self.float(element)?,
            TITLE => {
                self.facts.title =
                    Some(String::from_utf8_lossy(&self.bytes(element)?).into_owned());
            }
            CODEC_ID => {
                if let Some(codec) = codec(&self.bytes(element)?) {
                    self.facts.codecs.push(codec);
                }
            }
            PIXEL_WIDTH if self.width.is_none() => {
                self.width = u32::try_from(self.unsigned(element)?).ok();
            }
            PIXEL_HEIGHT if self.height.is_none() => {
                self.height = u32::try_from(self.unsigned(element)?).ok();
            }
            // Films made while streaming may have their tracks nowhere but before the first cluster.
            CLUSTER => self.done = !self.facts.codecs.is_empty(),
            _ => {}
        }
        Ok(())
    }

    fn bytes(&self, element: &Element) -> Result<Vec<u8>, MediaFault> {
        let length = usize::try_from(element.end - element.body).unwrap_or(usize::MAX);
        Ok(self.source.read_up_to(element.body, length.min(TEXT_BYTES))?)
    }

    fn unsigned(&self, element: &Element) -> Result<u64, MediaFault> {
        let bytes = self.bytes(element)?;
        Ok(bytes.iter().take(8).fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn float(&self, element: &Element) -> Result<Option<f64>, MediaFault> {
        let bytes = self.bytes(element)?;
        let single = bytes.as_slice().try_into().ok().map(|b| f64::from(f32::from_be_bytes(b)));
        Ok(single.or_else(|| bytes.as_slice().try_into().ok().map(f64::from_be_bytes)))
    }

    fn duration_ms(&self) -> Option<u64> {
        let scale_ns = u32::try_from(self.scale_ns).ok()?;
        let seconds = self.duration_ticks? * f64::from(scale_ns) / 1e9;
        std::time::Duration::try_from_secs_f64(seconds).ok()?.as_millis().try_into().ok()
    }
}

/// An element id with its marker bits, and its length.
fn id(head: &[u8]) -> Option<(u32, usize)> {
    let length = head.first()?.leading_zeros() as usize + 1;
    let bytes = (length <= 4).then(|| head.get(..length))??;
    Some((bytes.iter().fold(0, |id, byte| id << 8 | u32::from(*byte)), length))
}

/// A size without its marker bit, `None` inside when it is unknown, and its length.
fn size(head: &[u8]) -> Option<(Option<u64>, usize)> {
    let length = head.first()?.leading_zeros() as usize + 1;
    let bytes = (length <= 8).then(|| head.get(..length))??;
    let whole = bytes.iter().fold(0_u64, |size, byte| size << 8 | u64::from(*byte));
    let mask = (1_u64 << (7 * length)) - 1;
    let size = whole & mask;
    Some(((size != mask).then_some(size), length))
}

fn codec(id: &[u8]) -> Option<Codec> {
    let starts = |wanted: &[u8]| id.starts_with(wanted);
    Some(match id {
        _ if starts(b"V_MPEG4/ISO/AVC") => Codec::H264,
        _ if starts(b"V_MPEGH") => Codec::Hevc,
        _ if starts(b"V_AV1") => Codec::Av1,
        _ if starts(b"V_VP8") => Codec::Vp8,
        _ if starts(b"V_VP9") => Codec::Vp9,
        _ if starts(b"V_MPEG4") || starts(b"V_MS/VFW") => Codec::Mpeg4Part2,
        _ if starts(b"V_THEORA") => Codec::Theora,
        _ if starts(b"A_AAC") => Codec::Aac,
        _ if starts(b"A_MPEG/L3") => Codec::Mp3,
        _ if starts(b"A_OPUS") => Codec::Opus,
        _ if starts(b"A_VORBIS") => Codec::Vorbis,
        _ if starts(b"A_FLAC") => Codec::Flac,
        _ if starts(b"A_PCM") => Codec::Pcm,
        _ if starts(b"A_AC3") || starts(b"A_EAC3") => Codec::Ac3,
        _ if starts(b"V_") => Codec::OtherVideo,
        _ if starts(b"A_") => Codec::OtherAudio,
        // Subtitles inside the file and the like.
        _ => return None,
    })
}
