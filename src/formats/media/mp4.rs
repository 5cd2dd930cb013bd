//! MP4, M4A, 3GP: boxes inside boxes (ISO/IEC 14496-12), walked by place.

use super::{Codec, Container, MediaFacts, MediaFault};
use crate::formats::source::ByteSource;

/// Boxes visited in one file; a film in fragments has two a fragment.
const BOXES_MAX: usize = 20_000;
/// Boxes inside boxes on the way to what is read here.
const DEPTH_MAX: usize = 10;
/// Tracks read.
const TRACKS_MAX: usize = 32;
/// Bytes of one sample description that are read; codec settings come first.
const DESCRIPTION_BYTES: usize = 512;
/// Bytes of a title box that are read.
const TITLE_BYTES: usize = 1024;

pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<MediaFacts, MediaFault> {
    let size = source.size_bytes()?;
    let mut walk = Walk {
        source,
        facts: MediaFacts::of(Container::Mp4),
        boxes: 0,
        moov_seen: false,
        data_seen: false,
        cut: false,
        handler: *b"    ",
    };
    walk.children(0, size, 0, true)?;
    // Without an index, or with data that end before the file says, nothing plays to the end.
    if !walk.moov_seen || walk.cut {
        return Err(MediaFault::Damaged);
    }
    Ok(walk.facts)
}

struct Walk<'a, S: ?Sized> {
    source: &'a S,
    facts: MediaFacts,
    boxes: usize,
    moov_seen: bool,
    data_seen: bool,
    cut: bool,
    /// `vide`, `soun` or another, of the track being read.
    handler: [u8; 4],
}

struct Atom {
    kind: [u8; 4],
    body: u64,
    end: u64,
}

impl<S: ByteSource + ?Sized> Walk<'_, S> {
    fn children(&mut self, from: u64, to: u64, depth: usize, top: bool) -> Result<(), MediaFault> {
        if depth > DEPTH_MAX {
            return Ok(());
        }
        let mut at = from;
        while at.saturating_add(8) <= to {
            self.boxes += 1;
            if self.boxes > BOXES_MAX {
                return Ok(());
            }
            let Some(atom) = self.atom(at, to, top)? else { return Ok(()) };
            self.visit(&atom, depth)?;
            at = atom.end;
        }
        Ok(())
    }

    fn atom(&mut self, at: u64, to: u64, top: bool) -> Result<Option<Atom>, MediaFault> {
        let Some([s0, s1, s2, s3, kind @ ..]) = self.source.read_array::<8>(at)? else {
            return Ok(None);
        };
        let (header, size) = match u32::from_be_bytes([s0, s1, s2, s3]) {
            0 => (8, to - at),
            1 => match self.source.read_array(at + 8)? {
                Some(long) => (16, u64::from_be_bytes(long)),
                None => return Ok(None),
            },
            short => (8, u64::from(short)),
        };
        let end = at.saturating_add(size);
        if size < header {
            self.cut |= top;
            return Ok(None);
        }
        if end > to {
            self.cut |= top;
        }
        let body = at + header;
        Ok(Some(Atom { kind, body, end: end.min(to).max(body) }))
    }

    fn visit(&mut self, atom: &Atom, depth: usize) -> Result<(), MediaFault> {
        match &atom.kind {
            b"mdat" => self.data_seen = true,
            b"moov" => {
                self.moov_seen = true;
                self.facts.starts_at_once = !self.data_seen;
                self.children(atom.body, atom.end, depth + 1, false)?;
            }
            b"trak" => {
                self.handler = *b"    ";
                if self.facts.codecs.len() < TRACKS_MAX {
                    self.children(atom.body, atom.end, depth + 1, false)?;
                }
            }
            b"mdia" | b"minf" | b"stbl" | b"udta" | b"ilst" => {
                self.children(atom.body, atom.end, depth + 1, false)?;
            }
            // A full box in MP4, a plain one in QuickTime.
            b"meta" => {
                let plain =
                    self.source.read_array::<8>(atom.body)?.is_some_and(|h| h.ends_with(b"hdlr"));
                let skip = if plain { 0 } else { 4 };
                self.children(atom.body + skip, atom.end, depth + 1, false)?;
            }
            b"mvhd" => self.facts.duration_ms = self.duration(atom)?,
            b"hdlr" => {
                // Only a track's own: a `meta` box has one too.
                if let Some(kind) = self.source.read_array(atom.body + 8)?
                    && matches!(&kind, b"vide" | b"soun")
                {
                    self.handler = kind;
                }
            }
            b"stsd" => self.description(atom)?,
            b"\xa9nam" => self.title(atom)?,
            _ => {}
        }
        Ok(())
    }

    /// Of the movie header, version 0 or 1.
    fn duration(&self, atom: &Atom) -> Result<Option<u64>, MediaFault> {
        let head: [u8; 32] = self.source.read_array(atom.body)?.ok_or(MediaFault::Damaged)?;
        let (scale, duration) = match head {
            [1, .., s0, s1, s2, s3, d0, d1, d2, d3, d4, d5, d6, d7] => (
                u32::from_be_bytes([s0, s1, s2, s3]),
                u64::from_be_bytes([d0, d1, d2, d3, d4, d5, d6, d7]),
            ),
            [_, _, _, _, _, _, _, _, _, _, _, _, s0, s1, s2, s3, d0, d1, d2, d3, ..] => (
                u32::from_be_bytes([s0, s1, s2, s3]),
                u64::from(u32::from_be_bytes([d0, d1, d2, d3])),
            ),
        };
        Ok(duration.saturating_mul(1000).checked_div(u64::from(scale)))
    }

    /// The first sample description of a track says its codec; for film, its size too.
    fn description(&mut self, atom: &Atom) -> Result<(), MediaFault> {
        let entry = self.source.read_up_to(atom.body + 8, DESCRIPTION_BYTES)?;
        let Some(kind) = entry.get(4..8) else { return Ok(()) };
        let codec = match &self.handler {
            b"vide" => video_codec(kind, &entry),
            b"soun" => audio_codec(kind, &entry),
            _ => return Ok(()),
        };
        if codec.is_video() && self.facts.picture.is_none() {
            self.facts.picture = match entry.get(32..36) {
                Some([w0, w1, h0, h1]) => Some((
                    u32::from(u16::from_be_bytes([*w0, *w1])),
                    u32::from(u16::from_be_bytes([*h0, *h1])),
                )),
                _ => None,
            };
        }
        self.facts.codecs.push(codec);
        Ok(())
    }

    /// iTunes keeps it in a `data` box, old Apple films as a counted string.
    fn title(&mut self, atom: &Atom) -> Result<(), MediaFault> {
        let length = usize::try_from(atom.end - atom.body).unwrap_or(usize::MAX).min(TITLE_BYTES);
        let bytes = self.source.read_up_to(atom.body, length)?;
        let text = if bytes.get(4..8) == Some(b"data") { bytes.get(16..) } else { bytes.get(4..) };
        self.facts.title = text.map(|text| String::from_utf8_lossy(text).into_owned());
        Ok(())
    }
}

