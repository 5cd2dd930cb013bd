//! Bytes that are unpacked while they are sent: never held whole, made only as fast as a phone takes
//! them.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::JoinHandle;

/// Something that unpacks. Its calls block, so they are made off the async threads.
pub trait Unpack: Send + 'static {
    /// Bytes that are still to come.
    fn left(&self) -> u64;
    /// Passes over bytes, for `Range`.
    fn skip(&mut self, bytes: u64) -> io::Result<()>;
    /// The next bytes; empty only at the end.
    fn next_chunk(&mut self) -> io::Result<Bytes>;
}

type Unpacked = (Box<dyn Unpack>, io::Result<Bytes>);

/// Sends `left` bytes of what is unpacked, after passing over `skip`.
pub struct UnpackBody {
    idle: Option<Box<dyn Unpack>>,
    working: Option<JoinHandle<Unpacked>>,
    skip: u64,
    left: u64,
}

impl UnpackBody {
    pub fn new(unpack: Box<dyn Unpack>, skip: u64, left: u64) -> Self {
        Self { idle: Some(unpack), working: None, skip, left }
    }
}

impl http_body::Body for UnpackBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if let Some(mut unpack) = self.idle.take() {
            let skip = std::mem::take(&mut self.skip);
            self.working = Some(tokio::task::spawn_blocking(move || {
                let chunk = unpack.skip(skip).and_then(|()| unpack.next_chunk());
                (unpack, chunk)
            }));
        }
        let Some(working) = &mut self.working else { return Poll::Ready(None) };
        let done = ready!(Pin::new(working).poll(context));
        self.working = None;
        let (unpack, chunk) = done.map_err(io::Error::other)?;
        let mut chunk = chunk?;
        if chunk.is_empty() {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        self.idle = Some(unpack);
        chunk.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.left -= u64::try_from(chunk.len()).unwrap_or(self.left);
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
