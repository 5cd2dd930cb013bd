//! One request, as pages see it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName, Uri};

use super::cookies;
use super::fault::Fault;
use super::guard::{Origin, Secret, may_change};
use super::layout::Layout;
use super::sites::{Came, Sites};
use crate::base::{Clock, Random, UnixMillis};
use crate::config::{Config, Settings};
use crate::text::{Text, Texts, Wish, choose};

/// Our longest form has a few short fields.
const FORM_BYTES_MAX: usize = 16 << 10;
/// A phone that left in the midst of a form is never heard of again: its connection must not stay.
const FORM_WAIT: Duration = Duration::from_secs(30);
const LOCAL_PATH_BYTES_MAX: usize = 1_000;

/// The cookie that keeps a phone's choice of language; it says nothing of the child.
pub const LANGUAGE_COOKIE: &str = "lang";
/// For how long: a year.
pub const LANGUAGE_KEPT_SECS: u32 = 365 * 24 * 3600;
/// The cookie of a guest's session.
pub const GUEST_COOKIE: &str = "guest";

/// What is handed to every part's pages.
pub struct Services {
    pub clock: Clock,
    pub random: Random,
    pub settings: Arc<Settings>,
    pub sites: Sites,
    pub texts: Arc<Texts>,
    pub secret: Secret,
}

/// Put into each request by the dispatch of hosts.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub came: Arc<Came>,
    /// From this machine itself.
    pub local: bool,
    /// In memory for the time of the request and of counting failures; written nowhere.
    pub phone: IpAddr,
}

/// A request, with its language chosen.
pub struct Ask {
    pub arrival: Arrival,
    /// The settings while this request is answered.
    pub config: Arc<Config>,
    pub text: Arc<Text>,
    headers: HeaderMap,
    /// Path and query on this site.
    pub path: String,
    /// `?lang=` was there: the choice is to be kept.
    pub language_asked: bool,
    query: String,
}

impl Services {
    /// `None` only for a request that no listener of ours dispatched.
    pub fn ask(&self, parts: &Parts) -> Option<Ask> {
        self.read(&parts.extensions, &parts.uri, &parts.headers)
    }

    /// `ask` for whoever lets the request go on.
    pub fn ask_of(&self, request: &Request) -> Option<Ask> {
        self.read(request.extensions(), request.uri(), request.headers())
    }

    fn read(&self, extensions: &Extensions, uri: &Uri, headers: &HeaderMap) -> Option<Ask> {
        let arrival = extensions.get::<Arrival>()?.clone();
        let query = uri.query().unwrap_or_default().to_owned();
        let asked = query_value(&query, "lang");
        let text = self.text_for(headers, asked.as_deref());
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let (config, headers) = (self.settings.now(), headers.clone());
        let language_asked = asked.is_some();
        Some(Ask { arrival, config, text, headers, path, language_asked, query })
    }

    /// The words for a phone: what it asks for, chose before, or is set to.
    pub fn text_for(&self, headers: &HeaderMap, asked: Option<&str>) -> Arc<Text> {
        let accept = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let cookie = cookies::read(headers, LANGUAGE_COOKIE);
        let names = self.texts.names();
        let known: Vec<&str> = names.iter().map(|language| &*language.tag).collect();
        let wish = Wish { query: asked, cookie, accept_language: accept };
        self.texts.get(&choose(wish, &self.settings.now().box_language, &known))
    }

    /// The token that this session's forms carry.
    pub fn form_token(&self, session: &str) -> String {
        self.secret.sign("form", &[session])
    }

    /// Whether this request may change something on behalf of `session`.
    pub fn may_change(&self, ask: &Ask, session: &str, token: &str) -> bool {
        let own = ask.arrival.came.origin(&self.sites);
        let holds = self.secret.proves("form", &[session], token);
        may_change(ask.origin(), &own, holds, true)
    }
}

impl Ask {
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookies::read(&self.headers, name)
    }

    pub fn query(&self, name: &str) -> Option<String> {
        query_value(&self.query, name)
    }

    pub fn origin(&self) -> Origin<'_> {
        match self.headers.get(ORIGIN) {
            None => Origin::Missing,
            // What is no text is surely not ours.
            Some(value) => Origin::Is(value.to_str().unwrap_or("null")),
        }
    }

    pub fn host(&self) -> Option<&str> {
        self.header(&HOST)
    }

    /// An instant in the box's time zone: `2026-11-25` and `09:00`.
    pub fn date_and_time(&self, at: UnixMillis) -> (String, String) {
        let zone =
            jiff::tz::TimeZone::get(&self.config.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let Ok(at) = jiff::Timestamp::from_millisecond(at.0) else { return Default::default() };
        let local = zone.to_datetime(at);
        (local.strftime("%Y-%m-%d").to_string(), local.strftime("%H:%M").to_string())
    }

    /// The frame around a page of the portal that shows nothing of whoever asks; others are made by
    /// `Present::layout`.
    pub fn layout<'a>(&'a self, form_token: &'a str) -> Layout<'a> {
        Layout {
            text: &self.text,
            box_name: &self.config.box_name,
            path: &self.path,
            form_token,
            guest: false,
            portal: "",
            who: None,
        }
    }
}

/// A path of this very site, for going on after a form; `None` for what could lead elsewhere.
pub fn local_path(path: &str) -> Option<&str> {
    let mut letters = path.bytes();
    let local = letters.next() == Some(b'/') && !matches!(letters.next(), Some(b'/' | b'\\'));
    let plain =
        path.len() <= LOCAL_PATH_BYTES_MAX && path.bytes().all(|byte| byte.is_ascii_graphic());
    (local && plain).then_some(path)
}

/// The body of a form, still encoded.
pub async fn form(body: Body) -> Result<String, Fault> {
    form_within(FORM_WAIT, body).await
}

async fn form_within(wait: Duration, body: Body) -> Result<String, Fault> {
    let bytes = tokio::time::timeout(wait, axum::body::to_bytes(body, FORM_BYTES_MAX))
        .await
        .map_err(|_| Fault::Invalid("The form did not come whole.".into()))?
        .map_err(|_| Fault::Invalid("The form was too long or broke off.".into()))?;
    String::from_utf8(bytes.into()).map_err(|_| Fault::Invalid("The form was no text.".into()))
}

/// The first value of that name in a query or a form, decoded; bad bytes become `�`.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| decode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        for path in ["/", "/lessons/3?x=1", "/a//b"] {
            assert_eq!(local_path(path), Some(path));
        }
        for path in ["", "//evil.example", "/\\evil", "http://evil", "lessons", "/a\r\nb", "/é"] {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }

    #[tokio::test]
    async fn a_form_that_never_ends_is_given_up() {
        let body =
            Body::from_stream(futures_util::stream::pending::<Result<bytes::Bytes, Fault>>());
        let given_up = form_within(Duration::from_millis(10), body).await;
        assert!(matches!(given_up, Err(Fault::Invalid(_))));
        let whole = form(Body::from("token=1")).await;
        assert_eq!(whole.unwrap(), "token=1");
    }

    #[test]
    fn queries_are_read() {
        let query = "q=maji+safi&lang=sw&odd=%FF&empty=&flag";
        assert_eq!(query_value(query, "q").as_deref(), Some("maji safi"));
        assert_eq!(query_value(query, "odd").as_deref(), Some("\u{fffd}"));
        assert_eq!(query_value(query, "empty").as_deref(), Some(""));
        assert_eq!(query_value(query, "flag").as_deref(), Some(""));
        assert_eq!(query_value(query, "none"), None);
    }
}
