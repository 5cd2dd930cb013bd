//! Pure decisions about guests.

use std::time::Duration;

/// A guest's session ends after this, whatever happens (DESIGN.md section 5).
pub const SESSION_MAX: Duration = Duration::from_hours(4);
/// After this without a sign of life the box asks "Still you?".
pub const IDLE_BEFORE_ASKING: Duration = Duration::from_mins(5);
/// A place that nobody came back to goes after this.
pub const PLACE_KEPT: Duration = Duration::from_hours(24 * 120);
/// Guests remembered in memory; the one seen longest ago goes first, its places stay on the disk.
pub const GUESTS_MAX: usize = 2_000;
/// Lessons whose places are kept for one child.
pub const PLACES_MAX: usize = 50;
/// Wrong pictures that the whole box bears in a minute: all 1,728 threes take half an hour.
pub const WRONG_PICTURES_PER_MINUTE: u32 = 60;

/// What the next page does with a guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Here,
    /// Away for so long that another child may hold the phone now.
    AskStillYou,
    /// Over: the next page begins a new guest.
    Over,
}

/// `idle` is `None` where the box does not know, since it was off: with something to hide it asks.
pub fn standing(age: Duration, idle: Option<Duration>, has_trace: bool) -> Standing {
    match idle {
        _ if age >= SESSION_MAX => Standing::Over,
        _ if !has_trace => Standing::Here,
        Some(idle) if idle < IDLE_BEFORE_ASKING => Standing::Here,
        _ => Standing::AskStillYou,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_is_here_asked_or_over() {
        let minutes = Duration::from_mins;
        let table = [
            (minutes(0), Some(minutes(0)), true, Standing::Here),
            (minutes(10), Some(minutes(4)), true, Standing::Here),
            (minutes(10), Some(minutes(5)), true, Standing::AskStillYou),
            (minutes(10), Some(minutes(9)), false, Standing::Here),
            (minutes(10), None, true, Standing::AskStillYou),
            (minutes(10), None, false, Standing::Here),
            (minutes(240), Some(minutes(0)), true, Standing::Over),
        ];
        for (age, idle, trace, expected) in table {
            assert_eq!(standing(age, idle, trace), expected, "{age:?} {idle:?} {trace}");
        }
    }
}
