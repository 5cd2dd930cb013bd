//! Pure decisions about who holds a phone.

use std::time::Duration;

use super::role::Role;

/// A guest's session ends after this, whatever happens (DESIGN.md section 5).
pub const SESSION_MAX: Duration = Duration::from_hours(4);
/// A session of staff ends after this.
pub const STAFF_SESSION_MAX: Duration = Duration::from_hours(12);
/// After this without a use, a technician is asked for the passphrase again.
pub const TECHNICIAN_IDLE_MAX: Duration = Duration::from_mins(15);
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

/// Hexadecimal digits of a card's proof: 80 bits, so that its code stays coarse enough for any camera.
pub const CARD_PROOF_DIGITS: usize = 20;
/// The longest name of a class.
pub const CLASS_NAME_LETTERS_MAX: usize = 40;
/// The longest name of a person.
pub const NAME_LETTERS_MAX: usize = 60;
/// The same in bytes of UTF-8.
pub const NAME_BYTES_MAX: usize = 4 * NAME_LETTERS_MAX;

/// What the next page does with a guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Here,
    /// Away for so long that another child may hold the phone now.
    AskStillYou,
    /// Over: the next page begins a new guest.
    Over,
}

/// `idle` is `None` where the box does not know, since it was off: with something to hide it asks. Staff
/// keep their phone to themselves and are not asked; what needs more care asks for the passphrase.
pub fn standing(
    age: Duration,
    idle: Option<Duration>,
    has_trace: bool,
    role: Option<Role>,
) -> Standing {
    let (age_max, asks) = match role {
        None => (SESSION_MAX, has_trace),
        Some(Role::Learner) => (SESSION_MAX, true),
        Some(Role::Teacher | Role::Head | Role::Technician) => (STAFF_SESSION_MAX, false),
    };
    match idle {
        _ if age >= age_max => Standing::Over,
        _ if !asks => Standing::Here,
        Some(idle) if idle < IDLE_BEFORE_ASKING => Standing::Here,
        _ => Standing::AskStillYou,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_here_asked_or_over() {
        let minutes = Duration::from_mins;
        let (learner, teacher) = (Some(Role::Learner), Some(Role::Teacher));
        let table = [
            (minutes(0), Some(minutes(0)), true, None, Standing::Here),
            (minutes(10), Some(minutes(4)), true, None, Standing::Here),
            (minutes(10), Some(minutes(5)), true, None, Standing::AskStillYou),
            (minutes(10), Some(minutes(9)), false, None, Standing::Here),
            (minutes(10), None, true, None, Standing::AskStillYou),
            (minutes(10), None, false, None, Standing::Here),
            (minutes(240), Some(minutes(0)), true, None, Standing::Over),
            (minutes(10), Some(minutes(4)), false, learner, Standing::Here),
            (minutes(10), Some(minutes(5)), false, learner, Standing::AskStillYou),
            (minutes(240), Some(minutes(0)), false, learner, Standing::Over),
            (minutes(400), Some(minutes(300)), true, teacher, Standing::Here),
            (minutes(720), Some(minutes(0)), true, teacher, Standing::Over),
        ];
        for (age, idle, trace, role, expected) in table {
            assert_eq!(standing(age, idle, trace, role), expected, "{age:?} {idle:?} {role:?}");
        }
    }
}
