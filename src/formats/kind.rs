//! What a file is: by the ending of its name and by its first bytes, which must agree.

use super::media::{self, Container};
use super::{pdf, picture};

/// Bytes of a file's beginning that `judge` wants.
pub const HEAD_BYTES: usize = 1024;

/// What a student opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Zim,
    Html5Zip,
    Video,
    Audio,
    Pdf,
    Picture,
    Markdown,
}

/// A file that is no lesson by itself, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Lesson(Kind),
    Subtitles,
    /// A kind that this box cannot open yet, as people call it.
    Later(&'static str),
    /// The second and later parts of a split ZIM file.
    ZimPart,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KindFault {
    #[error("This box does not know files that end in \".{0}\".")]
    UnknownEnding(String),
    #[error(
        "This file's name has no ending such as .mp4 or .pdf, so the box cannot tell what it is."
    )]
    NoEnding,
    #[error("This box cannot open {0} files yet.")]
    Later(&'static str),
    #[error(
        "This file's name ends in \".{ending}\", but inside it is {found}. Rename it or save it again."
    )]
    Renamed { ending: String, found: &'static str },
    #[error(
        "This file's name ends in \".{ending}\", but inside it is not. Copy it again or save it again."
    )]
    NotInside { ending: String },
    #[error("This file is empty. Copy it again from where it came.")]
    Empty,
}

/// Endings in lower case. Office and others are here so that the sentence can name them.
const ENDINGS: &[(&[&str], Named)] = &[
    (&["zim", "zimaa"], Named::Lesson(Kind::Zim)),
    (&["zip"], Named::Lesson(Kind::Html5Zip)),
    (&["mp4", "m4v", "webm", "mkv", "avi", "mov", "3gp", "ogv"], Named::Lesson(Kind::Video)),
    (&["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"], Named::Lesson(Kind::Audio)),
    (&["pdf"], Named::Lesson(Kind::Pdf)),
    (&["jpg", "jpeg", "png", "gif", "webp", "avif", "svg"], Named::Lesson(Kind::Picture)),
    (&["md", "markdown"], Named::Lesson(Kind::Markdown)),
    (&["vtt", "srt"], Named::Subtitles),
    (&["h5p"], Named::Later("H5P")),
    (&["epub"], Named::Later("EPUB book")),
    (&["docx", "doc", "odt", "rtf"], Named::Later("Word")),
    (&["pptx", "ppt", "odp"], Named::Later("slide")),
    (&["xlsx", "xls", "ods", "csv"], Named::Later("spreadsheet")),
    (&["kolibri", "sqlite3", "perseus"], Named::Later("Kolibri")),
    (&["imscc"], Named::Later("Common Cartridge")),
    (&["gift"], Named::Later("quiz")),
    (&["html", "htm", "xhtml"], Named::Later("single web page")),
    (&["heic", "tif", "tiff", "bmp"], Named::Later("HEIC, TIFF or BMP")),
    (&["wma", "wmv", "flv", "aac", "amr"], Named::Later("WMV, FLV, AAC or AMR")),
    (&["ttml", "sami", "smi", "ass"], Named::Later("TTML, SAMI or ASS subtitle")),
];

/// The ending of a file's name in lower case, without its dot.
pub fn ending(file_name: &str) -> Option<String> {
    let (stem, ending) = file_name.rsplit_once('.')?;
    let plain =
        (1..=10).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && !stem.is_empty()).then(|| ending.to_ascii_lowercase())
}

/// What a file's name says that it is.
///
/// # Errors
/// `NoEnding` or `UnknownEnding`.
pub fn of_name(file_name: &str) -> Result<Named, KindFault> {
    let ending = ending(file_name).ok_or(KindFault::NoEnding)?;
    if let [b'z', b'i', b'm', b'a'..=b'z', b'a'..=b'z'] = ending.as_bytes()
        && ending != "zimaa"
    {
        return Ok(Named::ZimPart);
    }
    let known = ENDINGS.iter().find(|(endings, _)| endings.contains(&ending.as_str()));
    known.map(|(_, named)| *named).ok_or(KindFault::UnknownEnding(ending))
}

/// What the first bytes of a file show, in words that fit "inside it is …".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sniffed {
    Zim,
    Zip,
    Media(Container),
    Pdf,
    Picture,
    Program,
    /// Text or anything without a mark of its own.
    Unmarked,
}

