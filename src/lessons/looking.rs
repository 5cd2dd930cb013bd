//! Looking at packages again for pages that only tell their state: such a page must not wait for a disk,
//! so it asks here and shows what was known; the next page shows what was found.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};

use super::Library;
use crate::base::PackageId;

/// A thread that looks at one package after the other while anyone asks.
#[derive(Debug)]
pub(super) struct Looker {
    asks: mpsc::Sender<PackageId>,
    /// Asked for and not yet looked at, so that fifty phones ask once.
    waiting: Arc<Mutex<HashSet<PackageId>>>,
}

impl Looker {
    /// Starts the thread; it ends with the library.
    pub(super) fn start(library: Weak<Library>) -> (Self, io::Result<()>) {
        let (asks, asked) = mpsc::channel();
        let waiting: Arc<Mutex<HashSet<PackageId>>> = Arc::default();
        let still_waiting = Arc::clone(&waiting);
        let looking = move || {
            while let Ok(id) = asked.recv() {
                let Some(library) = library.upgrade() else { return };
                library.look(id);
                still_waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            }
        };
        let thread = std::thread::Builder::new().name("package-looker".into()).spawn(looking);
        (Self { asks, waiting }, thread.map(drop))
    }

    pub(super) fn ask(&self, id: PackageId) {
        let is_new = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        if is_new && self.asks.send(id).is_err() {
            tracing::error!("packages are not looked at any more: the looking thread has ended");
        }
    }
}
