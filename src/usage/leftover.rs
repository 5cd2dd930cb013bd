//! What an earlier run left behind: visits open at a power cut, and cookies that still count.

use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::event::{Ended, Event, Fact};
use super::journal::{Person, TicketRow, TokenKey};
use super::queue::{Entry, Need};
use super::rules::{TICKET_LIFE_MS, Tally};
use super::running::Usage;
use super::terms::{DeviceClass, EndReason, Mark, Origin};
use super::tickets::{Live, Place, Ticket, VISITS_OPEN_MAX};
use super::{ActorKey, LessonRef};
use crate::base::UnixMillis;
use crate::store::StoreError;

pub(super) struct Earlier {
    pub key: Option<[u8; 32]>,
    pub last_visit: i64,
    /// Of the last server.
    pub version: Option<String>,
    pub unclean: Option<Unclean>,
    pub tickets: Vec<OldTicket>,
}

/// A server's run that has no orderly end.
pub(super) struct Unclean {
    run_id: String,
    minutes_on: u64,
    seen: UnixMillis,
}

pub(super) struct OldTicket {
    row: TicketRow,
    person: Person,
    lesson: LessonRef,
    device: DeviceClass,
    mark: Mark,
}

pub(super) fn read(conn: &Connection) -> Result<Earlier, StoreError> {
    let key = conn
        .query_row("select key from pseudonym_key order by number desc limit 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    let last_visit =
        conn.query_row("select coalesce(max(number), 0) from visit", [], |row| row.get(0))?;
    let last_version = "select version from run where serving = 1 order by number desc limit 1";
    let version = conn.query_row(last_version, [], |row| row.get(0)).optional()?;
    let unclean = conn
        .query_row(include_str!("sql/find_unclean_run.sql"), [], |row| {
            let minutes: i64 = row.get("minutes_on")?;
            Ok(Unclean {
                run_id: row.get("run_id")?,
                minutes_on: u64::try_from(minutes).unwrap_or(0),
                seen: UnixMillis(row.get("marked_wall_ms")?),
            })
        })
        .optional()?;
    let tickets = conn
        .prepare(include_str!("sql/list_tickets.sql"))?
        .query_map([], old_ticket)?
        .collect::<Result<_, _>>()?;
    Ok(Earlier { key, last_visit, version, unclean, tickets })
}

fn old_ticket(row: &Row<'_>) -> rusqlite::Result<OldTicket> {
    Ok(OldTicket {
        row: TicketRow {
            key: TokenKey(row.get("token_key")?),
            actor: ActorKey(row.get::<_, String>("actor")?.into()),
            visit: row.get("visit")?,
            seen: UnixMillis(row.get("seen_wall_ms")?),
            state: row.get("state")?,
        },
        person: Person(row.get("person")?),
        lesson: lesson_of(row)?,
        device: row.get("device")?,
        mark: row.get("mark")?,
    })
}

/// What an open visit had come to. One that makes no sense still ends, with nothing counted.
fn written_tally(state: &str) -> Tally {
    serde_json::from_str(state).unwrap_or_else(|error| {
        tracing::error!(error = %error, "what a visit had come to cannot be read");
        Tally::default()
    })
}

/// A lesson from the columns of `lesson_seen`.
pub(super) fn lesson_of(row: &Row<'_>) -> rusqlite::Result<LessonRef> {
    let length: Option<i64> = row.get("length")?;
    Ok(LessonRef {
        id: row.get("lesson")?,
        package: row.get("package")?,
        activity: row.get("activity")?,
        title: row.get("title")?,
        kind: row.get("kind")?,
        language: row.get("language")?,
        subject: row.get("subject")?,
        mime: row.get("mime")?,
        length: length.and_then(|length| u64::try_from(length).ok()),
    })
}

impl Usage {
    /// Ends the visits that are still open, at the time they were last seen, and takes over the cookies
    /// that still count. Their next use begins a new visit.
    pub(super) fn end_what_was_left(&self, earlier: Earlier) {
        let at = self.stamp();
        if let Some(unclean) = earlier.unclean {
            let Unclean { run_id, minutes_on, seen } = unclean;
            self.journal.event(at, Need::Needed, None, Fact::Unclean { run_id, minutes_on, seen });
        }
        let mut tickets = self.tickets_mut();
        // Newest first: those beyond the limit are forgotten.
        for (index, mut old) in earlier.tickets.into_iter().enumerate() {
            let state = old.row.state.take();
            let (key, visit, seen) = (old.row.key, old.row.visit, old.row.seen);
            let actor = old.row.actor.clone();
            // A clock that stepped back says nothing about age.
            let age_ms = at.wall.since(seen).as_millis();
            let counts = index < VISITS_OPEN_MAX && age_ms < u128::from(TICKET_LIFE_MS);
            let after = if counts { Entry::Keep(old.row) } else { Entry::Forget(key) };
            let tally = state.map(|state| written_tally(&state));
            let last = tally.clone().unwrap_or_default();
            match tally {
                Some(tally) => {
                    let ended = Box::new(Ended { why: EndReason::PowerCut, seen, tally });
                    let fact = Fact::End(ended);
                    let end = Entry::Event(Event { at, visit: Some(visit), fact });
                    self.journal.queue.push(at, Need::Needed, [end, after]);
                }
                None if counts => {}
                None => {
                    self.journal.queue.push(at, Need::Needed, [after]);
                }
            }
            if counts {
                let live = Live {
                    token: None,
                    origin: Origin::Resumed,
                    group: last.group,
                    place: Place { page: last.page, position_ms: last.position_ms },
                    seen_boot_ms: at.boot_ms,
                    seen_wall: seen,
                    last_visit: visit,
                    visit: None,
                };
                tickets.insert(
                    key,
                    Arc::new(Ticket {
                        key,
                        actor,
                        person: old.person,
                        lesson: Arc::new(old.lesson),
                        device: old.device,
                        mark: old.mark,
                        live: Mutex::new(live),
                    }),
                );
            }
        }
    }
}
