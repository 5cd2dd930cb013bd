//! Memory that clusters are unpacked into.
//!
//! Megabytes come from the kernel and go back to it whole. From the heap they left holes between
//! the pages kept beside them: a cache of 128 MiB grew the process to 380 MiB, now to 160.

use memmap2::MmapMut;

use super::error::{Result, ZimError};

/// Less than this comes from the heap: a mapping of its own costs more than it saves.
const MAPPED_BYTES_MIN: usize = 128 * 1024;

const NO_MEMORY: ZimError = ZimError::NeedsTooMuch { what: "no memory to unpack" };

/// Room for a known number of bytes, filled from its start.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    room: Room,
    filled: usize,
}

#[derive(Debug)]
enum Room {
    Heap(Vec<u8>),
    Mapped(MmapMut),
}

impl Buffer {
    /// Room for `bytes`; an error when there is no memory for them.
    pub fn with_room(bytes: usize) -> Result<Self> {
        let room = if bytes < MAPPED_BYTES_MIN {
            Room::Heap(vec![0; bytes])
        } else {
            Room::Mapped(MmapMut::map_anon(bytes).map_err(|_| NO_MEMORY)?)
        };
        Ok(Self { room, filled: 0 })
    }

    /// Makes room for `bytes` in all, in `spare` when that is large enough.
    pub fn grow(&mut self, bytes: usize, spare: Option<Self>) -> Result<()> {
        if self.room_bytes() >= bytes {
            return Ok(());
        }
        let spare = spare.filter(|spare| spare.room_bytes() >= bytes);
        let mut larger = spare.map_or_else(|| Self::with_room(bytes), Ok)?;
        larger.filled = self.filled;
        larger.room.bytes_mut()[..self.filled].copy_from_slice(self.bytes());
        *self = larger;
        Ok(())
    }

    /// What is filled.
    pub fn bytes(&self) -> &[u8] {
        &self.room.bytes()[..self.filled]
    }

    pub fn len(&self) -> usize {
        self.filled
    }

    pub fn room_bytes(&self) -> usize {
        self.room.bytes().len()
    }

    pub fn clear(&mut self) {
        self.filled = 0;
    }

    /// The whole room, and how much of it is filled: for decoders, which then tell `set_filled`.
    pub fn room_mut(&mut self) -> (&mut [u8], usize) {
        (self.room.bytes_mut(), self.filled)
    }

    pub fn set_filled(&mut self, filled: usize) {
        self.filled = filled.min(self.room_bytes());
    }
}

impl Room {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Heap(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Heap(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::Heap(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growing_keeps_what_is_filled() {
        let mut buffer = Buffer::with_room(3).expect("room");
        buffer.room_mut().0.copy_from_slice(b"abc");
        buffer.set_filled(3);
        for (room, spare) in [(10, None), (MAPPED_BYTES_MIN, Some(10)), (1 << 20, Some(1 << 20))] {
            let spare = spare.map(|room| Buffer::with_room(room).expect("room"));
            buffer.grow(room, spare).expect("room");
            assert_eq!((buffer.bytes(), buffer.room_bytes()), (&b"abc"[..], room));
        }
    }
}
