//! Pictures: which format, how large. Pixels are never decoded here; the phone does that.

use std::io;

use super::encoding::decode;
use super::html_text::root_tag;
use super::source::ByteSource;

/// More pixels than this make a cheap phone's browser fail: 100 million take 400 MB.
pub const PIXELS_MAX: u64 = 100_000_000;
/// Segments of a JPEG visited before its frame header.
const JPEG_SEGMENTS_MAX: usize = 500;
/// Bytes of an AVIF header or an SVG that are read.
const HEAD_BYTES: usize = 256 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Png,
    Jpeg,
    Gif,
    WebP,
    Avif,
    Svg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureFacts {
    pub format: PictureFormat,
    /// Width and height in pixels; an SVG may have none.
    pub size: Option<(u32, u32)>,
}

#[derive(Debug, thiserror::Error)]
pub enum PictureFault {
    #[error("This file is no picture that the box knows. Save it as JPEG or PNG.")]
    Unknown,
    #[error("This picture is cut short or damaged. Copy it again from where it came.")]
    Damaged,
    #[error("This picture has {0} by {1} points, too many for a phone. Save it smaller.")]
    TooLarge(u32, u32),
    #[error(
        "This SVG drawing declares entities, which can make a phone hang. Save it again as plain SVG."
    )]
    Entities,
    #[error("This picture cannot be read: {0}. Put the stick in again or copy it again.")]
    Io(#[from] io::Error),
}

/// The format that the first 64 bytes of a file show. An SVG is known by its root, which may come later: `read` looks.
pub fn sniff(head: &[u8]) -> Option<PictureFormat> {
    let at = |from: usize, wanted: &[u8]| head.get(from..).is_some_and(|h| h.starts_with(wanted));
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(PictureFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(PictureFormat::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PictureFormat::Gif),
        _ if at(0, b"RIFF") && at(8, b"WEBP") => Some(PictureFormat::WebP),
        _ if at(4, b"ftyp") && (at(8, b"avif") || at(8, b"avis")) => Some(PictureFormat::Avif),
        _ => None,
    }
}

/// Reads format and size.
///
/// # Errors
/// `Unknown` for another kind of file, `Damaged` when its header is, `TooLarge` above 100 million pixels,
/// `Entities` for an SVG that declares any.
pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<PictureFacts, PictureFault> {
    let head = source.read_up_to(0, 64)?;
    let format = sniff(&head);
    let size = match format {
        Some(PictureFormat::Png) => {
            if head.get(12..16) != Some(b"IHDR") {
                return Err(PictureFault::Damaged);
            }
            Some((be32(&head, 16)?, be32(&head, 20)?))
        }
        Some(PictureFormat::Gif) => Some((le16(&head, 6)?, le16(&head, 8)?)),
        Some(PictureFormat::Jpeg) => Some(jpeg_size(source)?),
        Some(PictureFormat::WebP) => Some(webp_size(&head)?),
        Some(PictureFormat::Avif) => Some(avif_size(&source.read_up_to(0, HEAD_BYTES)?)?),
        _ => {
            let text = source.read_up_to(0, HEAD_BYTES)?;
            return svg(&decode(&text));
        }
    };
    match (format, size) {
        (Some(_), Some((0, _) | (_, 0))) => Err(PictureFault::Damaged),
        (Some(_), Some((w, h))) if u64::from(w) * u64::from(h) > PIXELS_MAX => {
            Err(PictureFault::TooLarge(w, h))
        }
        (Some(format), size) => Ok(PictureFacts { format, size }),
        (None, _) => Err(PictureFault::Unknown),
    }
}

fn bytes_at<const N: usize>(head: &[u8], at: usize) -> Result<[u8; N], PictureFault> {
    let bytes = head.get(at..).and_then(|rest| rest.first_chunk::<N>());
    bytes.copied().ok_or(PictureFault::Damaged)
}

fn be32(head: &[u8], at: usize) -> Result<u32, PictureFault> {
    bytes_at(head, at).map(u32::from_be_bytes)
}

fn le16(head: &[u8], at: usize) -> Result<u32, PictureFault> {
    bytes_at(head, at).map(u16::from_le_bytes).map(u32::from)
}

/// Walks the segments up to a frame header (ITU-T T.81, B.2.2).
fn jpeg_size<S: ByteSource + ?Sized>(source: &S) -> Result<(u32, u32), PictureFault> {
    let mut at = 2;
    for _ in 0..JPEG_SEGMENTS_MAX {
        let segment: [u8; 9] = source.read_array(at)?.ok_or(PictureFault::Damaged)?;
        match segment {
            // Fill bytes before a marker.
            [0xff, 0xff, ..] => at += 1,
            [
                0xff,
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf,
                _,
                _,
                _,
                h0,
                h1,
                w0,
                w1,
            ] => {
                return Ok((
                    u32::from(u16::from_be_bytes([w0, w1])),
                    u32::from(u16::from_be_bytes([h0, h1])),
                ));
            }
            [0xff, 0x01 | 0xd0..=0xd8, ..] => at += 2,
            [0xff, 0xd9 | 0xda, ..] => break,
            [0xff, _, l0, l1, ..] => at += 2 + u64::from(u16::from_be_bytes([l0, l1]).max(2)),
            _ => break,
        }
    }
    Err(PictureFault::Damaged)
}