pub fn sniff(head: &[u8]) -> Sniffed {
    match head {
        // The magic number 72173914, little-endian (openzim.org).
        [b'Z', b'I', b'M', 4, ..] => Sniffed::Zim,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Sniffed::Zip,
        [0x7f, b'E', b'L', b'F', ..] => Sniffed::Program,
        // "MZEE" may begin a text; a program's header is full of zeros.
        [b'M', b'Z', rest @ ..] if rest.contains(&0) => Sniffed::Program,
        _ if picture::sniff(head).is_some() => Sniffed::Picture,
        _ => match media::sniff(head) {
            Some(container) => Sniffed::Media(container),
            None if pdf::sniff(head) => Sniffed::Pdf,
            None => Sniffed::Unmarked,
        },
    }
}

impl Sniffed {
    fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::Zim => "a ZIM library",
            Self::Zip => "a zip file",
            Self::Media(_) => "a film or sound",
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Program => "a program",
            Self::Unmarked => return None,
        })
    }
}

/// The kind of lesson in a file, its name and its first `HEAD_BYTES` agreeing. Whether a film's ending names its
/// own container does not matter: phones look inside too.
///
/// # Errors
/// A sentence for an unknown, later, empty or renamed file.
pub fn judge(file_name: &str, head: &[u8]) -> Result<Named, KindFault> {
    let named = of_name(file_name)?;
    let kind = match named {
        Named::Lesson(kind) => kind,
        Named::Later(words) => return Err(KindFault::Later(words)),
        Named::Subtitles | Named::ZimPart => return Ok(named),
    };
    if head.is_empty() {
        return Err(KindFault::Empty);
    }
    let sniffed = sniff(head);
    let agrees = match (kind, sniffed) {
        (Kind::Zim, Sniffed::Zim)
        | (Kind::Html5Zip, Sniffed::Zip)
        | (Kind::Video | Kind::Audio, Sniffed::Media(_))
        | (Kind::Pdf, Sniffed::Pdf)
        | (Kind::Picture, Sniffed::Picture)
        | (Kind::Markdown, Sniffed::Unmarked) => true,
        // An SVG has no mark; reading it decides.
        (Kind::Picture, Sniffed::Unmarked) => ending(file_name).as_deref() == Some("svg"),
        _ => false,
    };
    let ending = || ending(file_name).unwrap_or_default();
    match (agrees, sniffed.words()) {
        (true, _) => Ok(named),
        (false, Some(found)) => Err(KindFault::Renamed { ending: ending(), found }),
        (false, None) => Err(KindFault::NotInside { ending: ending() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_bytes_must_agree() {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n";
        let table: [(&str, &[u8], Result<Named, &str>); 14] = [
            ("moon.PDF", b"%PDF-1.4", Ok(Named::Lesson(Kind::Pdf))),
            ("moon.mp4", b"\0\0\0\x20ftypisom", Ok(Named::Lesson(Kind::Video))),
            ("moon.md", b"# Moon", Ok(Named::Lesson(Kind::Markdown))),
            ("moon.md", b"MZEE KOBE", Ok(Named::Lesson(Kind::Markdown))),
            (
                "moon.md",
                b"MZ\x90\0",
                Err(
                    "This file's name ends in \".md\", but inside it is a program. Rename it or save it again.",
                ),
            ),
            ("moon.svg", b"<svg/>", Ok(Named::Lesson(Kind::Picture))),
            ("moon.sw.srt", b"1", Ok(Named::Subtitles)),
            ("wiki.zimab", b"", Ok(Named::ZimPart)),
            ("moon.jpg", png, Ok(Named::Lesson(Kind::Picture))),
            (
                "moon.mp4",
                png,
                Err(
                    "This file's name ends in \".mp4\", but inside it is a picture. Rename it or save it again.",
                ),
            ),
            (
                "moon.pdf",
                b"hello",
                Err(
                    "This file's name ends in \".pdf\", but inside it is not. Copy it again or save it again.",
                ),
            ),
            ("moon.epub", b"PK\x03\x04", Err("This box cannot open EPUB book files yet.")),
            ("moon.exe", b"MZ", Err("This box does not know files that end in \".exe\".")),
            (
                "README",
                b"x",
                Err(
                    "This file's name has no ending such as .mp4 or .pdf, so the box cannot tell what it is.",
                ),
            ),
        ];
        for (name, head, wanted) in table {
            let got = judge(name, head).map_err(|fault| fault.to_string());
            assert_eq!(got, wanted.map_err(str::to_owned), "{name}");
        }
        assert_eq!(judge("moon.mp4", b""), Err(KindFault::Empty));
    }
}
