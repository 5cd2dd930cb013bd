//! kiwix-serve's addresses, for its apps and for tools made for it: `/catalog/v2/…`, `/suggest`, `/search`.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::request::Parts;
use serde::Serialize;

use super::bar::Bars;
use super::content::{send, version_of};
use super::desk::{Answer, Lessons};
use super::opds::{self, Wish};
use super::search::{self, Hit, Hits, Question, Suggestion, TYPED_CHARS_MAX};
use super::{Catalogue, Package, PackageKind, Reader, entries};
use crate::base::PackageId;
use crate::formats::html_text::escaped;
use crate::formats::virtual_path::in_address;
use crate::people::gates::{Gated, Gates, Passes};
use crate::web::ask::query_value;
use crate::web::fault::{html, json};
use crate::web::{Arrival, Fault};

const SUGGESTIONS: usize = 10;
const PAGE_HITS: usize = 25;
/// As in kiwix-serve.
const PAGE_HITS_MAX: usize = 140;

/// The catalogue of ZIMs; for both sites.
pub fn catalogue_routes(lessons: Arc<Lessons>) -> Gated {
    Gates::new(&lessons.people)
        .get("/catalog/v2/root.xml", Passes::Anyone, root)
        .get("/catalog/v2/searchdescription.xml", Passes::Anyone, search_description)
        .get("/catalog/v2/entries", Passes::Anyone, all_entries)
        .get("/catalog/v2/partial_entries", Passes::Anyone, short_entries)
        .get("/catalog/v2/entry/{book}", Passes::Anyone, entry)
        .get("/catalog/v2/illustration/{book}", Passes::Anyone, illustration)
        .get("/catalog/v2/illustration/{book}/", Passes::Anyone, illustration)
        .get("/catalog/v2/languages", Passes::Anyone, languages)
        .get("/catalog/v2/categories", Passes::Anyone, categories)
        .get("/catalog/v2/download/{file}", Passes::Anyone, download)
        .with_state(lessons)
}

/// Suggestions and search inside packages; for the lesson site.
pub fn search_routes(lessons: Arc<Lessons>) -> Gated {
    Gates::new(&lessons.people)
        .get("/suggest", Passes::Anyone, suggest)
        .get("/search", Passes::Anyone, search)
        .with_state(lessons)
}

fn value(parts: &Parts, name: &str) -> Option<String> {
    query_value(parts.uri.query()?, name).filter(|value| !value.is_empty())
}

fn number(parts: &Parts, name: &str) -> Option<usize> {
    value(parts, name)?.parse().ok()
}

fn typed(parts: &Parts, name: &str) -> String {
    value(parts, name).unwrap_or_default().chars().take(TYPED_CHARS_MAX).collect()
}

fn text(kind: &'static str, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// When the newest package came, for `updated`.
fn updated(catalogue: &Catalogue) -> String {
    let newest = catalogue.packages().iter().map(|package| package.added_at).max();
    newest.unwrap_or(crate::base::UnixMillis(0)).rfc3339()
}

impl Lessons {
    fn books<'a>(&self, catalogue: &'a Catalogue, is_staff: bool) -> Vec<opds::Book<'a>> {
        opds::books(catalogue, |package| self.may_save_zim(package, is_staff))
    }
}

/// By its UUID, or by its name as older apps do.
fn book_of<'a>(catalogue: &'a Catalogue, book: &str) -> Result<&'a Package, Fault> {
    let by_uuid = |package: &&Package| package.facts.uuid.as_deref() == Some(book);
    let found = catalogue.packages().iter().find(by_uuid);
    found.or_else(|| catalogue.package_named(book)).ok_or(Fault::NotFound)
}

async fn root(State(lessons): State<Arc<Lessons>>) -> Response<Body> {
    text(opds::NAVIGATION, opds::root(&updated(&lessons.library.snapshot())))
}

async fn search_description() -> Response<Body> {
    text(opds::DESCRIPTION, opds::search_description())
}

async fn all_entries(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    entries_of(&lessons, request, false).await
}

async fn short_entries(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    entries_of(&lessons, request, true).await
}

async fn entries_of(lessons: &Lessons, request: Request, short: bool) -> Answer {
    let (parts, _) = request.into_parts();
    let asker = lessons.asker(&parts, None).await?;
    let catalogue = lessons.library.snapshot();
    let wish = Wish {
        words: value(&parts, "q"),
        language: value(&parts, "lang"),
        category: value(&parts, "category"),
        tag: value(&parts, "tag"),
        name: value(&parts, "name"),
        start: number(&parts, "start").unwrap_or(0),
        // -1, as apps write for "all", is no such number.
        count: number(&parts, "count"),
    };
    let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
    let books = lessons.books(&catalogue, asker.is_staff);
    let feed = opds::entries(&books, &wish, short, address, &updated(&catalogue));
    Ok(text(opds::ACQUISITION, feed))
}

