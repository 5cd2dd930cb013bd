//! Package bytes on the lesson site, in kiwix-serve's shape: `/content/{package}/{path}` with the bar,
//! `/raw/{package}/content/{path}` and `/raw/{package}/meta/{name}` without.
//!
//! Hot pages are answered from memory on the async thread; only what must be read or unpacked moves
//! to a blocking one.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, Response};
use bytes::Bytes;
use percent_encoding::percent_decode_str;

use super::bar::{self, Bars};
use super::desk::{Answer, Lessons, VisitCookie, Visiting};
use super::entries::{self, Found, FoundBytes, is_page};
use super::{Catalogue, Package, PackageKind, Reader};
use crate::base::{LessonId, PackageId};
use crate::formats::mime::mime_of;
pub use crate::formats::virtual_path::in_address as encode;
use crate::people;
use crate::web::ask::query_value;
use crate::web::fault::{redirect, see_other};
use crate::web::files::Sending;
use crate::web::gzip::takes_gzip;
use crate::web::sites::{Came, Site, Way};
use crate::web::{Arrival, Fault, cookies};

/// Pictures, scripts and styles of a package may be kept by a phone this long without asking again.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=3600");
/// Pages must not come back from a phone's memory after it was handed on.
const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// Which of the addresses was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    WithBar,
    Raw,
    Meta,
}

impl Shape {
    /// The address of another path of the same package in the same shape.
    fn address(self, package: &str, path: &str) -> String {
        let (package, path) = (encode(package), encode(path));
        match self {
            Self::WithBar => format!("/content/{package}/{path}"),
            Self::Raw | Self::Meta => format!("/raw/{package}/content/{path}"),
        }
    }
}

/// Shape, package and path of an address; `None` for other addresses.
fn read_address(address: &str) -> Option<(Shape, String, Option<String>)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(String::from);
    if let Some(rest) = address.strip_prefix("/content/") {
        return Some(match rest.split_once('/') {
            Some((package, path)) => (Shape::WithBar, decode(package)?, Some(decode(path)?)),
            None => (Shape::WithBar, decode(rest)?, None),
        });
    }
    let (package, rest) = address.strip_prefix("/raw/")?.split_once('/')?;
    let (shape, path) = rest.split_once('/')?;
    let shape = match shape {
        "content" => Shape::Raw,
        "meta" => Shape::Meta,
        _ => return None,
    };
    Some((shape, decode(package)?, Some(decode(path)?)))
}

/// Where a package must be shown instead, if this is not its own host.
pub fn elsewhere(came: &Came, label: &str) -> bool {
    match &came.site {
        Site::Portal => true,
        Site::Lessons { label: Some(own) } => **own != *label,
        Site::Lessons { label: None } => came.way == Way::Name,
    }
}

impl Lessons {
    /// Answers `/content/…` and `/raw/…`.
    pub async fn content(self: &Arc<Self>, arrival: &Arrival, request: Request) -> Answer {
        let (parts, _) = request.into_parts();
        if parts.method != Method::GET && parts.method != Method::HEAD {
            return Err(Fault::NotFound);
        }
        let (shape, name, path) = read_address(parts.uri.path()).ok_or(Fault::NotFound)?;
        let snapshot = self.library.snapshot();
        let package = snapshot.package_named(&name).ok_or(Fault::NotFound)?;
        if elsewhere(&arrival.came, &package.label) {
            let site = self.services.sites.lessons_url(&arrival.came, &package.label);
            let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
            return Ok(redirect(axum::http::StatusCode::FOUND, &format!("{site}{path}")));
        }
        let Some(path) = path else { return Ok(found_at(&shape.address(&name, ""))) };
        if shape == Shape::Meta {
            return self.meta(package, path, &parts).await;
        }
        // A page that gets a bar is sent as it is read, to be put into.
        let gzip =
            takes_gzip(&parts.headers) && !(shape == Shape::WithBar && is_page(mime_of(&path)));
        let held = self.library.ready_reader(package.id);
        let held = held.and_then(|reader| entries::if_held(&reader, &path));
        let found = match held {
            Some(found) => found,
            None => self.find(package.id, path.clone(), gzip).await?,
        };
        match found {
            Found::Nothing => Err(Fault::NotFound),
            Found::Redirect(target) => Ok(found_at(&shape.address(&name, &target))),
            Found::Bytes(bytes) => {
                let asked = Asked {
                    lessons: self,
                    arrival,
                    parts: &parts,
                    catalogue: &snapshot,
                    package,
                    path: &path,
                };
                asked.answer(*bytes, shape)
            }
        }
    }

