//! The desks: which pages each role has, and how the frame around a page names somebody.

use super::role::Role;
use crate::text::Text;
use crate::web::layout::{DeskPage, Who};

/// Where staff see who they are and choose a new passphrase.
pub const OWN_PAGE: &str = "/me";
/// Where a learner says that it is someone else's turn.
const TURN: &str = "/turn";

const fn first(path: &'static str, icon: &'static str, name: fn(&Text) -> &str) -> DeskPage {
    DeskPage { path, icon, name, first: true }
}

const fn more(path: &'static str, icon: &'static str, name: fn(&Text) -> &str) -> DeskPage {
    DeskPage { path, icon, name, first: false }
}

static OF_TECHNICIANS: [DeskPage; 8] = [
    first("/box", "health", |text| text.desk_box()),
    first("/box/people", "people", |text| text.desk_people()),
    first("/box/settings", "settings", |text| text.desk_settings()),
    more("/box/backup", "backup", |text| text.desk_backup()),
    more("/box/restart", "restart", |text| text.desk_restart()),
    more("/box/recovery", "sheet", |text| text.desk_recovery()),
    more("/box/acts", "acts", |text| text.desk_acts()),
    more("/box/help", "help", |text| text.desk_help()),
];

static OF_HEADS: [DeskPage; 5] = [
    first("/teach", "desk", |text| text.desk_teach()),
    first("/teach/classes", "classes", |text| text.desk_classes()),
    first("/teach/staff", "people", |text| text.desk_staff()),
    more("/teach/acts", "acts", |text| text.desk_acts()),
    more("/teach/help", "help", |text| text.desk_help()),
];

static OF_TEACHERS: [DeskPage; 3] = [
    first("/teach", "desk", |text| text.desk_teach()),
    first("/teach/classes", "classes", |text| text.desk_classes()),
    first("/teach/help", "help", |text| text.desk_help()),
];

impl Role {
    /// The pages of this role's desk, in the order of its menu.
    pub fn desk(self) -> &'static [DeskPage] {
        match self {
            Self::Technician => &OF_TECHNICIANS,
            Self::Head => &OF_HEADS,
            Self::Teacher => &OF_TEACHERS,
            Self::Learner => &[],
        }
    }

    /// What people call it.
    pub fn name(self, text: &Text) -> &str {
        match self {
            Self::Technician => text.role_technician(),
            Self::Head => text.role_head(),
            Self::Teacher => text.role_teacher(),
            Self::Learner => text.role_learner(),
        }
    }

    /// Somebody with this role, for the frame around their pages.
    pub fn who<'a>(self, name: &'a str, text: &'a Text) -> Who<'a> {
        let own = if self.is_staff() { OWN_PAGE } else { TURN };
        Who { name, role: self.name(text), desk: self.desk(), own }
    }
}