fn video_codec(kind: &[u8], entry: &[u8]) -> Codec {
    match kind {
        b"avc1" | b"avc3" => {
            let profile = memchr::memmem::find(entry, b"avcC").and_then(|at| entry.get(at + 5));
            // High 10, High 4:2:2, High 4:4:4 (ISO/IEC 14496-10, annex A).
            match profile {
                Some(110 | 122 | 244 | 44) => Codec::H264Studio,
                _ => Codec::H264,
            }
        }
        b"hvc1" | b"hev1" | b"dvh1" | b"dvhe" => Codec::Hevc,
        b"av01" => Codec::Av1,
        b"vp08" => Codec::Vp8,
        b"vp09" => Codec::Vp9,
        b"mp4v" | b"s263" | b"h263" => Codec::Mpeg4Part2,
        b"encv" | b"drmi" => Codec::Locked,
        _ => Codec::OtherVideo,
    }
}

fn audio_codec(kind: &[u8], entry: &[u8]) -> Codec {
    match kind {
        b"mp4a" => object_type(entry),
        b".mp3" => Codec::Mp3,
        b"Opus" => Codec::Opus,
        b"fLaC" => Codec::Flac,
        b"ac-3" | b"ec-3" => Codec::Ac3,
        b"sowt" | b"twos" | b"lpcm" | b"raw " => Codec::Pcm,
        b"enca" | b"drms" => Codec::Locked,
        _ => Codec::OtherAudio,
    }
}

/// `mp4a` names its codec by a number in the elementary stream descriptor (ISO/IEC 14496-1, 8.3.3; mp4ra.org).
fn object_type(entry: &[u8]) -> Codec {
    let descriptor = memchr::memmem::find(entry, b"esds").and_then(|at| entry.get(at + 8..));
    let mut bytes = descriptor.unwrap_or_default().iter().copied();
    while let Some(tag) = bytes.next() {
        // A length is one to four bytes, the high bit says that more follow.
        let _length = bytes.by_ref().take(4).find(|byte| byte & 0x80 == 0);
        match tag {
            3 => {
                let _stream_id = bytes.by_ref().take(2).count();
                let flags = bytes.next().unwrap_or(0);
                let _depends_on =
                    bytes.by_ref().take(if flags & 0x80 == 0 { 0 } else { 2 }).count();
            }
            4 => {
                return match bytes.next() {
                    Some(0x69 | 0x6b) => Codec::Mp3,
                    Some(0xa5 | 0xa6) => Codec::Ac3,
                    Some(0xad) => Codec::Opus,
                    _ => Codec::Aac,
                };
            }
            _ => return Codec::Aac,
        }
    }
    Codec::Aac
}
