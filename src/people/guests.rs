//! Guests in memory, their places written behind: at most 15 s of a place are lost in a power cut.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::acts;
use super::greeting::{Greeting, GuestId, GuestKey, NewGuest};
use super::places::{self, Kept, Pictures, Place, Visited};
use super::role::Person;
use super::rules::{self, Standing};
use super::sessions;
use crate::base::{Clock, LessonId, Random, UnixMillis};
use crate::store::{Database, StoreError};
use crate::web::guard::Secret;

#[derive(Debug)]
pub(super) struct Guest {
    began_at: UnixMillis,
    /// By the clock that never steps.
    seen_boottime: Option<Duration>,
    pub visited: Vec<Visited>,
    pictures: bool,
    /// Lessons whose place is not on the disk yet.
    pub unsaved: Vec<LessonId>,
    /// The disk was asked: until then only what came since the start is known.
    pub recalled: bool,
    /// Who is signed in.
    pub person: Option<Arc<Person>>,
    /// Keyed hash of the lease of the phone that signed in.
    phone: Option<String>,
    /// When technician rights were last proved or used, by the clock that never steps.
    pub fresh_boottime: Option<Duration>,
}

/// Told of whoever leaves a phone, by the name the journal knows them by, so that their visits end.
pub type Left = Box<dyn Fn(&str) + Send + Sync>;

/// All guests of the box.
pub struct Guests {
    pub(super) school: Database,
    pub(super) clock: Clock,
    random: Random,
    secret: Secret,
    known: Mutex<HashMap<GuestKey, Guest>>,
    pub(super) signed_in: Mutex<HashMap<GuestKey, sessions::SignedIn>>,
    pub(super) left: Left,
    wrong_pictures: Mutex<(Duration, u32)>,
}

impl Guests {
    /// Reads who is still signed in, from before the start.
    pub fn open(
        school: Database,
        clock: Clock,
        random: Random,
        secret: Secret,
        left: Left,
    ) -> Result<Self, StoreError> {
        let signed_in = school.read_blocking(sessions::all_signed_in)?;
        Ok(Self {
            school,
            clock,
            random,
            secret,
            known: Mutex::default(),
            signed_in: Mutex::new(signed_in),
            left,
            wrong_pictures: Mutex::default(),
        })
    }

    pub fn key(&self, id: &GuestId) -> GuestKey {
        GuestKey::stored(&self.secret.sign("guest", &[id.as_str()]))
    }

    pub fn begin(&self) -> NewGuest {
        let id = GuestId::draw(&self.random);
        let key = self.key(&id);
        NewGuest { id, key }
    }

    /// Who holds the phone, as far as its cookie tells. Counts as a sign of life only if known. `phone`
    /// is the keyed hash of its lease, where one is known: a cookie that was copied to another phone
    /// signs nobody in there.
    pub async fn greet(
        &self,
        cookie: Option<&str>,
        phone: Option<&str>,
    ) -> Result<Greeting, StoreError> {
        let Some(id) = cookie.and_then(GuestId::parse) else {
            return Ok(Greeting::New(self.begin()));
        };
        let key = self.key(&id);
        if !self.lock().get(&key).is_some_and(|guest| guest.recalled) {
            let guest = self.recall(&key).await?;
            self.remember(&key, guest);
        }
        if self.is_elsewhere(&key, phone) {
            return Ok(Greeting::New(self.begin()));
        }
        Ok(match self.judge(&key) {
            Standing::Here => Greeting::Known(key),
            Standing::AskStillYou => Greeting::AskStillYou(key),
            Standing::Over => {
                self.hand_over(&key).await?;
                Greeting::New(self.begin())
            }
        })
    }

    /// Whether this session was signed in on another phone than the one that asks.
    fn is_elsewhere(&self, key: &GuestKey, phone: Option<&str>) -> bool {
        let known = self.lock();
        let own = known.get(key).and_then(|guest| guest.phone.as_deref());
        own.zip(phone).is_some_and(|(own, phone)| own != phone)
    }