async fn entry(
    State(lessons): State<Arc<Lessons>>,
    Path(book): Path<String>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let asker = lessons.asker(&parts, None).await?;
    let catalogue = lessons.library.snapshot();
    let books = lessons.books(&catalogue, asker.is_staff);
    let found = books.iter().find(|other| other.uuid == book).ok_or(Fault::NotFound)?;
    Ok(text(opds::ENTRY, opds::one_entry(found)))
}

async fn languages(State(lessons): State<Arc<Lessons>>) -> Response<Body> {
    let catalogue = lessons.library.snapshot();
    let names = lessons.services.texts.names();
    let name_of = |tag: &str| {
        names
            .iter()
            .find(|language| *language.tag == *tag)
            .map(|language| language.name.to_string())
    };
    let feed =
        opds::languages_feed(&lessons.books(&catalogue, false), name_of, &updated(&catalogue));
    text(opds::NAVIGATION, feed)
}

async fn categories(State(lessons): State<Arc<Lessons>>) -> Response<Body> {
    let catalogue = lessons.library.snapshot();
    let feed = opds::categories_feed(&lessons.books(&catalogue, false), &updated(&catalogue));
    text(opds::NAVIGATION, feed)
}

async fn illustration(
    State(lessons): State<Arc<Lessons>>,
    Path(book): Path<String>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let catalogue = lessons.library.snapshot();
    let package = book_of(&catalogue, &book)?;
    let asked = value(&parts, "size").and_then(|size| size.parse().ok());
    let size_px: u32 = asked.unwrap_or(entries::PICTURE_PX);
    let read = move |reader: &Reader| match reader {
        Reader::Zim(archive) => entries::zim_illustration(archive, size_px),
        _ => Ok(None),
    };
    let found = lessons.with_reader(package.id, read).await?.ok_or(Fault::NotFound)?;
    Ok(send(found, version_of(package), &parts))
}

/// A whole ZIM, split or not, as one file; ranges are followed.
async fn download(
    State(lessons): State<Arc<Lessons>>,
    Path(file): Path<String>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let name = file.strip_suffix(".zim").ok_or(Fault::NotFound)?;
    let catalogue = lessons.library.snapshot();
    let package = catalogue.package_named(name).filter(|package| package.kind == PackageKind::Zim);
    let package = package.ok_or(Fault::NotFound)?;
    let lesson = catalogue.lessons_of(package.id).next().ok_or(Fault::NotFound)?;
    lessons.saved(package, lesson, &parts).await
}

/// One line of `/suggest`, in kiwix-serve's words.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Suggested {
    value: String,
    /// Shown as HTML by its pages.
    label: String,
    kind: &'static str,
    path: String,
}

fn suggested(catalogue: &Catalogue, found: Suggestion) -> Option<Suggested> {
    let path = match found.page {
        Some(path) => path,
        None => catalogue.lesson(found.lesson)?.entry.clone(),
    };
    Some(Suggested { label: escaped(&found.title), value: found.title, kind: "path", path })
}

/// The package that `content` names (`books.name` in newer ones); `None`: the whole library.
fn asked_package(catalogue: &Catalogue, parts: &Parts) -> Result<Option<PackageId>, Fault> {
    match value(parts, "content").or_else(|| value(parts, "books.name")) {
        None => Ok(None),
        Some(name) => {
            let package = catalogue.package_named(&name).ok_or(Fault::NotFound)?;
            Ok(Some(package.id))
        }
    }
}

async fn suggest(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let catalogue = lessons.library.snapshot();
    let package = asked_package(&catalogue, &parts)?;
    let words = typed(&parts, "term");
    let limit = number(&parts, "count").unwrap_or(SUGGESTIONS);
    let look = move |reader: &rusqlite::Connection| {
        search::suggest(reader, &Question { typed: &words, package, limit, ..Question::default() })
    };
    let found = lessons.index.read(look).await?;
    let all: Vec<Suggested> =
        found.into_iter().filter_map(|found| suggested(&catalogue, found)).collect();
    json(&all)
}

