//! Ogg with Opus, Vorbis, FLAC or Theora (RFC 3533, RFC 7845): first pages say what, the last page how long.

use super::{Codec, Container, MediaFacts, MediaFault};
use crate::formats::source::ByteSource;

/// First pages, one a stream, that are read.
const STREAMS_MAX: usize = 8;
/// The last page lies within this of the end: a page holds at most 65,307 bytes.
const LAST_PAGE_BYTES: usize = 66 << 10;

pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<MediaFacts, MediaFault> {
    let mut facts = MediaFacts::of(Container::Ogg);
    let mut clock = None;
    let mut at = 0;
    for _ in 0..STREAMS_MAX {
        let Some(page) = first_page(source, at)? else { break };
        let Some((codec, samples)) = stream(&page.packet) else { break };
        facts.codecs.push(codec);
        if clock.is_none() && !codec.is_video() {
            clock = Some((page.serial, samples));
        }
        at = page.end;
    }
    if facts.codecs.is_empty() {
        return Err(MediaFault::Damaged);
    }
    if let Some((serial, samples)) = clock {
        facts.duration_ms = last_position(source, serial)?
            .map(|position| position.saturating_sub(samples.skip))
            .and_then(|played| played.saturating_mul(1000).checked_div(samples.rate_hz));
    }
    Ok(facts)
}

struct Page {
    serial: u32,
    packet: Vec<u8>,
    end: u64,
}

struct Samples {
    rate_hz: u64,
    /// Samples before the sound begins.
    skip: u64,
}

/// The page at `at` if it begins a stream.
fn first_page<S: ByteSource + ?Sized>(source: &S, at: u64) -> Result<Option<Page>, MediaFault> {
    let head = source.read_up_to(at, 27 + 255)?;
    let [b'O', b'g', b'g', b'S', 0, flags, rest @ ..] = head.as_slice() else { return Ok(None) };
    let begins_stream = flags & 2 != 0;
    let (Some([s0, s1, s2, s3]), Some(count)) = (rest.get(8..12), rest.get(20)) else {
        return Ok(None);
    };
    let table = rest.get(21..21 + usize::from(*count)).unwrap_or_default();
    let length: u64 = table.iter().map(|part| u64::from(*part)).sum();
    let body = at + 27 + u64::from(*count);
    let packet = source.read_up_to(body, usize::try_from(length.min(128)).unwrap_or(0))?;
    let serial = u32::from_le_bytes([*s0, *s1, *s2, *s3]);
    Ok(begins_stream.then_some(Page { serial, packet, end: body + length }))
}

fn stream(packet: &[u8]) -> Option<(Codec, Samples)> {
    let none = Samples { rate_hz: 0, skip: 0 };
    match packet {
        // Opus counts at 48 kHz whatever the sound was made with.
        [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', _, _, s0, s1, ..] => Some((
            Codec::Opus,
            Samples { rate_hz: 48_000, skip: u64::from(u16::from_le_bytes([*s0, *s1])) },
        )),
        [1, b'v', b'o', b'r', b'b', b'i', b's', _, _, _, _, _, r0, r1, r2, r3, ..] => Some((
            Codec::Vorbis,
            Samples { rate_hz: u64::from(u32::from_le_bytes([*r0, *r1, *r2, *r3])), skip: 0 },
        )),
        [0x80, b't', b'h', b'e', b'o', b'r', b'a', ..] => Some((Codec::Theora, none)),
        [0x7f, b'F', b'L', b'A', b'C', ..] => Some((Codec::Flac, none)),
        [] => None,
        _ => Some((Codec::OtherAudio, none)),
    }
}

/// The position of the last page of stream `serial`, in samples.
fn last_position<S: ByteSource + ?Sized>(
    source: &S,
    serial: u32,
) -> Result<Option<u64>, MediaFault> {
    let from = source.size_bytes()?.saturating_sub(LAST_PAGE_BYTES as u64);
    let tail = source.read_up_to(from, LAST_PAGE_BYTES)?;
    let found = memchr::memmem::rfind_iter(&tail, b"OggS").find_map(|at| {
        let page = tail.get(at..at + 18)?;
        let position = u64::from_le_bytes(page.get(6..14)?.try_into().ok()?);
        let of = u32::from_le_bytes(page.get(14..18)?.try_into().ok()?);
        // All ones: no packet ends on that page.
        (of == serial && position != u64::MAX).then_some(position)
    });
    Ok(found)
}
