//! Open visits: what pages call. All of it happens in memory; the journal's thread does the writing.

use std::sync::{Arc, Mutex};

use super::event::{Ended, Event, Fact, Stamp};
use super::journal::{Begin, Person};
use super::queue::{Entry, Need};
use super::rules::{self, Meeting, PageNote, Tally, Watch};
use super::running::Usage;
use super::terms::{EndReason, Origin, Sign};
use super::tickets::{
    Live, NewVisit, OpenVisit, Place, Ticket, Tickets, VISITS_OPEN_MAX, VisitView, token_key,
};
use super::{ActorKey, Beat, VisitToken};

/// Longer page paths are cut for the journal.
const PAGE_PATH_BYTES_MAX: usize = 300;

/// Without what follows `?` or `#`, where search words would be; cut at a limit.
fn page_path(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    &path[..path.floor_char_boundary(PAGE_PATH_BYTES_MAX)]
}

impl Usage {
    /// Opens a lesson for someone: joins the visit that is open in another tab, or begins one and ends
    /// the earlier visit of the same package. The token goes into the package's cookie.
    pub fn begin_visit(&self, new: NewVisit) -> VisitToken {
        let at = self.stamp();
        let person = self.person(&new.actor);
        let mut tickets = self.tickets_mut();
        if let Some(token) = self.meet_earlier(&mut tickets, person, &new, at) {
            return token;
        }
        self.make_room(&mut tickets, at);
        let token = VisitToken::draw(&self.random);
        let ticket = Arc::new(Ticket {
            key: token_key(&token),
            actor: new.actor,
            person,
            lesson: new.lesson,
            device: new.device,
            mark: new.mark,
            live: Mutex::new(Live {
                token: Some(token),
                origin: new.origin,
                group: new.group_size.and_then(rules::group_size),
                place: Place::default(),
                seen_boot_ms: at.boot_ms,
                seen_wall: at.wall,
                last_visit: 0,
                visit: None,
            }),
        });
        self.begin(&ticket, &mut ticket.lock(), at);
        tickets.insert(ticket.key, ticket);
        token
    }

    /// The token of the open visit that `new` joins, if any; ends what it replaces.
    fn meet_earlier(
        &self,
        tickets: &mut Tickets,
        person: Person,
        new: &NewVisit,
        at: Stamp,
    ) -> Option<VisitToken> {
        let same = |ticket: &&Arc<Ticket>| ticket.person == person;
        let earlier: Vec<_> = tickets.values().filter(same).cloned().collect();
        for ticket in earlier {
            let mut live = ticket.lock();
            match rules::meeting((&ticket.lesson, ticket.mark), (&new.lesson, new.mark)) {
                Meeting::Beside => continue,
                Meeting::Joins if live.can_be_joined(at) => {
                    if let Some(size) = new.group_size.and_then(rules::group_size) {
                        self.note_group(&ticket, &mut live, size, at);
                    }
                    return live.token;
                }
                Meeting::Joins | Meeting::Ends => {
                    self.close(&ticket, &mut live, EndReason::OtherLesson, at, true);
                }
            }
            tickets.remove(&ticket.key);
        }
        None
    }

    fn make_room(&self, tickets: &mut Tickets, at: Stamp) {
        while tickets.len() >= VISITS_OPEN_MAX {
            let oldest = tickets.values().min_by_key(|ticket| ticket.lock().seen_boot_ms).cloned();
            let Some(oldest) = oldest else { return };
            self.close(&oldest, &mut oldest.lock(), EndReason::Crowded, at, true);
            tickets.remove(&oldest.key);
        }
    }

    /// Begins a visit for a ticket that has none open. When the journal is full none begins: the next
    /// use tries again. While Chalkbox stops, none begins either.
    fn begin(&self, ticket: &Ticket, live: &mut Live, at: Stamp) {
        if self.is_stopping() {
            return;
        }
        let number = self.next_visit();
        let tally = Tally { group: live.group, ..Tally::default() };
        let origin = if live.last_visit == 0 { live.origin } else { Origin::Resumed };
        let before = std::mem::replace(&mut live.last_visit, number);
        (live.seen_boot_ms, live.seen_wall) = (at.boot_ms, at.wall);
        live.visit = Some(OpenVisit {
            number,
            watch: Watch::begin(at.boot_ms),
            tally,
            unsaved: false,
            told_boot_ms: at.boot_ms,
            told_active_ms: 0,
        });
        let begin = Begin {
            at,
            number,
            person: ticket.person,
            lesson: Arc::clone(&ticket.lesson),
            device: ticket.device,
            mark: ticket.mark,
            origin,
            ticket: ticket.row(live),
        };
        if !self.journal.queue.push(at, Need::Needed, [Entry::Begin(Box::new(begin))]) {
            (live.visit, live.last_visit) = (None, before);
        }
    }

    /// Ends a ticket's visit, if one is open, at the time it was last used. With `forget` the cookie
    /// counts no more; otherwise its next use begins a new visit.
    pub(super) fn close(
        &self,
        ticket: &Ticket,
        live: &mut Live,
        why: EndReason,
        at: Stamp,
        forget: bool,
    ) {
        // Whatever ends it now, a visit that nobody used for so long had ended before.
        let why = if live.is_idle(at) { EndReason::Idle } else { why };
        let ended = live.visit.take().map(|visit| {
            let ended = Ended { why, seen: live.seen_wall, tally: visit.tally };
            Entry::Event(Event { at, visit: Some(visit.number), fact: Fact::End(Box::new(ended)) })
        });
        let after = if forget { Entry::Forget(ticket.key) } else { Entry::Keep(ticket.row(live)) };
        let queue = &self.journal.queue;
        match ended {
            Some(end) => queue.push(at, Need::Needed, [end, after]),
            None => queue.push(at, Need::Needed, [after]),
        };
    }

