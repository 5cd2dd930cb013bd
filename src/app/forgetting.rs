//! What is left to do once a learner's row is gone: the journal is told, and every copy that still held
//! the name is made anew. What a power cut interrupts is done at the next start.

use std::sync::Arc;

use super::Core;
use crate::people::learners;
use crate::store::{self, StoreError};
use crate::usage::BoxEvent;

/// Finishes what was begun; does nothing where nothing is left to do.
pub async fn finish(core: Arc<Core>) -> Result<(), StoreError> {
    let pending = core.store.school.read(learners::pending_forgets).await?;
    if pending.is_empty() {
        return Ok(());
    }
    for guest in &pending {
        core.usage.box_event(BoxEvent::LearnerForgotten { guest: guest.clone() });
    }
    if let Err(error) = core.usage.flush().await {
        // The journal is tried again each second; the list below is kept until it holds.
        tracing::error!(error = %error, "who was forgotten is not written down yet");
        return Ok(());
    }
    let copies = Arc::clone(&core);
    let made_anew = move || {
        let school = &copies.store.school;
        school.scrub_blocking()?;
        store::back_up_anew(&copies.data, school)
    };
    tokio::task::spawn_blocking(made_anew).await.map_err(|_| StoreError::Closed)??;
    core.store.school.write(move |tx| learners::settle_forgotten(tx, &pending)).await
}
