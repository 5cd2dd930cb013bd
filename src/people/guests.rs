//! Guests in memory, their places written behind: at most 15 s of a place are lost in a power cut.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::acts;
use super::greeting::Greeting;
use super::ids::{GuestId, GuestKey, NewGuest};
use super::places::{self, News, Place, Visited};
use super::role::Person;
use super::rules::{self, Standing};
use super::sessions;
use super::tries::Tries;
use crate::base::{Clock, LessonId, Random, UnixMillis};
use crate::store::{Database, StoreError};
use crate::web::guard::Secret;

/// When this run of the box first met a guest. From then on its session is measured by the clock that
/// never steps: a box that is told the time in the midst of the morning sends nobody away.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    wall: UnixMillis,
    boottime: Duration,
}

impl Met {
    pub fn now(clock: &Clock) -> Self {
        Self { wall: clock.now(), boottime: clock.boottime() }
    }
}

#[derive(Debug)]
pub(super) struct Guest {
    pub began_at: UnixMillis,
    met: Met,
    /// By the clock that never steps.
    seen_boottime: Option<Duration>,
    pub visited: Vec<Visited>,
    pub pictures: bool,
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
    saving: tokio::sync::Mutex<()>,
    pub(super) tries: Tries,
    pub(super) holders: Mutex<HashMap<GuestKey, sessions::Holder>>,
    pub(super) left: Left,
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
        let holders = school.read_blocking(sessions::holders)?;
        Ok(Self {
            school,
            clock,
            random,
            secret,
            known: Mutex::default(),
            saving: tokio::sync::Mutex::default(),
            tries: Tries::default(),
            holders: Mutex::new(holders),
            left,
        })
    }

    pub fn key(&self, id: &GuestId) -> GuestKey {
        GuestKey::stored(&self.secret.sign("guest", &[id.as_str()]))
    }

    pub fn begin(&self) -> NewGuest {
        let id = GuestId(self.random.token());
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
                self.hand_over(&key).await;
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
        let boottime = self.clock.boottime();
        let mut known = self.lock();
        let Some(guest) = known.get_mut(key) else { return Standing::Here };
        let idle = guest.seen_boottime.map(|seen| boottime.saturating_sub(seen));
        let trace = guest.pictures || !guest.visited.is_empty();
        let role = guest.person.as_ref().map(|person| person.role);
        let standing = rules::standing(guest.age(boottime), idle, trace, role);
        if standing == Standing::Here {
            guest.seen_boottime = Some(boottime);
        }
        standing
    }

    /// Answers "Still you?" with yes.
    pub fn still_here(&self, key: &GuestKey) {
        let boottime = self.clock.boottime();
        if let Some(guest) = self.lock().get_mut(key) {
            guest.seen_boottime = Some(boottime);
        }
    }

    /// A sign of life from a lesson. It does not answer "Still you?": a phone that lay there for long
    /// and is woken by another child goes on telling of the page that was left open.
    pub fn seen(&self, key: &GuestKey) {
        let boottime = self.clock.boottime();
        if let Some(guest) = self.lock().get_mut(key) {
            guest.go_on(boottime);
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

    /// Notes a place; on the disk within 15 s (`save`). A sign of life as `seen` is.
    pub fn note_place(&self, key: &GuestKey, lesson: LessonId, place: Place) {
        let met = Met::now(&self.clock);
        let Met { wall: at, boottime } = met;
        let mut known = self.lock();
        let guest = known
            .entry(key.clone())
            .or_insert_with(|| Guest { seen_boottime: Some(boottime), ..Guest::beginning(met) });
        guest.go_on(boottime);
        guest.visited.retain(|visited| visited.lesson != lesson);
        guest.visited.insert(0, Visited { lesson, place, at });
        guest.visited.truncate(rules::PLACES_MAX);
        if !guest.unsaved.contains(&lesson) {
            guest.unsaved.push(lesson);
        }
    }

    /// Writes noted places; called each 15 s and at the stop. What could not be written waits for the
    /// next time.
    pub async fn save(&self) -> Result<(), StoreError> {
        // One at a time: a place taken by one must not reach the disk after another forgot its guest.
        let _saving = self.saving.lock().await;
        let now = self.clock.now();
        let unsaved = Arc::new(self.take_unsaved());
        if !unsaved.is_empty() {
            let news = Arc::clone(&unsaved);
            let written = self.school.write(move |tx| places::put_all(tx, &news, now)).await;
            if let Err(error) = written {
                self.put_back(&unsaved);
                return Err(error);
            }
        }
        self.forget_longest_away();
        Ok(())
    }

    fn take_unsaved(&self) -> Vec<News> {
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

    fn put_back(&self, unsaved: &[News]) {
        let mut known = self.lock();
        for (key, _, visited) in unsaved {
            let Some(guest) = known.get_mut(key) else { continue };
            for lesson in visited.iter().map(|visited| visited.lesson) {
                if !guest.unsaved.contains(&lesson) {
                    guest.unsaved.push(lesson);
                }
            }
        }
    }

    /// Someone else's turn: nothing of this guest is shown any more, their visits end. On the disk when
    /// it returns, but for the visits' ends, and if the card takes it. A full card must not keep the
    /// phone from the next child: then what is on the disk stays there, unseen, until the sweep.
    pub async fn hand_over(&self, key: &GuestKey) {
        // First the visits, so that no page left open writes a place back.
        let holder = self.holders().remove(key);
        (self.left)(holder.as_ref().map_or(key.as_str(), |holder| &holder.pseudonym));
        // What three pictures keep must be whole before it is let go.
        if let Err(error) = self.save().await {
            tracing::error!(error = %error, "a place was lost at a hand-over");
        }
        self.lock().remove(key);
        let key = key.clone();
        let forgotten = self.school.write(move |tx| places::forget_guest(tx, key.as_str())).await;
        if let Err(error) = forgotten {
            tracing::error!(error = %error, "a guest is forgotten in memory only");
        }
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
        let kept = self.school.read(sessions::holders).await?;
        let known = self.lock();
        self.holders().retain(|key, _| kept.contains_key(key) || known.contains_key(key));
        Ok(())
    }

    pub(super) async fn recall(&self, key: &GuestKey) -> Result<Guest, StoreError> {
        let (key, met) = (key.clone(), Met::now(&self.clock));
        self.school
            .read(move |reader| {
                let mut guest = Guest { recalled: true, ..Guest::beginning(met) };
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
            let holder = sessions::Holder { person: person.id, pseudonym };
            self.holders().insert(key.clone(), holder);
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
    pub fn beginning(met: Met) -> Self {
        Self {
            began_at: met.wall,
            met,
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
        self.unsaved = since.unsaved;
    }

    /// For how long the session has lasted.
    fn age(&self, boottime: Duration) -> Duration {
        self.met.wall.since(self.began_at) + boottime.saturating_sub(self.met.boottime)
    }

    /// Whoever was here lately still is.
    fn go_on(&mut self, boottime: Duration) {
        let is_here = |seen| boottime.saturating_sub(seen) < rules::IDLE_BEFORE_ASKING;
        if self.seen_boottime.is_some_and(is_here) {
            self.seen_boottime = Some(boottime);
        }
    }
}
