//! The MD5 at the archive's end: run once, in the background, when a file is loaded.

use std::ops::ControlFlow;

use md5::{Digest, Md5};

use super::archive::Archive;
use super::error::Result;

const CHUNK_BYTES: usize = 256 * 1024;

/// What comparing the checksum found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Whole,
    /// Some byte differs from what the maker wrote.
    Changed,
    /// Early files have no checksum.
    NoChecksum,
    /// `progress` asked to stop.
    Stopped,
}

impl Archive {
    /// Reads the whole file and compares its checksum. `progress` hears the bytes done and in all,
    /// every 256 KiB, and may stop it.
    pub fn verify_checksum(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Verdict> {
        let Some(total) = self.header().checksum_at else { return Ok(Verdict::NoChecksum) };
        let mut digest = Md5::new();
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut done = 0;
        while done < total {
            let left = usize::try_from(total - done).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
            self.file.read_exact_at(&mut buffer[..left], done)?;
            digest.update(&buffer[..left]);
            done += left as u64;
            if progress(done, total).is_break() {
                return Ok(Verdict::Stopped);
            }
        }
        let stored: [u8; 16] = self.file.read_array(total)?;
        let same = digest.finalize().as_slice() == stored.as_slice();
        Ok(if same { Verdict::Whole } else { Verdict::Changed })
    }
}
