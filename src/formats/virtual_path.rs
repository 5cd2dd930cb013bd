//! Names inside archives: checked once, afterwards only ever compared, never opened on a disk.

use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A name longer than this is refused, in bytes; most file systems hold 255 a part.
const PATH_BYTES_MAX: usize = 1024;
/// Folders inside folders.
const PATH_PARTS_MAX: usize = 32;

/// What stands in the path of an address as it is.
const KEPT_IN_ADDRESSES: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path as it stands in an address: `the moon.svg` → `the%20moon.svg`.
pub fn in_address(path: &str) -> String {
    utf8_percent_encode(path, KEPT_IN_ADDRESSES).to_string()
}

/// A relative path with `/` between its parts, in Unicode NFC, without `.`, `..`, `\`, or control characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VirtualPath(String);

/// Why a name cannot be a path inside an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    #[error("is empty")]
    Empty,
    #[error("is longer than 1,024 bytes or 32 folders deep")]
    TooLong,
    #[error("begins at the root or a drive of a disk")]
    Absolute,
    #[error("climbs out of its folder with \"..\"")]
    Climbs,
    #[error("holds a control character")]
    Control,
}

impl VirtualPath {
    /// Checks and tidies `name`: `\` becomes `/` (old Windows packers), `.` and empty parts vanish.
    pub fn parse(name: &str) -> Result<Self, PathFault> {
        if name.len() > PATH_BYTES_MAX {
            return Err(PathFault::TooLong);
        }
        if name.chars().any(char::is_control) {
            return Err(PathFault::Control);
        }
        let slashed = name.replace('\\', "/");
        let mut head = slashed.bytes();
        let has_drive =
            head.next().is_some_and(|b| b.is_ascii_alphabetic()) && head.next() == Some(b':');
        if slashed.starts_with('/') || has_drive {
            return Err(PathFault::Absolute);
        }
        let parts: Vec<&str> =
            slashed.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        if parts.contains(&"..") {
            return Err(PathFault::Climbs);
        }
        match parts.len() {
            0 => Err(PathFault::Empty),
            n if n > PATH_PARTS_MAX => Err(PathFault::TooLong),
            _ => Ok(Self(nfc(&parts.join("/")))),
        }
    }

