//! Unpacking: zstd and xz streams read from the file piece by piece, with tools that are reused.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use liblzma::stream as xz;
use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, ResetDirective};

use super::buffer::Buffer;
use super::error::{Result, ZimError, damaged};
use super::file::ArchiveFile;

/// How far back a packed stream may look: a window that the decoder sets aside.
///
/// Only as much of a window is touched as was unpacked; the rest is address space, not memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// For short streams. libzim's writers asked for 64 MiB (xz) and 128 MiB (zstd, in 2021).
    Wide,
    /// For long streams, which touch all of their window: 32 MiB.
    Narrow,
}

impl Reach {
    /// Streams that unpack to no more than this may have a wide window.
    pub const WIDE_BYTES_MAX: u64 = 32 * 1024 * 1024;

    fn zstd_window_log(self) -> u32 {
        match self {
            Self::Wide => 27,
            Self::Narrow => 25,
        }
    }

    /// The dictionary, and what liblzma needs beside it.
    fn xz_bytes(self) -> u64 {
        match self {
            Self::Wide => 96 * 1024 * 1024,
            Self::Narrow => 33 * 1024 * 1024,
        }
    }
}

/// Compressed bytes read from the file at once.
const INPUT_BYTES: usize = 64 * 1024;
/// A context that has touched more than this is not kept for reuse.
const CONTEXT_TOUCHED_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Rounds without a byte taken or given after which a stream counts as cut off.
const IDLE_ROUNDS_MAX: u32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Zstd,
    Xz,
}

/// What a decoder works with and leaves behind for the next one.
pub(super) struct Tools {
    context: Option<DCtx<'static>>,
    /// The most that the context unpacked at once, which is what its window takes.
    touched_bytes: u64,
    input: Vec<u8>,
}

enum Engine {
    Zstd(DCtx<'static>),
    /// liblzma's streams are made anew each time: the crate cannot reset one.
    Xz(xz::Stream),
}

/// A compressed stream of a file, unpacked as far as someone asks.
pub(super) struct Decoder {
    engine: Engine,
    spare_context: Option<DCtx<'static>>,
    touched_bytes: u64,
    unpacked_bytes: u64,
    input: Vec<u8>,
    used: usize,
    file: Arc<ArchiveFile>,
    start: u64,
    next: u64,
    end: u64,
    finished: bool,
}

impl Decoder {
    /// Begins at byte `start`; never reads at or behind `end`.
    pub fn begin(
        mut tools: Tools,
        codec: Codec,
        file: &Arc<ArchiveFile>,
        (start, end): (u64, u64),
        reach: Reach,
    ) -> Result<Self> {
        let engine = match codec {
            Codec::Zstd => Engine::Zstd(ready_context(tools.context.take(), reach)?),
            Codec::Xz => Engine::Xz(
                xz::Stream::new_stream_decoder(reach.xz_bytes(), 0)
                    .map_err(|_| ZimError::NeedsTooMuch { what: "no memory to unpack" })?,
            ),
        };
        tools.input.clear();
        Ok(Self {
            engine,
            spare_context: tools.context,
            touched_bytes: tools.touched_bytes,
            unpacked_bytes: 0,
            input: tools.input,
            used: 0,
            file: Arc::clone(file),
            start,
            next: start,
            end,
            finished: false,
        })
    }

    pub fn into_tools(self) -> Tools {
        let (context, touched_bytes) = match self.engine {
            Engine::Zstd(context) => (Some(context), self.touched_bytes.max(self.unpacked_bytes)),
            Engine::Xz(_) => (self.spare_context, self.touched_bytes),
        };
        Tools { context, touched_bytes, input: self.input }
    }

    /// Unpacks until `out` holds at least `goal` bytes, perhaps some more, never beyond its
    /// room. An error when the stream ends before.
    pub fn fill(&mut self, out: &mut Buffer, goal: usize) -> Result<()> {
        out.grow(goal, None)?;
        let mut idle_rounds = 0;
        while out.len() < goal {
            if self.finished {
                return damaged("a packed part ends too early", self.start);
            }
            if self.used == self.input.len() && self.next < self.end {
                self.read_input()?;
            }
            let before = (self.used, out.len());
            self.step(out)?;
            self.unpacked_bytes += (out.len() - before.1) as u64;
            idle_rounds = if before == (self.used, out.len()) { idle_rounds + 1 } else { 0 };
            if idle_rounds > IDLE_ROUNDS_MAX && !self.finished {
                return damaged("a packed part is cut off", self.start);
            }
        }
        Ok(())
    }