    /// Opens the package and finds the entry, off the async threads.
    pub async fn find(
        self: &Arc<Self>,
        package: PackageId,
        path: String,
        gzip: bool,
    ) -> Result<Found, Fault> {
        self.with_reader(package, move |reader| entries::find(reader, &path, gzip)).await
    }

    /// Runs `look` on an open package, off the async threads; what fails is said in its sentence.
    pub async fn with_reader<T: Send + 'static>(
        self: &Arc<Self>,
        package: PackageId,
        look: impl FnOnce(&Reader) -> Result<T, entries::EntryError> + Send + 'static,
    ) -> Result<T, Fault> {
        let lessons = Arc::clone(self);
        let looked = tokio::task::spawn_blocking(move || {
            let reader = lessons.library.package_reader(package).map_err(|gone| gone.sentence)?;
            look(&reader).map_err(|error| {
                // A stick pulled out looks like this first: the next request opens it anew.
                if error.is_of_disk() {
                    lessons.library.read_failed(package);
                }
                error.to_string()
            })
        });
        match looked.await {
            Ok(looked) => looked.map_err(Fault::Gone),
            Err(error) => Err(Fault::Gone(error.to_string())),
        }
    }

    async fn meta(self: &Arc<Self>, package: &Package, name: String, parts: &Parts) -> Answer {
        let read = move |reader: &Reader| match reader {
            Reader::Zim(archive) => entries::zim_metadata(archive, &name),
            _ => Ok(None),
        };
        let found = self.with_reader(package.id, read).await?.ok_or(Fault::NotFound)?;
        Ok(send(found, version_of(package), parts))
    }
}

/// Tells the entries of one version of a ZIM from those of the next, which may have the same numbers.
pub fn version_of(package: &Package) -> Option<&str> {
    package.facts.uuid.as_deref()?.get(..8)
}

fn found_at(address: &str) -> Response<Body> {
    redirect(axum::http::StatusCode::FOUND, address)
}

struct Asked<'a> {
    lessons: &'a Lessons,
    arrival: &'a Arrival,
    parts: &'a Parts,
    catalogue: &'a Catalogue,
    package: &'a Package,
    path: &'a str,
}

impl Asked<'_> {
    fn answer(&self, bytes: FoundBytes, shape: Shape) -> Answer {
        if shape == Shape::WithBar && bytes.mime.starts_with("text/markdown") {
            // A link from one text to another: its lesson's page, where its own visit begins.
            if let Some(lesson) = self.catalogue.lesson_at(self.package.id, self.path) {
                let portal = self.lessons.services.sites.portal_url(&self.arrival.came);
                return Ok(see_other(&format!("{portal}/lessons/{}", lesson.id)));
            }
        }
        let version = version_of(self.package);
        if shape == Shape::Raw || !is_page(&bytes.mime) {
            return Ok(send(bytes, version, self.parts));
        }
        let query = self.parts.uri.query().unwrap_or_default();
        if query_value(query, bar::FRAME_MARK).is_some() {
            return Ok(unkept(send(bytes, version, self.parts)));
        }
        let cookie = cookies::read(&self.parts.headers, &VisitCookie::name(&self.package.label));
        let lesson = self.catalogue.lessons_of(self.package.id).next().map(|lesson| lesson.id);
        let beacon = match (self.lessons.visiting(cookie), lesson) {
            (Visiting::Over, _) => return Ok(self.over()),
            (Visiting::Counted(cookie), Some(lesson)) => self.count(&cookie, lesson),
            _ => None,
        };
        let text = self.lessons.services.text_for(&self.parts.headers, None);
        let sites = &self.lessons.services.sites;
        let bars = Bars { sites, came: &self.arrival.came, lesson, beacon };
        let bytes = bars.insert(bytes, &text)?;
        Ok(unkept(send(bytes, version, self.parts)))
    }

    /// The visit is over: whoever holds the phone now begins at home. The dead cookie stays, so that
    /// every page of the last child's that the back button finds leads there too.
    fn over(&self) -> Response<Body> {
        see_other(&(self.lessons.services.sites.portal_url(&self.arrival.came) + "/"))
    }

    /// A page of the lesson was opened: counted, and noted as the place to go on from. What then tells
    /// how long it is in view, for pages of a ZIM: the scripts of an HTML5 lesson get no token.
    fn count(&self, cookie: &VisitCookie, lesson: LessonId) -> Option<Bytes> {
        if !matches!(self.package.kind, PackageKind::Zim | PackageKind::Zip) {
            return None;
        }
        self.lessons.usage.page_seen(&cookie.token, self.path);
        let place = people::Place { page: self.path.to_owned(), position_ms: 0 };
        self.lessons.people.guests.note_place(&cookie.guest, lesson, place);
        let token = || self.lessons.services.form_token(&cookie.token.to_string());
        (self.package.kind == PackageKind::Zim).then(|| bar::beacon(lesson, &token()))
    }
}

