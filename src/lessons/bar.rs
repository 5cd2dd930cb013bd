//! The bar in foreign pages: "back" and "someone else's turn", put in while a page is sent.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::http::HeaderValue;
use bytes::Bytes;

use super::entries::FoundBytes;
use super::players::render_bar;
use crate::base::LessonId;
use crate::formats::html_text::{frame_targets, insert_bar_at};
use crate::text::{Direction, Text};
use crate::web::files::{Part, Source};
use crate::web::sites::{Came, Sites};
use crate::web::{Fault, assets};

/// The query word that marks what a frame of the package shows: it gets no bar and counts as no page.
pub const FRAME_MARK: &str = "chalkframe";

/// A rendered bar is the same for all pages of a lesson in a language: this many are kept.
const BARS_KEPT: usize = 64;

/// The portal, the language and its words (an imported sheet may change them), the lesson to go back to.
type Key = (String, Arc<str>, Direction, [String; 2], Option<LessonId>);
type Kept = HashMap<Key, Bytes>;
static BARS: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// Puts bars into the pages of one lesson.
pub struct Bars<'a> {
    pub sites: &'a Sites,
    pub came: &'a Came,
    pub lesson: Option<LessonId>,
    /// Goes in behind the bar; only where this visit is counted.
    pub beacon: Option<Bytes>,
}

/// What tells `/state/{lesson}` how long a page was in view. Well-formed for XHTML pages, too. A file
/// that phones keep, rather than words in each page: pages are what a box sends all day.
pub fn beacon(lesson: LessonId, token: &str) -> Bytes {
    let script = assets::url("beat.js");
    Bytes::from(format!(
        "<script id=\"chalkbeat\" defer=\"defer\" src=\"{script}\" data-beat=\"/state/{lesson}\" \
         data-token=\"{token}\"></script>"
    ))
}

impl Bars<'_> {
    /// The page with its bar and its frames marked; what is no page to insert into stays as it is.
    pub fn insert(&self, found: FoundBytes, text: &Text) -> Result<FoundBytes, Fault> {
        let Source::Held(page) = &found.source else { return Ok(found) };
        if found.gzip {
            return Ok(found);
        }
        let Some(at) = insert_bar_at(page) else { return Ok(found) };
        let bar = self.bar(text)?;
        let mut cuts = vec![(at, bar)];
        cuts.extend(self.beacon.clone().map(|beacon| (at, beacon)));
        for target in frame_targets(page) {
            let value = page.get(target.value.clone()).unwrap_or_default();
            let end = value.iter().position(|byte| *byte == b'#').unwrap_or(value.len());
            let mark = if value[..end].contains(&b'?') { "&" } else { "?" };
            let mark = Bytes::from(format!("{mark}{FRAME_MARK}"));
            cuts.push((target.value.start + end, mark));
        }
        cuts.sort_by_key(|(at, _)| *at);
        let tag = format!("{}-{}", found.tag, text.lang);
        Ok(FoundBytes { source: splice(page, cuts), tag, ..found })
    }

    pub fn bar(&self, text: &Text) -> Result<Bytes, Fault> {
        let portal = self.sites.portal_url(self.came);
        let words = [text.player_back(), text.player_turn()].map(str::to_owned);
        let key = (portal.clone(), Arc::clone(&text.lang), text.dir, words, self.lesson);
        if let Some(bar) = BARS.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(bar.clone());
        }
        let back = match self.lesson {
            Some(lesson) => format!("{portal}/lessons/{lesson}"),
            None => format!("{portal}/"),
        };
        let bar = Bytes::from(render_bar(text, &back, &format!("{portal}/turn"))?);
        let mut kept = BARS.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= BARS_KEPT {
            kept.clear();
        }
        kept.insert(key, bar.clone());
        Ok(bar)
    }
}

/// The page with something put in at each place, without copying the page.
fn splice(page: &Bytes, cuts: Vec<(usize, Bytes)>) -> Source {
    let mut parts = Vec::with_capacity(2 * cuts.len() + 1);
    let mut from = 0;
    for (at, put_in) in cuts {
        let at = at.clamp(from, page.len());
        parts.push(Part::Held(page.slice(from..at)));
        parts.push(Part::Held(put_in));
        from = at;
    }
    parts.push(Part::Held(page.slice(from..)));
    Source::Parts(parts)
}

/// The policy for everything that a package shows (facts/formats.md, section 5): its own host only.
pub const CONTENT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'self'; \
     frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
);

/// A player's page is ours and has one form, "I am done", whose answer leads to the portal: browsers
/// follow it there only if the policy names the portal too.
pub fn player_policy(portal: &str) -> HeaderValue {
    let own = CONTENT_POLICY;
    let policy = own.to_str().unwrap_or_default();
    let policy = policy.replace("form-action 'self'", &format!("form-action 'self' {portal}"));
    HeaderValue::from_str(&policy).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_players_form_may_lead_to_the_portal_and_nowhere_else() {
        let policy = player_policy("http://chalkbox.lan");
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("; form-action 'self' http://chalkbox.lan; "), "{policy}");
        assert_eq!(policy.replace(" http://chalkbox.lan", ""), CONTENT_POLICY.to_str().unwrap());
    }

    #[test]
    fn things_are_put_in_at_their_places() {
        let page = Bytes::from_static(b"0123456789");
        let put = |at, text: &'static str| (at, Bytes::from_static(text.as_bytes()));
        let Source::Parts(parts) = splice(&page, vec![put(2, "a"), put(2, "b"), put(10, "c")])
        else {
            panic!("it is in parts")
        };
        let text: Vec<u8> = parts
            .into_iter()
            .flat_map(|part| match part {
                Part::Held(bytes) => bytes.to_vec(),
                Part::InFile(_) => panic!("nothing lies in a file"),
            })
            .collect();
        assert_eq!(text, b"01ab23456789c");
    }
}