    fn read_input(&mut self) -> Result<()> {
        let left = usize::try_from(self.end - self.next).unwrap_or(INPUT_BYTES);
        self.input.resize(left.min(INPUT_BYTES), 0);
        let count = self.file.read_at(&mut self.input, self.next)?;
        self.input.truncate(count);
        self.used = 0;
        // Nothing more in the file: the same as its end.
        self.next = if count == 0 { self.end } else { self.next + count as u64 };
        Ok(())
    }

    fn step(&mut self, out: &mut Buffer) -> Result<()> {
        let (room, at) = out.room_mut();
        match &mut self.engine {
            Engine::Zstd(context) => {
                let mut input = InBuffer::around(&self.input[self.used..]);
                let mut output = OutBuffer::around_pos(room, at);
                let hint = context
                    .decompress_stream(&mut output, &mut input)
                    .map_err(|code| zstd_error(code, self.start))?;
                let filled = output.pos();
                self.used += input.pos();
                self.finished = hint == 0;
                out.set_filled(filled);
            }
            Engine::Xz(stream) => {
                let before = (stream.total_in(), stream.total_out());
                let status = stream
                    .process(&self.input[self.used..], &mut room[at..], xz::Action::Run)
                    .map_err(|error| xz_error(error, self.start))?;
                let moved = |now: u64, before: u64| {
                    usize::try_from(now.saturating_sub(before)).unwrap_or(usize::MAX)
                };
                self.used += moved(stream.total_in(), before.0);
                out.set_filled(at.saturating_add(moved(stream.total_out(), before.1)));
                self.finished = status == xz::Status::StreamEnd;
            }
        }
        Ok(())
    }
}

fn ready_context(kept: Option<DCtx<'static>>, reach: Reach) -> Result<DCtx<'static>> {
    let no_memory = ZimError::NeedsTooMuch { what: "no memory to unpack" };
    let mut context = match kept {
        Some(context) => context,
        None => DCtx::try_create().ok_or(no_memory)?,
    };
    let made_ready = context
        .reset(ResetDirective::SessionOnly)
        .and_then(|_| context.set_parameter(DParameter::WindowLogMax(reach.zstd_window_log())));
    match made_ready {
        Ok(_) => Ok(context),
        Err(_) => Err(ZimError::NeedsTooMuch { what: "the unpacker cannot be set up" }),
    }
}

fn zstd_error(code: usize, at: u64) -> ZimError {
    match zstd_safe::get_error_name(code) {
        "Frame requires too much memory for decoding" => {
            ZimError::NeedsTooMuch { what: "its packing looks back too far" }
        }
        "Allocation error : not enough memory" => {
            ZimError::NeedsTooMuch { what: "no memory to unpack" }
        }
        _ => ZimError::Damaged { what: "a packed part cannot be unpacked", at },
    }
}

fn xz_error(error: xz::Error, at: u64) -> ZimError {
    match error {
        xz::Error::MemLimit | xz::Error::Mem => {
            ZimError::NeedsTooMuch { what: "its packing looks back too far" }
        }
        _ => ZimError::Damaged { what: "a packed part cannot be unpacked", at },
    }
}

/// A bounded number of decoders at work at once, and the tools they share.
pub(super) struct Workbench {
    state: Mutex<Bench>,
    freed: Condvar,
    decoders_max: usize,
}

#[derive(Default)]
struct Bench {
    at_work: usize,
    tools: Vec<Tools>,
}

/// The right to decode; given back when dropped.
pub(super) struct Permit<'a> {
    bench: &'a Workbench,
}

impl Workbench {
    pub fn new(decoders_max: usize) -> Self {
        Self { state: Mutex::default(), freed: Condvar::new(), decoders_max: decoders_max.max(1) }
    }

    /// Waits until fewer than the allowed number are at work.
    pub fn admit(&self) -> Permit<'_> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self
            .freed
            .wait_while(state, |bench| bench.at_work >= self.decoders_max)
            .unwrap_or_else(PoisonError::into_inner);
        state.at_work += 1;
        Permit { bench: self }
    }

    pub fn tools(&self) -> Tools {
        let kept = self.state.lock().unwrap_or_else(PoisonError::into_inner).tools.pop();
        kept.unwrap_or_else(|| Tools { context: None, touched_bytes: 0, input: Vec::new() })
    }

    /// Keeps tools for the next decoder, unless they have grown large.
    pub fn keep(&self, mut tools: Tools) {
        if tools.touched_bytes > CONTEXT_TOUCHED_BYTES_MAX {
            tools.context = None;
            tools.touched_bytes = 0;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.tools.len() < self.decoders_max {
            state.tools.push(tools);
        }
    }

    /// Lets go of what is kept for reuse.
    pub fn clear(&self) {
        let tools = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut state.tools)
        };
        drop(tools);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.bench.state.lock().unwrap_or_else(PoisonError::into_inner).at_work -= 1;
        self.bench.freed.notify_one();
    }
}