    fn judge(&self, key: &GuestKey) -> Standing {
        let (now, boottime) = (self.clock.now(), self.clock.boottime());
        let mut known = self.lock();
        let Some(guest) = known.get_mut(key) else { return Standing::Here };
        let idle = guest.seen_boottime.map(|seen| boottime.saturating_sub(seen));
        let trace = guest.pictures || !guest.visited.is_empty();
        let role = guest.person.as_ref().map(|person| person.role);
        let standing = rules::standing(now.since(guest.began_at), idle, trace, role);
        if standing == Standing::Here {
            guest.seen_boottime = Some(boottime);
        }
        standing
    }

    /// A sign of life: a page, a beat, or "Still me".
    pub fn seen(&self, key: &GuestKey) {
        let boottime = self.clock.boottime();
        if let Some(guest) = self.lock().get_mut(key) {
            guest.seen_boottime = Some(boottime);
        }
    }

    /// Where this guest stopped, newest first.
    pub fn visited(&self, key: &GuestKey) -> Vec<Visited> {
        self.lock().get(key).map(|guest| guest.visited.clone()).unwrap_or_default()
    }

    pub fn place(&self, key: &GuestKey, lesson: LessonId) -> Option<Place> {
        let known = self.lock();
        let guest = known.get(key)?;
        guest.visited.iter().find(|visited| visited.lesson == lesson).map(|v| v.place.clone())
    }

    /// True while three pictures keep this guest's places.
    pub fn has_pictures(&self, key: &GuestKey) -> bool {
        self.lock().get(key).is_some_and(|guest| guest.pictures)
    }

    /// Notes a place; on the disk within 15 s (`save`).
    pub fn note_place(&self, key: &GuestKey, lesson: LessonId, place: Place) {
        let (at, boottime) = (self.clock.now(), self.clock.boottime());
        let mut known = self.lock();
        let guest = known.entry(key.clone()).or_insert_with(|| Guest::beginning(at));
        guest.seen_boottime = Some(boottime);
        guest.visited.retain(|visited| visited.lesson != lesson);
        guest.visited.insert(0, Visited { lesson, place, at });
        guest.visited.truncate(rules::PLACES_MAX);
        if !guest.unsaved.contains(&lesson) {
            guest.unsaved.push(lesson);
        }
    }

    /// Writes noted places; called each 15 s and at the stop.
    pub async fn save(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let unsaved = self.take_unsaved();
        if !unsaved.is_empty() {
            self.school
                .write(move |tx| {
                    for (key, began_at, visited) in &unsaved {
                        let keeper = places::keeper_for(tx, key.as_str(), *began_at, now)?;
                        for visited in visited {
                            places::put(tx, keeper, visited)?;
                        }
                    }
                    Ok(())
                })
                .await?;
        }
        self.forget_longest_away();
        Ok(())
    }

    fn take_unsaved(&self) -> Vec<(GuestKey, UnixMillis, Vec<Visited>)> {
        let mut known = self.lock();
        let with_news = known.iter_mut().filter(|(_, guest)| !guest.unsaved.is_empty());
        with_news
            .map(|(key, guest)| {
                let lessons = std::mem::take(&mut guest.unsaved);
                let news = guest.visited.iter().filter(|visited| lessons.contains(&visited.lesson));
                (key.clone(), guest.began_at, news.cloned().collect())
            })
            .collect()
    }

    /// Someone else's turn: nothing of this guest is shown any more, their visits end. On the disk when it
    /// returns, but for the visits' ends.
    pub async fn hand_over(&self, key: &GuestKey) -> Result<(), StoreError> {
        // What three pictures keep must be whole before it is let go.
        self.save().await?;
        self.lock().remove(key);
        let signed = self.signed_in().remove(key);
        (self.left)(signed.as_ref().map_or(key.as_str(), |signed| &signed.pseudonym));
        let key = key.clone();
        self.school.write(move |tx| places::forget_guest(tx, key.as_str())).await
    }