async fn search(State(lessons): State<Arc<Lessons>>, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let catalogue = lessons.library.snapshot();
    let package = asked_package(&catalogue, &parts)?;
    let pattern = typed(&parts, "pattern");
    let offset = number(&parts, "start").unwrap_or(0);
    let limit = number(&parts, "pageLength").unwrap_or(PAGE_HITS).clamp(1, PAGE_HITS_MAX);
    let shown = lessons.services.text_for(&parts.headers, None);
    let within = package.and_then(|id| catalogue.package(id));
    let mark = lessons.asker(&parts, within).await?.mark;
    let window = (offset, limit);
    let hits = lessons.searched(&shown.lang, &pattern, package, window, mark).await?;
    let results = Results { catalogue: &catalogue, pattern: &pattern, offset, limit, hits: &hits };
    if value(&parts, "format").as_deref() == Some("xml") {
        return Ok(text("application/rss+xml; charset=utf-8", results.rss()));
    }
    let name = within.map(|package| package.name.as_str());
    let heading = shown.search_found(u32::try_from(hits.total).unwrap_or(u32::MAX), &pattern);
    let arrival = parts.extensions.get::<Arrival>().ok_or(Fault::NotFound)?;
    let sites = &lessons.services.sites;
    let bars = Bars { sites, came: &arrival.came, lesson: None, beacon: None };
    let bar = bars.bar(&shown)?;
    let words = Words { lang: &shown.lang, heading: &heading, next: shown.page_next() };
    Ok(html(results.page(name, &String::from_utf8_lossy(&bar), &words)))
}

/// What the page of hits says.
struct Words<'a> {
    lang: &'a str,
    heading: &'a str,
    next: &'a str,
}

/// What was found, to be written down.
struct Results<'a> {
    catalogue: &'a Catalogue,
    pattern: &'a str,
    offset: usize,
    limit: usize,
    hits: &'a Hits,
}

impl Results<'_> {
    fn address(&self, hit: &Hit) -> Option<(String, &str)> {
        let package = self.catalogue.package(hit.package)?;
        let lesson = self.catalogue.lesson(hit.lesson)?;
        let path = hit.page.as_deref().unwrap_or(&lesson.entry);
        let address = format!("/content/{}/{}", in_address(&package.name), in_address(path));
        Some((address, &package.title))
    }

    /// `format=xml`: `OpenSearch` in RSS.
    fn rss(&self) -> String {
        let pattern = escaped(self.pattern);
        let (total, start, count) = (self.hits.total, self.offset, self.limit);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
             xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">\n<channel>\n\
             <title>{pattern}</title>\n<link>/search?pattern={}</link>\n\
             <description>{pattern}</description>\n\
             <opensearch:totalResults>{total}</opensearch:totalResults>\n\
             <opensearch:startIndex>{start}</opensearch:startIndex>\n\
             <opensearch:itemsPerPage>{count}</opensearch:itemsPerPage>\n",
            in_address(self.pattern)
        );
        for hit in &self.hits.hits {
            let Some((address, book)) = self.address(hit) else { continue };
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "<item>\n<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n\
                 <book><title>{}</title></book>\n</item>",
                escaped(&hit.title),
                escaped(&address),
                escaped(hit.snippet.as_deref().unwrap_or_default()),
                escaped(book)
            );
        }
        out + "</channel>\n</rss>\n"
    }

    /// The page, in the shape that tools read: a list in `.results`, a link in each line.
    fn page(&self, package: Option<&str>, bar: &str, words: &Words<'_>) -> String {
        let mut out = format!(
            "<!doctype html>\n<html lang=\"{0}\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <title>{1}</title></head>\n<body dir=\"auto\">{bar}\n<h1 class=\"header\">{1}</h1>\n\
             <div class=\"results\"><ul>\n",
            escaped(words.lang),
            escaped(words.heading)
        );
        for hit in &self.hits.hits {
            let Some((address, book)) = self.address(hit) else { continue };
            let _ = writeln!(
                out,
                "<li><a href=\"{}\">{}</a><cite>{}</cite><div class=\"book-title\">{}</div></li>",
                escaped(&address),
                escaped(&hit.title),
                escaped(hit.snippet.as_deref().unwrap_or_default()),
                escaped(book)
            );
        }
        out.push_str("</ul></div>\n");
        let start = self.offset.saturating_add(self.limit);
        if start < self.hits.total {
            let content = package.map(|name| format!("&content={}", in_address(name)));
            let address = format!(
                "/search?pattern={}{}&start={start}&pageLength={}",
                in_address(self.pattern),
                content.unwrap_or_default(),
                self.limit
            );
            let _ = writeln!(
                out,
                "<div class=\"footer\"><a rel=\"next\" href=\"{}\">{}</a></div>",
                escaped(&address),
                escaped(words.next)
            );
        }
        out + "</body></html>\n"
    }
}
