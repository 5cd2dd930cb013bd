//! Bytes that are read at a place: a file on the card, or a slice in a test.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;

/// Where a reader takes its bytes from. Reading never moves a position, so many may read at once.
pub trait ByteSource {
    /// Size in bytes at this moment; a file on a stick may shrink or vanish later.
    fn size_bytes(&self) -> io::Result<u64>;

    /// Reads what is there, at most `into.len()` bytes; 0 only at the end.
    fn read_some_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize>;

    /// At most `most` bytes from `offset`; shorter when the source ends before.
    fn read_up_to(&self, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let left = self.size_bytes()?.saturating_sub(offset);
        let want = usize::try_from(left).unwrap_or(usize::MAX).min(most);
        let mut bytes = vec![0; want];
        let mut filled = 0;
        while filled < want {
            let at = offset.saturating_add(filled as u64);
            match self.read_some_at(at, bytes.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    }

    /// Exactly `N` bytes from `offset`, or `None` when the source ends before.
    fn read_array<const N: usize>(&self, offset: u64) -> io::Result<Option<[u8; N]>> {
        Ok(self.read_up_to(offset, N)?.try_into().ok())
    }
}

impl ByteSource for File {
    fn size_bytes(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_some_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.read_at(into, offset)
    }
}

impl<S: ByteSource + ?Sized> ByteSource for &S {
    fn size_bytes(&self) -> io::Result<u64> {
        (**self).size_bytes()
    }

    fn read_some_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        (**self).read_some_at(offset, into)
    }
}

impl ByteSource for [u8] {
    fn size_bytes(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_some_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.len());
        let rest = self.get(from..).unwrap_or_default();
        let count = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }
}

impl ByteSource for Vec<u8> {
    fn size_bytes(&self) -> io::Result<u64> {
        self.as_slice().size_bytes()
    }

    fn read_some_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.as_slice().read_some_at(offset, into)
    }
}

/// A `ByteSource` as `Read + Seek`, which gives out at most `ration_bytes` in all: what parses a
/// hostile directory through it can neither read nor hold more than that.
pub struct Rationed<'a, S: ByteSource + ?Sized> {
    source: &'a S,
    position: u64,
    ration_bytes: u64,
}

impl<'a, S: ByteSource + ?Sized> Rationed<'a, S> {
    pub fn new(source: &'a S, ration_bytes: u64) -> Self {
        Self { source, position: 0, ration_bytes }
    }
}

impl<S: ByteSource + ?Sized> Read for Rationed<'_, S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ration_bytes == 0 && !into.is_empty() {
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, "its directory is too large"));
        }
        let most = usize::try_from(self.ration_bytes).unwrap_or(usize::MAX).min(into.len());
        let count =
            self.source.read_some_at(self.position, into.get_mut(..most).unwrap_or_default())?;
        self.ration_bytes -= count as u64;
        self.position = self.position.saturating_add(count as u64);
        Ok(count)
    }
}

impl<S: ByteSource + ?Sized> Seek for Rationed<'_, S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(by) => self.source.size_bytes()?.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_ends_where_its_bytes_end() {
        let bytes = b"chalk".as_slice();
        assert_eq!(bytes.read_up_to(3, 100).unwrap(), b"lk");
        assert_eq!(bytes.read_up_to(u64::MAX, 100).unwrap(), b"");
        assert_eq!(bytes.read_array::<2>(4).unwrap(), None);
        assert_eq!(bytes.read_array::<2>(0).unwrap(), Some(*b"ch"));
    }

    #[test]
    fn a_ration_ends_the_reading() {
        let bytes = vec![7_u8; 100];
        let mut rationed = Rationed::new(&bytes, 10);
        let mut out = Vec::new();
        assert!(rationed.read_to_end(&mut out).is_err());
        assert_eq!(out.len(), 10);
    }
}
