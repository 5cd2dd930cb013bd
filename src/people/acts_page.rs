//! What staff did, for whoever may see it: the technician and the head, each at their own desk.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;

use super::acts::{self, Act, Done};
use super::gates::{Gated, Gates, Passes};
use super::pages::People;
use super::role::Role;
use super::staff_views::{ActLine, ActsPage, Day, Turning, setting};
use crate::text::Text;
use crate::web::{Ask, Fault, page};

/// Acts on one page.
const ACTS_SHOWN: u32 = 30;
/// Pages that can be turned to: far more than a year has.
const PAGES_MAX: u32 = 10_000;

pub fn routes(people: &Arc<People>, path: &'static str, passes: Passes) -> Gated {
    Gates::new(people).get(path, passes, show).with_state(Arc::clone(people))
}

async fn show(
    State(people): State<Arc<People>>,
    request: Request,
) -> Result<Response<Body>, Fault> {
    let (ask, _) = people.ask(request)?;
    let present = people.present(&ask).await?;
    let reader = present.actor.role().ok_or(Fault::Forbidden)?;
    let number = ask.query("page").and_then(|page| page.parse().ok()).unwrap_or(0).min(PAGES_MAX);
    let offset = number * ACTS_SHOWN;
    // One more tells whether there is a next page.
    let mut found = people
        .guests
        .school
        .read(move |school| acts::newest(school, offset, ACTS_SHOWN + 1))
        .await?;
    let shown = usize::try_from(ACTS_SHOWN).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    found.truncate(shown);
    let path = ask.path.split('?').next().unwrap_or_default();
    let address = |number: u32| format!("{path}?page={number}");
    let pages = Turning {
        previous: number.checked_sub(1).map(address),
        next: more.then(|| address(number + 1)),
    };
    let view = ActsPage { page: present.layout(&ask), days: days(&ask, &found, reader), pages };
    Ok(present.finish(&ask, page(&view)?))
}

fn days(ask: &Ask, found: &[Done], reader: Role) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for done in found {
        let (date, time) = ask.date_and_time(done.at);
        let line = line(&ask.text, done, time, reader);
        match days.last_mut() {
            Some(day) if day.date == date => day.lines.push(line),
            _ => days.push(Day { date, lines: vec![line] }),
        }
    }
    days
}

fn line(text: &Text, done: &Done, time: String, reader: Role) -> ActLine {
    let role = done.role.parse::<Role>().ok();
    let nameless = if role.is_some() { text.acts_gone() } else { text.acts_box() };
    ActLine {
        time,
        who: done.who.clone().unwrap_or_else(|| nameless.to_owned()),
        role: role.map(|role| role.name(text).to_owned()),
        what: sentence(text, done, reader),
    }
}

/// What was done, in the reader's language. A technician cares for the box, not for children: to them a
/// learner has no name.
fn sentence(text: &Text, done: &Done, reader: Role) -> String {
    let hidden = reader == Role::Technician && done.whom_role.as_deref() == Some("learner");
    let whom = match &done.whom {
        Some(_) if hidden => text.acts_learner(),
        Some(name) => name,
        None => text.acts_gone(),
    };
    let detail = done.detail.as_str();
    let role = detail.parse::<Role>().map_or(detail, |role| role.name(text));
    let Some(act) = Act::from_word(&done.what) else { return done.what.clone() };
    match act {
        Act::SetUp => text.act_set_up().into(),
        Act::SignedIn => text.act_signed_in().into(),
        Act::Invited => text.act_invited(role),
        Act::Joined => text.act_joined().into(),
        Act::Reset => text.act_reset(whom),
        Act::NewPassphrase => text.act_new_passphrase().into(),
        Act::SignedOutEverywhere => text.act_signed_out_everywhere().into(),
        Act::Removed => text.act_removed(role),
        Act::SheetMade => text.act_sheet_made().into(),
        Act::Recovered => text.act_recovered().into(),
        Act::ClassMade => text.act_class_made(detail),
        Act::ClassRenamed => text.act_class_renamed(detail),
        Act::ClassRemoved => text.act_class_removed(detail),
        Act::LearnersAdded => text.act_learners_added(detail),
        Act::LearnerChanged => text.act_learner_changed(whom),
        Act::Forgotten => text.act_forgotten().into(),
        Act::CardsPrinted => text.act_cards_printed(detail),
        Act::SettingChanged => text.act_setting_changed(setting(detail, text)),
        Act::BackedUp => text.act_backed_up().into(),
        Act::Restarted => text.act_restarted().into(),
    }
}