fn unkept(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CACHE_CONTROL, NOT_KEPT);
    response
}

/// Types that a browser may show or run; everything else is saved as a file.
fn is_shown(mime: &str) -> bool {
    let kind = mime.split(';').next().unwrap_or_default().trim();
    let family = kind.split('/').next().unwrap_or_default();
    matches!(family, "text" | "image" | "audio" | "video" | "font")
        || matches!(
            kind,
            "application/pdf"
                | "application/json"
                | "application/javascript"
                | "application/x-javascript"
                | "application/wasm"
                | "application/xml"
                | "application/xhtml+xml"
                | "application/vnd.ms-fontobject"
        )
}

/// Package bytes with the headers that all of them get; the site's own are added by the dispatch.
pub fn send(found: FoundBytes, version: Option<&str>, parts: &Parts) -> Response<Body> {
    let etag = match version {
        Some(version) => format!("\"{version}-{}\"", found.tag),
        None => format!("\"{}\"", found.tag),
    };
    let fallback = HeaderValue::from_static("application/octet-stream");
    let shown = is_shown(&found.mime);
    let sending = Sending {
        source: found.source,
        mime: HeaderValue::from_str(&found.mime).unwrap_or(fallback),
        etag: HeaderValue::from_str(&etag).ok(),
        encoding: found.gzip.then_some("gzip"),
    };
    let mut response = sending.answer(&parts.method, &parts.headers);
    let headers = response.headers_mut();
    let vary: HeaderName = axum::http::header::VARY;
    headers.insert(CACHE_CONTROL, KEPT);
    headers.insert(vary, HeaderValue::from_static("Accept-Encoding"));
    if !shown {
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let read = |address| {
            read_address(address)
                .map(|(shape, package, path)| (shape, package, path.unwrap_or("-".into())))
        };
        let (bar, raw, meta) = (Shape::WithBar, Shape::Raw, Shape::Meta);
        let table = [
            ("/content/wiki/A%20b/c%3Fd", Some((bar, "wiki", "A b/c?d"))),
            ("/content/wiki/", Some((bar, "wiki", ""))),
            ("/content/wiki", Some((bar, "wiki", "-"))),
            ("/raw/wiki/content/x", Some((raw, "wiki", "x"))),
            ("/raw/wiki/meta/Title", Some((meta, "wiki", "Title"))),
            ("/raw/wiki/other/x", None),
            ("/raw/wiki", None),
            ("/content/wiki/%FF", None),
        ];
        for (address, expected) in table {
            let expected =
                expected.map(|(shape, package, path)| (shape, package.to_owned(), path.to_owned()));
            assert_eq!(read(address), expected, "{address}");
        }
        assert_eq!(bar.address("wiki", "A b/ż?"), "/content/wiki/A%20b/%C5%BC%3F");
    }

    #[test]
    fn odd_types_are_saved_not_shown() {
        for shown in ["text/html; charset=utf-8", "image/svg+xml", "application/pdf", "font/woff2"]
        {
            assert!(is_shown(shown), "{shown}");
        }
        for saved in ["application/octet-stream", "application/zip", "application/x-msdownload", ""]
        {
            assert!(!is_shown(saved), "{saved}");
        }
    }
}
