//! AVI and WAV: chunks inside lists, walked by place.

use super::{Codec, Container, MediaFacts, MediaFault};
use crate::formats::source::ByteSource;

/// Chunks visited in one file.
const CHUNKS_MAX: usize = 2_000;
/// Lists inside lists.
const DEPTH_MAX: usize = 4;

pub fn read<S: ByteSource + ?Sized>(
    source: &S,
    container: Container,
) -> Result<MediaFacts, MediaFault> {
    let mut walk = Walk {
        source,
        facts: MediaFacts::of(container),
        chunks: 0,
        bytes_per_second: 0,
        stream: *b"    ",
    };
    walk.children(12, source.size_bytes()?, 0)?;
    if walk.facts.codecs.is_empty() {
        return Err(MediaFault::Damaged);
    }
    Ok(walk.facts)
}

struct Walk<'a, S: ?Sized> {
    source: &'a S,
    facts: MediaFacts,
    chunks: usize,
    bytes_per_second: u64,
    /// `vids` or `auds`, of the stream whose format comes next.
    stream: [u8; 4],
}

impl<S: ByteSource + ?Sized> Walk<'_, S> {
    fn children(&mut self, from: u64, to: u64, depth: usize) -> Result<(), MediaFault> {
        let mut at = from;
        while at.saturating_add(8) <= to && depth <= DEPTH_MAX {
            self.chunks += 1;
            let Some([k0, k1, k2, k3, size @ ..]) = self.source.read_array::<8>(at)? else {
                return Ok(());
            };
            if self.chunks > CHUNKS_MAX {
                return Ok(());
            }
            let size = u64::from(u32::from_le_bytes(size));
            let body = at + 8;
            let end = body.saturating_add(size).min(to).max(body);
            self.visit([k0, k1, k2, k3], body, end, depth)?;
            // Chunks begin at even places.
            at = body.saturating_add(size + (size & 1));
        }
        Ok(())
    }

    fn visit(
        &mut self,
        kind: [u8; 4],
        body: u64,
        end: u64,
        depth: usize,
    ) -> Result<(), MediaFault> {
        match &kind {
            b"LIST" => {
                // `movi` holds the frames, which nobody here wants.
                let name = self.source.read_array::<4>(body)?;
                if name.is_some_and(|name| &name == b"hdrl" || &name == b"strl") {
                    self.children(body + 4, end, depth + 1)?;
                }
            }
            b"avih" => self.avi_header(body)?,
            b"strh" => self.stream = self.source.read_array(body)?.unwrap_or(*b"    "),
            b"strf" => self.avi_format(body)?,
            b"fmt " => self.wave_format(body)?,
            b"data" => {
                let bytes = end - body;
                self.facts.duration_ms =
                    bytes.saturating_mul(1000).checked_div(self.bytes_per_second);
            }
            _ => {}
        }
        Ok(())
    }

    fn avi_header(&mut self, body: u64) -> Result<(), MediaFault> {
        let head: [u8; 40] = self.source.read_array(body)?.ok_or(MediaFault::Damaged)?;
        let (words, _) = head.as_chunks::<4>();
        let word = |at: usize| words.get(at).map_or(0, |word| u32::from_le_bytes(*word));
        self.facts.duration_ms = Some(u64::from(word(0)) * u64::from(word(4)) / 1000);
        self.facts.picture = Some((word(8), word(9)));
        Ok(())
    }

    fn avi_format(&mut self, body: u64) -> Result<(), MediaFault> {
        let head = self.source.read_up_to(body, 20)?;
        let codec = match &self.stream {
            b"vids" => match head.get(16..20).map(<[u8]>::to_ascii_uppercase).as_deref() {
                Some(b"H264" | b"X264" | b"AVC1") => Codec::H264,
                Some(b"XVID" | b"DIVX" | b"DX50" | b"FMP4" | b"MP4V" | b"DIV3") => {
                    Codec::Mpeg4Part2
                }
                Some(b"HEVC" | b"H265") => Codec::Hevc,
                _ => Codec::OtherVideo,
            },
            b"auds" => wave_codec(&head),
            _ => return Ok(()),
        };
        self.facts.codecs.push(codec);
        Ok(())
    }

    fn wave_format(&mut self, body: u64) -> Result<(), MediaFault> {
        let head: [u8; 12] = self.source.read_array(body)?.ok_or(MediaFault::Damaged)?;
        let [.., r0, r1, r2, r3] = head;
        self.bytes_per_second = u64::from(u32::from_le_bytes([r0, r1, r2, r3]));
        self.facts.codecs.push(wave_codec(&head));
        Ok(())
    }
}

/// Format numbers of RFC 2361.
fn wave_codec(head: &[u8]) -> Codec {
    let number = match head {
        [n0, n1, ..] => u16::from_le_bytes([*n0, *n1]),
        _ => 0,
    };
    match number {
        1 | 3 | 0xfffe => Codec::Pcm,
        0x55 => Codec::Mp3,
        0xff | 0x1600 => Codec::Aac,
        0x2000 => Codec::Ac3,
        _ => Codec::OtherAudio,
    }
}
