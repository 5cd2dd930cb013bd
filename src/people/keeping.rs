//! Three pictures that keep a guest's places for any phone.

use super::guests::{Guest, Guests, Met};
use super::ids::GuestKey;
use super::places::{self, Kept, Pictures};
use crate::store::StoreError;

impl Guests {
    /// Keeps this guest's places under three pictures, on the disk when it returns; `None`: too many
    /// wrong ones lately, wait a minute. "Taken" tells that they are somebody's, so it counts as wrong.
    pub async fn keep(
        &self,
        key: &GuestKey,
        pictures: Pictures,
    ) -> Result<Option<Kept>, StoreError> {
        if !self.tries.begin(self.clock.boottime()) {
            return Ok(None);
        }
        self.save().await?;
        let (now, guest) = (self.clock.now(), key.clone());
        let began_at = self.lock().get(key).map_or(now, |guest| guest.began_at);
        let kept = self
            .school
            .write(move |tx| {
                let keeper = places::keeper_for(tx, guest.as_str(), began_at, now)?;
                places::keep_under(tx, keeper, pictures, now)
            })
            .await?;
        if kept == Kept::Yes {
            let met = Met::now(&self.clock);
            self.lock().entry(key.clone()).or_insert_with(|| Guest::beginning(met)).pictures = true;
            self.tries.was_good();
        }
        Ok(Some(kept))
    }

    /// Brings back the places under these pictures; `None`: too many wrong ones lately, wait a minute.
    pub async fn bring_back(
        &self,
        key: &GuestKey,
        pictures: Pictures,
    ) -> Result<Option<bool>, StoreError> {
        if !self.tries.begin(self.clock.boottime()) {
            return Ok(None);
        }
        // The places that this guest keeps under other pictures must be whole before they are let go.
        self.save().await?;
        let (now, guest) = (self.clock.now(), key.clone());
        let found = self
            .school
            .write(move |tx| places::bring_back(tx, guest.as_str(), now, pictures, now))
            .await?;
        if found {
            self.lock().remove(key);
            let guest = self.recall(key).await?;
            self.remember(key, guest);
            self.still_here(key);
            self.tries.was_good();
        }
        Ok(Some(found))
    }
}
