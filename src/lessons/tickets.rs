//! The way from the portal to the lesson site (DESIGN.md section 4): a ticket of one use that says
//! which visit a phone has begun, since the two sites share no cookie.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::{Clock, LessonId, Random};

/// A ticket must be used within this time.
const TICKET_LIFE: Duration = Duration::from_mins(1);
/// A used ticket is remembered this long, for phones that load the address again or go back to it.
const USED_LIFE: Duration = Duration::from_mins(30);
/// Tickets in memory; beyond it the oldest go.
const TICKETS_MAX: usize = 4_000;

/// What a ticket opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub visit: String,
    pub label: String,
    pub lesson: LessonId,
    /// Path and query on the lesson site.
    pub target: String,
}

/// What becomes of a phone that shows a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// First use: set the visit's cookie, then show the lesson.
    First(Ticket),
    /// Used before: the lesson for whoever has its cookie, else the lesson's page.
    Again(Ticket),
    /// Unknown, or too late.
    Unknown,
}

struct Held {
    ticket: Ticket,
    made_at: Duration,
    used: bool,
}

pub struct Tickets {
    clock: Clock,
    random: Random,
    held: Mutex<HashMap<String, Held>>,
}

impl Tickets {
    pub fn new(clock: Clock, random: Random) -> Self {
        Self { clock, random, held: Mutex::default() }
    }

    /// Makes a ticket; the word goes into `/enter/{word}`.
    pub fn make(&self, ticket: Ticket) -> String {
        let word = self.random.token();
        let made_at = self.clock.boottime();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= TICKETS_MAX {
            held.retain(|_, held| made_at.saturating_sub(held.made_at) < TICKET_LIFE);
        }
        if held.len() >= TICKETS_MAX {
            let oldest = held.iter().min_by_key(|(_, held)| held.made_at);
            if let Some(oldest) = oldest.map(|(word, _)| word.clone()) {
                held.remove(&oldest);
            }
        }
        held.insert(word.clone(), Held { ticket, made_at, used: false });
        word
    }

    pub fn show(&self, word: &str) -> Shown {
        let now = self.clock.boottime();
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(held) = all.get_mut(word) else { return Shown::Unknown };
        let age = now.saturating_sub(held.made_at);
        if held.used && age < USED_LIFE {
            return Shown::Again(held.ticket.clone());
        }
        if held.used || age >= TICKET_LIFE {
            all.remove(word);
            return Shown::Unknown;
        }
        held.used = true;
        Shown::First(held.ticket.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::UnixMillis;

    fn ticket(number: i64) -> Ticket {
        Ticket {
            visit: "v".into(),
            label: "pkg".into(),
            lesson: LessonId(number),
            target: "/content/pkg/".into(),
        }
    }

    #[test]
    fn the_oldest_tickets_make_room_for_new_ones() {
        let clock = Clock::fixed(UnixMillis(0));
        let tickets = Tickets::new(clock.clone(), Random::seeded(2));
        let first = tickets.make(ticket(0));
        clock.advance(Duration::from_millis(1));
        for number in 1..i64::try_from(TICKETS_MAX).unwrap() {
            tickets.make(ticket(number));
        }
        let last = tickets.make(ticket(-1));
        assert_eq!(tickets.show(&last), Shown::First(ticket(-1)));
        assert_eq!(tickets.show(&first), Shown::Unknown);
    }

    #[test]
    fn a_ticket_is_used_once_and_in_time() {
        let clock = Clock::fixed(UnixMillis(0));
        let tickets = Tickets::new(clock.clone(), Random::seeded(1));
        let ticket = ticket(7);
        let word = tickets.make(ticket.clone());
        assert_eq!(tickets.show(&word), Shown::First(ticket.clone()));
        assert_eq!(tickets.show(&word), Shown::Again(ticket.clone()));
        let late = tickets.make(ticket);
        clock.advance(TICKET_LIFE);
        assert_eq!(tickets.show(&late), Shown::Unknown);
        clock.advance(USED_LIFE);
        assert_eq!(tickets.show(&word), Shown::Unknown);
        assert_eq!(tickets.show("nonsense"), Shown::Unknown);
    }
}