    /// Runs `change` on the cookie's open visit. If the last has ended, begins one, unless what
    /// happened is no sign of a person.
    fn with_visit<T>(
        &self,
        token: &VisitToken,
        is_use: bool,
        change: impl FnOnce(&Ticket, &mut Live, Stamp) -> Option<T>,
    ) -> Option<T> {
        let tickets = self.tickets();
        let ticket = tickets.get(&token_key(token))?;
        let at = self.stamp();
        let mut live = ticket.lock();
        if live.is_idle(at) {
            self.close(ticket, &mut live, EndReason::Idle, at, false);
        }
        if live.visit.is_none() && is_use {
            self.begin(ticket, &mut live, at);
        }
        change(ticket, &mut live, at)
    }

    /// What a cookie stands for; none if it is not, or no longer, one that counts.
    pub fn visit(&self, token: &VisitToken) -> Option<VisitView> {
        let tickets = self.tickets();
        let ticket = tickets.get(&token_key(token))?;
        let live = ticket.lock();
        Some(VisitView {
            lesson: Arc::clone(&ticket.lesson),
            person: ticket.person,
            actor: ticket.actor.clone(),
            mark: ticket.mark,
            group_size: live.group,
            place: live.place.clone(),
        })
    }

    /// A page of the lesson was opened, or with an empty path its player. False: the cookie does not count.
    pub fn page_seen(&self, token: &VisitToken, path: &str) -> bool {
        let path = page_path(path);
        self.with_visit(token, true, |_, live, at| {
            let visit = live.visit.as_mut()?;
            let note = visit.tally.page_seen(&mut visit.watch, at.boot_ms, path);
            visit.unsaved = true;
            (live.seen_boot_ms, live.seen_wall) = (at.boot_ms, at.wall);
            self.note_page(live, note, path, at);
            Some(())
        })
        .is_some()
    }

    fn note_page(&self, live: &mut Live, note: PageNote, path: &str, at: Stamp) {
        let Some(visit) = live.visit.as_ref() else { return };
        if note != PageNote::None {
            live.place.page = Some(path.to_owned());
        }
        if note == PageNote::Listed {
            let fact = Fact::Page { path: path.to_owned() };
            self.journal.event(at, Need::Detail, Some(visit.number), fact);
        }
    }

    /// A page told how long it was in front. False: the cookie does not count.
    pub fn beat(&self, token: &VisitToken, beat: &Beat) -> bool {
        self.with_visit(token, beat.active_ms > 0, |ticket, live, at| {
            let visit = live.visit.as_mut()?;
            let note = visit.tally.beat(&mut visit.watch, at.boot_ms, beat);
            visit.unsaved = true;
            if beat.active_ms > 0 {
                (live.seen_boot_ms, live.seen_wall) = (at.boot_ms, at.wall);
            }
            live.place.position_ms = visit.tally.position_ms.or(live.place.position_ms);
            if let Some((note, page)) = note.zip(beat.page) {
                self.note_page(live, note, &page.to_string(), at);
            }
            if let Some(sign) = Tally::own_sign(ticket.lesson.kind) {
                self.note_done(ticket, live, sign, at);
            }
            Some(())
        })
        .is_some()
    }

    /// Something showed that the lesson was completed; true if by its rules it now is.
    pub fn completed(&self, token: &VisitToken, sign: Sign) -> bool {
        self.with_visit(token, true, |ticket, live, at| {
            Some(self.note_done(ticket, live, sign, at))
        })
        .unwrap_or(false)
    }

    fn note_done(&self, ticket: &Ticket, live: &mut Live, sign: Sign, at: Stamp) -> bool {
        let Some(visit) = live.visit.as_mut() else { return false };
        if visit.tally.complete(&ticket.lesson, sign) {
            self.note_and_keep(ticket, live, Fact::Done(sign), at);
        }
        live.visit.as_ref().is_some_and(|visit| visit.tally.done.is_some())
    }

    fn note_group(&self, ticket: &Ticket, live: &mut Live, people: u8, at: Stamp) {
        live.group = Some(people);
        let Some(visit) = live.visit.as_mut() else { return };
        if visit.tally.group.replace(people) != Some(people) {
            self.note_and_keep(ticket, live, Fact::Group(people), at);
        }
    }

    /// An event and what the visit came to by it, in one transaction: a power cut after it cannot make
    /// the visit's end tell otherwise.
    fn note_and_keep(&self, ticket: &Ticket, live: &mut Live, fact: Fact, at: Stamp) {
        let event = Event { at, visit: Some(live.last_visit), fact };
        let keep = Entry::Keep(ticket.row(live));
        self.journal.queue.push(at, Need::Needed, [Entry::Event(event), keep]);
    }

    /// Ends a visit; its cookie counts no more.
    pub fn end_visit(&self, token: &VisitToken, why: EndReason) {
        let at = self.stamp();
        if let Some(ticket) = self.tickets_mut().remove(&token_key(token)) {
            self.close(&ticket, &mut ticket.lock(), why, at, true);
        }
    }

    /// Ends all visits of one person: "someone else's turn", or a session that is over.
    pub fn end_all_of(&self, actor: &ActorKey, why: EndReason) {
        let (at, person) = (self.stamp(), self.person(actor));
        self.tickets_mut().retain(|_, ticket| {
            let theirs = ticket.person == person;
            if theirs {
                self.close(ticket, &mut ticket.lock(), why, at, true);
            }
            !theirs
        });
    }
}