    /// Keeps this guest's places under three pictures. On the disk when it returns.
    pub async fn keep(&self, key: &GuestKey, pictures: Pictures) -> Result<Kept, StoreError> {
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
            self.lock().entry(key.clone()).or_insert_with(|| Guest::beginning(now)).pictures = true;
        }
        Ok(kept)
    }

    /// Brings back the places under these pictures; `None`: too many wrong ones lately, wait a minute.
    pub async fn bring_back(
        &self,
        key: &GuestKey,
        pictures: Pictures,
    ) -> Result<Option<bool>, StoreError> {
        if !self.may_try_pictures() {
            return Ok(None);
        }
        let (now, guest) = (self.clock.now(), key.clone());
        let found = self
            .school
            .write(move |tx| places::bring_back(tx, guest.as_str(), now, pictures, now))
            .await?;
        if found {
            self.lock().remove(key);
            let guest = self.recall(key).await?;
            self.remember(key, guest);
            self.seen(key);
        } else {
            self.wrong_pictures.lock().unwrap_or_else(PoisonError::into_inner).1 += 1;
        }
        Ok(Some(found))
    }

    fn may_try_pictures(&self) -> bool {
        let now = self.clock.boottime();
        let mut wrong = self.wrong_pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(wrong.0) >= Duration::from_mins(1) {
            *wrong = (now, 0);
        }
        wrong.1 < rules::WRONG_PICTURES_PER_MINUTE
    }

    /// Once a day: sessions that are over and places that nobody came back to go.
    pub async fn sweep(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.school
            .write(move |tx| {
                acts::sweep(tx, now)?;
                places::sweep(tx, now)
            })
            .await?;
        let kept = self.school.read(sessions::all_signed_in).await?;
        let known = self.lock();
        self.signed_in().retain(|key, _| kept.contains_key(key) || known.contains_key(key));
        Ok(())
    }

    pub(super) async fn recall(&self, key: &GuestKey) -> Result<Guest, StoreError> {
        let (key, now) = (key.clone(), self.clock.now());
        self.school
            .read(move |reader| {
                let mut guest = Guest { recalled: true, ..Guest::beginning(now) };
                if let Some(keeper) = places::keeper_of(reader, key.as_str())? {
                    let mut find = reader.prepare_cached(include_str!("sql/guest_of.sql"))?;
                    (guest.began_at, guest.pictures) = find.query_row([key.as_str()], |row| {
                        Ok((UnixMillis(row.get("began_at")?), row.get("has_pictures")?))
                    })?;
                    guest.visited = places::visited(reader, keeper)?;
                }
                if let Some(session) = sessions::session_of(reader, key.as_str())? {
                    guest.began_at = session.began_at;
                    guest.person = Some(Arc::new(session.person));
                    guest.phone = session.phone;
                }
                Ok(guest)
            })
            .await
    }

    pub(super) fn remember(&self, key: &GuestKey, guest: Guest) {
        // Somebody making up cookies must not fill the memory before the next save.
        if self.lock().len() >= 2 * rules::GUESTS_MAX {
            self.forget_longest_away();
        }
        if let Some(person) = &guest.person {
            let pseudonym = Arc::clone(&person.pseudonym);
            let signed = sessions::SignedIn { person: person.id, pseudonym };
            self.signed_in().insert(key.clone(), signed);
        }
        let mut known = self.lock();
        let mut guest = guest;
        if let Some(since) = known.remove(key) {
            guest.add_newer(since);
        }
        known.insert(key.clone(), guest);
    }

    fn forget_longest_away(&self) {
        let mut known = self.lock();
        let surplus = known.len().saturating_sub(rules::GUESTS_MAX);
        if surplus > 0 {
            let mut saved: Vec<_> = known
                .iter()
                .filter(|(_, guest)| guest.unsaved.is_empty())
                .map(|(key, guest)| (guest.seen_boottime, key.clone()))
                .collect();
            saved.sort_by_key(|(seen, _)| *seen);
            for (_, key) in saved.into_iter().take(surplus) {
                known.remove(&key);
            }
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<GuestKey, Guest>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guest {
    fn beginning(began_at: UnixMillis) -> Self {
        Self {
            began_at,
            seen_boottime: None,
            visited: Vec::new(),
            pictures: false,
            unsaved: Vec::new(),
            recalled: false,
            person: None,
            phone: None,
            fresh_boottime: None,
        }
    }

    /// Adds what came in before the disk was asked.
    fn add_newer(&mut self, since: Self) {
        if since.recalled {
            // Two pages asked the disk at once.
            *self = since;
            return;
        }
        let is_new = |visited: &Visited| since.visited.iter().any(|v| v.lesson == visited.lesson);
        self.visited.retain(|visited| !is_new(visited));
        self.visited.splice(0..0, since.visited.iter().cloned());
        self.visited.truncate(rules::PLACES_MAX);
        (self.unsaved, self.seen_boottime) = (since.unsaved, since.seen_boottime);
    }
}