    /// What `reference`, written in a file of `folder` (a path inside the archive, empty at its root), leads
    /// to. `..` is followed as long as it stays inside.
    pub fn resolve(folder: &str, reference: &str) -> Result<Self, PathFault> {
        let slashed = reference.replace('\\', "/");
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let kept = slashed.split('/').filter(|part| !part.is_empty() && *part != ".");
        // What begins at a root is told from the reference alone, before it is joined to the folder.
        let own: Vec<&str> = kept.clone().filter(|part| *part != "..").collect();
        let head = if slashed.starts_with('/') { "/" } else { "" };
        if !own.is_empty() {
            Self::parse(&format!("{head}{}", own.join("/")))?;
        }
        for part in kept {
            if part == ".." {
                parts.pop().ok_or(PathFault::Climbs)?;
            } else {
                parts.push(part);
            }
        }
        Self::parse(&parts.join("/"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// All before the last `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Equal for two names that some disk or reader would take for one: case and Unicode form.
    pub fn folded(&self) -> String {
        nfc(&self.0.to_lowercase())
    }

    /// The part after the last `/`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

impl fmt::Display for VirtualPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_tidied_or_refused() {
        let table = [
            ("index.html", Ok("index.html")),
            ("./a//b/./c.html", Ok("a/b/c.html")),
            ("a\\b.html", Ok("a/b.html")),
            ("صور/صورة.png", Ok("صور/صورة.png")),
            ("e\u{301}te.html", Ok("éte.html")),
            ("a..b/c", Ok("a..b/c")),
            ("", Err(PathFault::Empty)),
            ("./", Err(PathFault::Empty)),
            ("/etc/cron.d/x", Err(PathFault::Absolute)),
            ("\\\\server\\x", Err(PathFault::Absolute)),
            ("C:\\Windows\\x.txt", Err(PathFault::Absolute)),
            ("../../tmp/pwned.txt", Err(PathFault::Climbs)),
            ("..\\..\\evil.txt", Err(PathFault::Climbs)),
            ("a/../../b.txt", Err(PathFault::Climbs)),
            ("a\0b", Err(PathFault::Control)),
            ("a\nb", Err(PathFault::Control)),
        ];
        for (name, wanted) in table {
            let got = VirtualPath::parse(name);
            assert_eq!(
                got.as_ref().map(VirtualPath::as_str),
                wanted.as_ref().map(|w| &**w),
                "{name:?}"
            );
        }
        assert_eq!(VirtualPath::parse(&"a/".repeat(33)), Err(PathFault::TooLong));
        assert_eq!(VirtualPath::parse(&"a".repeat(1025)), Err(PathFault::TooLong));
    }

    #[test]
    fn references_are_followed_inside_only() {
        let table = [
            ("en/nature", "../../drawings/moon.svg", Ok("drawings/moon.svg")),
            ("en/nature", "moon.svg", Ok("en/nature/moon.svg")),
            ("en/nature", "./a/../moon.svg", Ok("en/nature/moon.svg")),
            ("en/nature", "..\\moon.svg", Ok("en/moon.svg")),
            ("", "moon.svg", Ok("moon.svg")),
            ("", "a/../moon.svg", Ok("moon.svg")),
            ("", "../moon.svg", Err(PathFault::Climbs)),
            ("en", "../../etc/passwd", Err(PathFault::Climbs)),
            ("en", "../x/../../y", Err(PathFault::Climbs)),
            ("en", "/etc/passwd", Err(PathFault::Absolute)),
            ("en", "C:/x", Err(PathFault::Absolute)),
            ("en", "../C:/x", Err(PathFault::Absolute)),
            ("en", "a\nb", Err(PathFault::Control)),
            ("en", "..", Err(PathFault::Empty)),
            ("en", "", Ok("en")),
        ];
        for (folder, reference, wanted) in table {
            let got = VirtualPath::resolve(folder, reference);
            let got = got.as_ref().map(VirtualPath::as_str);
            assert_eq!(got, wanted.as_ref().map(|it| &**it), "{folder} + {reference:?}");
        }
    }

    #[test]
    fn a_path_stands_in_an_address() {
        assert_eq!(in_address("a b/مو?#.svg"), "a%20b/%D9%85%D9%88%3F%23.svg");
    }

    #[test]
    fn names_that_a_disk_would_mix_up_fold_to_one() {
        let folded = |name| VirtualPath::parse(name).unwrap().folded();
        assert_eq!(folded("Index.HTML"), folded("index.html"));
        assert_eq!(folded("\u{c9}t\u{e9}"), folded("e\u{301}te\u{301}"));
        assert_ne!(folded("a/b"), folded("ab"));
    }

    proptest! {
        #[test]
        fn an_accepted_path_stays_inside(name in "[a-zA-Z.:/\\\\\\x00 é\u{301}]{0,40}") {
            if let Ok(path) = VirtualPath::parse(&name) {
                let text = path.as_str();
                prop_assert!(!text.starts_with('/') && !text.contains('\\') && !text.contains('\0'));
                prop_assert!(text.split('/').all(|part| !matches!(part, "" | "." | "..")));
                prop_assert_eq!(VirtualPath::parse(text), Ok(path.clone()));
            }
        }

        #[test]
        fn a_resolved_path_stays_inside(
            folder in "([ab]/){0,3}",
            reference in "[ab.:/\\\\]{0,20}",
        ) {
            if let Ok(path) = VirtualPath::resolve(&folder, &reference) {
                let text = path.as_str();
                prop_assert!(!text.starts_with('/') && !text.contains('\\'));
                prop_assert!(text.split('/').all(|part| !matches!(part, "" | "." | "..")));
            }
        }
    }
}
