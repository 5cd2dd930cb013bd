//! The sockets of both sites. They stay open while the box stops and starts again: a phone that asks in
//! between waits in their queue instead of meeting a closed door.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::running::{Listening, StartError};
use crate::usage::Mark;

/// Both sites' sockets, bound.
pub struct Doors {
    pub(super) portal: Door,
    pub(super) lessons: Door,
    pub(super) mark: Mark,
}

pub(super) struct Door {
    socket: std::net::TcpListener,
    /// Where it really is: port 0 became a free one.
    pub(super) at: SocketAddr,
}

impl Doors {
    pub async fn open(listening: &Listening) -> Result<Self, StartError> {
        Ok(Self {
            portal: Door::open(listening.portal).await?,
            lessons: Door::open(listening.lessons).await?,
            mark: listening.mark,
        })
    }
}

impl Door {
    async fn open(at: SocketAddr) -> Result<Self, StartError> {
        let listen = |source| StartError::Listen { at, source };
        let listener = TcpListener::bind(at).await.map_err(listen)?;
        let at = listener.local_addr().map_err(listen)?;
        Ok(Self { socket: listener.into_std().map_err(listen)?, at })
    }

    /// A listener for one run of the box.
    pub(super) fn listener(&self) -> Result<TcpListener, StartError> {
        let listener = self.socket.try_clone().and_then(TcpListener::from_std);
        listener.map_err(|source| StartError::Listen { at: self.at, source })
    }
}
