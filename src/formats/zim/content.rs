//! What a page's bytes are given out as.

use bytes::Bytes;

use super::cluster::BlobStream;
use super::file::FileSpan;

/// A page's bytes: in memory, in the file as they are, or unpacked while they are read.
#[derive(Debug)]
pub enum Content {
    /// The bytes alone: a slow phone that takes them keeps no cluster in memory.
    Held(Bytes),
    InFile(FileSpan),
    Streamed(Box<BlobStream>),
}

impl Content {
    pub fn len_bytes(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::InFile(span) => span.len_bytes(),
            Self::Streamed(stream) => stream.len_bytes(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len_bytes() == 0
    }
}

/// A small content as it is kept in the cache.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Held(Bytes),
    InFile(FileSpan),
}

impl Piece {
    pub fn weight_bytes(&self) -> usize {
        match self {
            Self::Held(bytes) => bytes.len(),
            Self::InFile(_) => size_of::<FileSpan>(),
        }
    }
}

impl From<Piece> for Content {
    fn from(piece: Piece) -> Self {
        match piece {
            Piece::Held(bytes) => Self::Held(bytes),
            Piece::InFile(span) => Self::InFile(span),
        }
    }
}
