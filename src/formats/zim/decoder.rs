//! Unpacking: zstd and xz streams read from the file piece by piece, with tools that are reused.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use liblzma::stream as xz;
use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, ResetDirective};

use super::error::{Result, ZimError, damaged};
use super::file::ArchiveFile;

/// 32 MiB: what the largest window of a zstd frame may ask for.
const ZSTD_WINDOW_LOG_MAX: u32 = 25;
/// libzim packs with the largest preset, whose dictionary is 64 MiB. Only what was unpacked is
/// touched, so this is address space, not memory, as long as little is unpacked.
pub(super) const XZ_HELD_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// A long stream touches its whole dictionary: no more than zstd may have.
pub(super) const XZ_STREAMED_BYTES_MAX: u64 = 40 * 1024 * 1024;
/// Compressed bytes read from the file at once.
const INPUT_BYTES: usize = 64 * 1024;
/// A context that grew beyond this is not kept for reuse.
const CONTEXT_KEPT_BYTES_MAX: usize = 12 * 1024 * 1024;

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
        xz_bytes_max: u64,
    ) -> Result<Self> {
        let engine = match codec {
            Codec::Zstd => Engine::Zstd(ready_context(tools.context.take())?),
            Codec::Xz => Engine::Xz(
                xz::Stream::new_stream_decoder(xz_bytes_max, 0)
                    .map_err(|_| ZimError::NeedsTooMuch { what: "no memory to unpack" })?,
            ),
        };
        tools.input.clear();
        Ok(Self {
            engine,
            spare_context: tools.context,
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
        let context = match self.engine {
            Engine::Zstd(context) => Some(context),
            Engine::Xz(_) => self.spare_context,
        };
        Tools { context, input: self.input }
    }

    /// Unpacks until `out` holds at least `goal` bytes, perhaps some more, never beyond its
    /// capacity. An error when the stream ends before.
    pub fn fill(&mut self, out: &mut Vec<u8>, goal: usize) -> Result<()> {
        if out.capacity() < goal {
            out.try_reserve_exact(goal - out.len())
                .map_err(|_| ZimError::NeedsTooMuch { what: "no memory to unpack" })?;
        }
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

    fn step(&mut self, out: &mut Vec<u8>) -> Result<()> {
        match &mut self.engine {
            Engine::Zstd(context) => {
                let mut input = InBuffer::around(&self.input[self.used..]);
                let at = out.len();
                let mut output = OutBuffer::around_pos(out, at);
                let hint = context
                    .decompress_stream(&mut output, &mut input)
                    .map_err(|code| zstd_error(code, self.start))?;
                self.used += input.pos();
                self.finished = hint == 0;
            }
            Engine::Xz(stream) => {
                let before = stream.total_in();
                let status = stream
                    .process_vec(&self.input[self.used..], out, xz::Action::Run)
                    .map_err(|error| xz_error(error, self.start))?;
                let taken = stream.total_in().saturating_sub(before);
                self.used += usize::try_from(taken).unwrap_or(usize::MAX);
                self.finished = status == xz::Status::StreamEnd;
            }
        }
        Ok(())
    }
}

fn ready_context(kept: Option<DCtx<'static>>) -> Result<DCtx<'static>> {
    let no_memory = ZimError::NeedsTooMuch { what: "no memory to unpack" };
    let mut context = match kept {
        Some(context) => context,
        None => DCtx::try_create().ok_or(no_memory)?,
    };
    let made_ready = context
        .reset(ResetDirective::SessionOnly)
        .and_then(|_| context.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG_MAX)));
    match made_ready {
        Ok(_) => Ok(context),
        Err(_) => Err(ZimError::NeedsTooMuch { what: "the unpacker cannot be set up" }),
    }
}

fn zstd_error(code: usize, at: u64) -> ZimError {
    match zstd_safe::get_error_name(code) {
        "Frame requires too much memory for decoding" => {
            ZimError::NeedsTooMuch { what: "its packing looks back further than 32 MiB" }
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
        kept.unwrap_or_else(|| Tools { context: None, input: Vec::new() })
    }

    /// Keeps tools for the next decoder, unless they have grown large.
    pub fn keep(&self, mut tools: Tools) {
        tools.context = tools.context.filter(|known| known.sizeof() <= CONTEXT_KEPT_BYTES_MAX);
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
