//! `/teach/staff`: a head's teachers.

use std::sync::Arc;

use super::overview::HEADS;
use crate::people::People;
use crate::people::gates::Gated;
use crate::people::staff::{self, StaffDesk};

static STAFF: StaffDesk = StaffDesk {
    passes: HEADS,
    list: "/teach/staff",
    invite: "/teach/staff/invite",
    person: "/teach/staff/{id}",
    reset: "/teach/staff/{id}/reset",
    remove: "/teach/staff/{id}/remove",
};

pub(super) fn routes(people: &Arc<People>) -> Gated {
    staff::routes(people, &STAFF)
}
