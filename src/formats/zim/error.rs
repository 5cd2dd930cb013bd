//! What can be wrong with a ZIM file, each as a sentence a teacher can act on.

use std::path::PathBuf;

/// Why a ZIM file, or one page of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ZimError {
    #[error(
        "{} cannot be read ({cause}). Check that the stick or card is in place.", path.display()
    )]
    Unreadable { path: PathBuf, cause: std::io::Error },
    #[error("{} is not a file. Choose a file that ends in .zim.", .0.display())]
    NotAFile(PathBuf),
    #[error("{} is a later part of a split ZIM file. Choose the part that ends in .zimaa.", .0.display())]
    LaterPart(PathBuf),
    #[error("{} is not a ZIM file. Choose a file that ends in .zim.", .0.display())]
    NotZim(PathBuf),
    #[error(
        "{} holds a ZIM file inside another file. Take the ZIM file out first, then load it.", .0.display()
    )]
    Embedded(PathBuf),
    #[error(
        "The ZIM file is not whole: {have_bytes} of {want_bytes} bytes are here. Copy all of it again."
    )]
    NotWhole { have_bytes: u64, want_bytes: u64 },
    #[error(
        "The ZIM file has {extra_bytes} bytes too many at its end. Copy it again from where it came."
    )]
    TooLong { extra_bytes: u64 },
    #[error("The ZIM file has version {0}; versions 5 and 6 can be read. Get a newer box or file.")]
    Version(u16),
    #[error("The ZIM file is damaged: {what} (at byte {at}). Copy it again from where it came.")]
    Damaged { what: &'static str, at: u64 },
    #[error(
        "The ZIM file packs its pages in a way (number {0}) that this box cannot open. Get a newer copy."
    )]
    UnknownCodec(u8),
    #[error("The page leads in a circle: {0} points back to itself. Get a newer copy of the file.")]
    RedirectLoop(String),
    #[error(
        "A page of the ZIM file needs more memory to open than this box gives ({what}). Choose another page."
    )]
    NeedsTooMuch { what: &'static str },
    #[error("Too many very large pages are open at once. Wait a minute, then try again.")]
    Busy,
}

/// What reading a ZIM file gives.
pub type Result<T> = std::result::Result<T, ZimError>;

/// A sentence for damage found at byte `at` of the file.
pub(super) fn damaged<T>(what: &'static str, at: u64) -> Result<T> {
    Err(ZimError::Damaged { what, at })
}
