//! The pages of whoever looks after staff, with made-up data.

use crate::text::Text;
use crate::web::qr::qr_svg;
use crate::web::samples::{CODE, JOIN, LONG_NAME, PERSON};

use super::role::Role;
use super::staff_views::{
    ActLine, ActsPage, CodePage, Day, InvitePage, PersonPage, QuestionPage, StaffGroup, StaffLine,
    StaffPage, Turning,
};

impl<'a> StaffPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let line = |name: &str, is_you, waits| StaffLine {
            name: name.into(),
            url: "/box/people/7".into(),
            is_you,
            waits,
        };
        let group = |role, people: &[StaffLine]| StaffGroup { role, people: people.to_vec() };
        let all = vec![
            group(Role::Technician, &[line(PERSON, true, false)]),
            group(Role::Head, &[line(LONG_NAME, false, false)]),
            group(Role::Teacher, &[line(PERSON, false, true), line(LONG_NAME, false, false)]),
        ];
        let page = Role::Technician.sample(text, "/box/people");
        let head = Role::Head.sample(text, "/teach/staff");
        let (invite_url, none) = ("/box/people/invite", vec![group(Role::Teacher, &[])]);
        vec![
            Self { page, is_whole_box: true, groups: all, invite_url, removed: true },
            Self { page: head, is_whole_box: false, groups: none, invite_url, removed: false },
        ]
    }
}

impl<'a> InvitePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Role::Technician.sample(text, "/box/people/invite");
        let roles = vec![Role::Teacher, Role::Head, Role::Technician];
        let head = Role::Head.sample(text, "/teach/staff/invite");
        vec![Self { page, roles }, Self { page: head, roles: vec![Role::Teacher] }]
    }
}

impl<'a> CodePage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let sample = |heading: String, joins| Self {
            page: Role::Head.sample(text, "/teach/staff/invite"),
            heading,
            letters: CODE.into(),
            qr: qr_svg("http://chalkbox.lan/join?code=ABCDEFGH"),
            address: JOIN.into(),
            joins,
            done_url: "/teach/staff",
        };
        let invited = text.code_invite_title(Role::Teacher.name(text));
        vec![sample(invited, true), sample(text.code_reset_title(PERSON), false)]
    }
}

impl<'a> PersonPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let sample = |name, waits| Self {
            page: Role::Technician.sample(text, "/box/people/7"),
            name,
            role: Role::Head,
            waits,
            reset_url: "/box/people/7/reset".into(),
            remove_url: "/box/people/7/remove".into(),
        };
        vec![sample(PERSON, false), sample(LONG_NAME, true)]
    }
}

impl<'a> QuestionPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let reset = Self {
            page: Role::Head.sample(text, "/teach/staff/7/reset"),
            heading: text.reset_title(PERSON),
            follows: vec![text.reset_old(), text.reset_out(), text.reset_code()],
            yes: text.reset_yes(),
            icon: "key",
            grave: false,
            action: "/teach/staff/7/reset".into(),
            no_url: "/teach/staff/7".into(),
        };
        let remove = Self {
            page: Role::Technician.sample(text, "/box/people/7/remove"),
            heading: text.remove_title(LONG_NAME),
            follows: vec![text.remove_in(), text.reset_out(), text.remove_stays()],
            yes: text.remove_yes(),
            icon: "remove",
            grave: true,
            action: "/box/people/7/remove".into(),
            no_url: "/box/people/7".into(),
        };
        vec![reset, remove]
    }
}

impl<'a> ActsPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let line = |time: &str, who: &str, role: Option<Role>, what: String| ActLine {
            time: time.into(),
            who: who.into(),
            role: role.map(|role| role.name(text).into()),
            what,
        };
        let head = Some(Role::Head);
        let day = |date: &str, lines| Day { date: date.into(), lines };
        let today = vec![
            line("10:12", PERSON, head, text.act_invited(Role::Teacher.name(text))),
            line("10:05", LONG_NAME, head, text.act_signed_in().into()),
            line("09:00", text.acts_box(), None, text.act_set_up().into()),
        ];
        let before = vec![line("15:40", text.acts_gone(), head, text.act_reset(PERSON))];
        let days = vec![day("2026-11-25", today), day("2026-11-24", before)];
        let page = Role::Head.sample(text, "/teach/acts");
        let next = Some("/teach/acts?page=1".into());
        vec![
            Self { page, days, pages: Turning { previous: None, next } },
            Self { page, days: Vec::new(), pages: Turning::default() },
        ]
    }
}