/// The three kinds of first chunk (RFC 9649).
fn webp_size(head: &[u8]) -> Result<(u32, u32), PictureFault> {
    match &bytes_at::<4>(head, 12)? {
        b"VP8 " => Ok((le16(head, 26)? & 0x3fff, le16(head, 28)? & 0x3fff)),
        b"VP8L" => {
            let packed = u32::from_le_bytes(bytes_at(head, 21)?);
            Ok(((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => {
            let [w0, w1, w2, h0, h1, h2] = bytes_at(head, 24)?;
            Ok((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
        }
        _ => Err(PictureFault::Damaged),
    }
}

/// The largest `ispe` property is the picture; smaller ones are its tiles or its alpha (ISO/IEC 23008-12, 6.5.3).
fn avif_size(head: &[u8]) -> Result<(u32, u32), PictureFault> {
    memchr::memmem::find_iter(head, b"ispe")
        .filter_map(|at| Some((be32(head, at + 8).ok()?, be32(head, at + 12).ok()?)))
        .max_by_key(|(w, h)| u64::from(*w) * u64::from(*h))
        .ok_or(PictureFault::Damaged)
}

/// XML whose root is `svg`, in any prefix, without entities of its own.
fn svg(text: &str) -> Result<PictureFacts, PictureFault> {
    let root = root_tag(text, "svg").ok_or(PictureFault::Unknown)?;
    let before = text.get(..root.start).unwrap_or_default();
    if before.to_ascii_uppercase().contains("<!ENTITY") {
        return Err(PictureFault::Entities);
    }
    let pixels = |name: &str| {
        let value = root.value(name)?;
        let number = value.trim().trim_end_matches("px");
        number.parse::<f64>().ok().filter(|n| (1.0..1e6).contains(n)).map(whole)
    };
    let view_box = || {
        let value = root.value("viewbox")?;
        let mut numbers =
            value.split([' ', ',']).filter(|n| !n.is_empty()).map(|n| n.parse::<f64>().ok());
        let (_, _) = (numbers.next()??, numbers.next()??);
        let size = (numbers.next()??, numbers.next()??);
        ((1.0..1e6).contains(&size.0) && (1.0..1e6).contains(&size.1))
            .then(|| (whole(size.0), whole(size.1)))
    };
    let size = pixels("width").zip(pixels("height")).or_else(view_box);
    Ok(PictureFacts { format: PictureFormat::Svg, size })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the callers keep it between 1 and a million"
)]
fn whole(number: f64) -> u32 {
    number.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_sizes_are_read() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x02\0\0\0";
        let gif = b"GIF89a\x40\x01\xf0\0\0\0\0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x11\x08\0\xf0\x01\x40\x03\0\0";
        let webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0";
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x3f\xc1\x3b\0";
        let avif =
            b"\0\0\0\x1cftypavif\0\0\0\0mif1miaf\0\0\0\x14ispe\0\0\0\0\0\0\x01\x40\0\0\0\xf0";
        let svg = b"<?xml version='1.0'?><!-- x --><svg width='320px' height=\"240\"></svg>";
        let boxed = b"<s:svg viewBox='0 0 320 240' xmlns:s='http://www.w3.org/2000/svg'/>";
        let table: [(&[u8], PictureFormat); 8] = [
            (png, PictureFormat::Png),
            (gif, PictureFormat::Gif),
            (jpeg, PictureFormat::Jpeg),
            (webp, PictureFormat::WebP),
            (lossless, PictureFormat::WebP),
            (avif, PictureFormat::Avif),
            (svg, PictureFormat::Svg),
            (boxed, PictureFormat::Svg),
        ];
        for (bytes, format) in table {
            let facts = read(bytes).unwrap();
            assert_eq!(facts, PictureFacts { format, size: Some((320, 240)) }, "{format:?}");
        }
    }

    #[test]
    fn what_would_harm_a_phone_is_refused() {
        let huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\0\0\0\x01\0\0\x08\x02\0\0\0";
        assert!(matches!(read(huge.as_slice()), Err(PictureFault::TooLarge(65536, 65536))));
        let laughs = b"<!DOCTYPE svg [<!ENTITY a 'ha'>]><svg>&a;</svg>";
        assert!(matches!(read(laughs.as_slice()), Err(PictureFault::Entities)));
        let table: [&[u8]; 5] =
            [b"", b"<html><svg></svg></html>", b"not a picture", b"MZ", b"<svgx>"];
        for bytes in table {
            assert!(matches!(read(bytes), Err(PictureFault::Unknown)), "{}", bytes.escape_ascii());
        }
        assert!(matches!(read(b"\xff\xd8\xff\xe0".as_slice()), Err(PictureFault::Damaged)));
    }
}
