//! The catalogue that Kiwix apps read: OPDS in kiwix-serve's shape (measured on kiwix-serve 3.3), of the
//! ZIMs on this box. Pure: from packages to text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::search::words;
use super::{Catalogue, Package, PackageKind, languages};
use crate::formats::html_text::escaped;
use crate::formats::virtual_path::in_address;

pub const NAVIGATION: &str = "application/atom+xml;profile=opds-catalog;kind=navigation";
pub const ACQUISITION: &str = "application/atom+xml;profile=opds-catalog;kind=acquisition";
pub const ENTRY: &str = "application/atom+xml;type=entry;profile=opds-catalog";
pub const DESCRIPTION: &str = "application/opensearchdescription+xml";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const FEED: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/terms/\" \
    xmlns:opds=\"https://specs.opds.io/opds-1.2\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\" \
    xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">\n";
/// Words of a question, and of a ZIM's title and description, that are compared.
const WORDS_MAX: usize = 200;

/// A ZIM as the catalogue shows it.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    pub package: &'a Package,
    pub uuid: &'a str,
    /// Whoever asks may take the whole file.
    pub may_save: bool,
}

/// The ZIMs of a library, by title.
pub fn books(catalogue: &Catalogue, may_save: impl Fn(&Package) -> bool) -> Vec<Book<'_>> {
    let zims = catalogue.packages().iter().filter(|package| package.kind == PackageKind::Zim);
    zims.filter_map(|package| {
        let uuid = package.facts.uuid.as_deref()?;
        Some(Book { package, uuid, may_save: may_save(package) })
    })
    .collect()
}

/// Which books are wanted; what is `None` does not matter.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub words: Option<String>,
    /// ISO 639-3 or BCP 47; several separated by commas.
    pub language: Option<String>,
    pub category: Option<String>,
    /// Several separated by `;`: all of them.
    pub tag: Option<String>,
    pub name: Option<String>,
    pub start: usize,
    /// `None`: all.
    pub count: Option<usize>,
}

impl Wish {
    fn fits(&self, book: &Book<'_>) -> bool {
        let package = book.package;
        let facts = &package.facts;
        let tags: Vec<&str> = facts.tags.as_deref().unwrap_or_default().split(';').collect();
        let language = self.language.as_deref().is_none_or(|wanted| {
            wanted.split(',').any(|one| languages::bcp47(one) == package.language)
        });
        language
            && self.category.as_deref().is_none_or(|wanted| category(package) == wanted)
            && self.tag.as_deref().is_none_or(|all| all.split(';').all(|one| tags.contains(&one)))
            && self.name.as_deref().is_none_or(|name| facts.zim_name.as_deref() == Some(name))
            && self.words.as_deref().is_none_or(|asked| has_words(package, asked))
    }
}

fn has_words(package: &Package, asked: &str) -> bool {
    let own = words::words(&format!("{} {}", package.title, package.description), WORDS_MAX);
    let asked = words::words(asked, WORDS_MAX);
    asked.iter().all(|word| own.iter().any(|have| have.starts_with(word.as_str())))
}

/// Of the tags, the one that begins with `_category:`; empty when there is none.
fn category(package: &Package) -> &str {
    let tags = package.facts.tags.as_deref().unwrap_or_default();
    tags.split(';').find_map(|tag| tag.strip_prefix("_category:")).unwrap_or_default()
}

/// An id that stays as long as the address does.
fn id_of(address: &str) -> String {
    format!("urn:uuid:{}", uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, address.as_bytes()))
}

fn link(out: &mut String, rel: &str, address: &str, kind: &str) {
    let (address, kind) = (escaped(address), escaped(kind));
    // Writing to a String cannot fail.
    let _ = writeln!(out, "<link rel=\"{rel}\" href=\"{address}\" type=\"{kind}\"/>");
}

/// The beginning of a feed: `updated` is when the library last changed, RFC 3339.
fn feed(address: &str, kind: &str, title: &str, updated: &str) -> String {
    let mut out = format!("{HEAD}{FEED}<id>{}</id>\n", id_of(address));
    link(&mut out, "self", address, kind);
    link(&mut out, "start", "/catalog/v2/root.xml", NAVIGATION);
    link(&mut out, "up", "/catalog/v2/root.xml", NAVIGATION);
    link(&mut out, "search", "/catalog/v2/searchdescription.xml", DESCRIPTION);
    let _ = writeln!(out, "<title>{}</title>\n<updated>{updated}</updated>", escaped(title));
    out
}

/// An entry that leads to another feed.
fn subsection(
    out: &mut String,
    title: &str,
    extra: &str,
    address: &str,
    kind: &str,
    updated: &str,
) {
    let _ = write!(out, "<entry>\n<title>{}</title>\n{extra}", escaped(title));
    link(out, "subsection", address, kind);
    let _ = writeln!(
        out,
        "<updated>{updated}</updated>\n<id>{}</id>\n<content type=\"text\">{}</content>\n</entry>",
        id_of(address),
        escaped(title)
    );
}

/// `/catalog/v2/root.xml`
pub fn root(updated: &str) -> String {
    let mut out = feed("/catalog/v2/root.xml", NAVIGATION, "Catalogue of this box", updated);
    let sections = [
        ("All entries", "/catalog/v2/entries", ACQUISITION),
        ("All entries, short", "/catalog/v2/partial_entries", ACQUISITION),
        ("Categories", "/catalog/v2/categories", NAVIGATION),
        ("Languages", "/catalog/v2/languages", NAVIGATION),
    ];
    for (title, address, kind) in sections {
        subsection(&mut out, title, "", address, kind, updated);
    }
    out + "</feed>\n"
}

/// `/catalog/v2/entries` and `/catalog/v2/partial_entries`, at `address` with its query.
pub fn entries(
    books: &[Book<'_>],
    wish: &Wish,
    short: bool,
    address: &str,
    updated: &str,
) -> String {
    let mut out = feed(address, ACQUISITION, "Entries", updated);
    let fitting: Vec<&Book<'_>> = books.iter().filter(|book| wish.fits(book)).collect();
    let shown = fitting.iter().skip(wish.start).take(wish.count.unwrap_or(usize::MAX));
    let _ = writeln!(
        out,
        "<totalResults>{}</totalResults>\n<startIndex>{}</startIndex>\n<itemsPerPage>{}</itemsPerPage>",
        fitting.len(),
        wish.start,
        shown.len()
    );
    for book in shown {
        if short {
            short_entry(&mut out, book);
        } else {
            entry(&mut out, book);
        }
    }
    out + "</feed>\n"
}

/// `/catalog/v2/entry/{uuid}`
pub fn one_entry(book: &Book<'_>) -> String {
    let mut out = HEAD.to_owned();
    entry(&mut out, book);
    let own =
        "<entry xmlns=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/terms/\">";
    out.replacen("<entry>", own, 1)
}

fn element(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "<{name}>{}</{name}>", escaped(text));
}

/// The day that the maker wrote, else the one of the load.
fn day(package: &Package) -> String {
    let date = package.facts.date.as_deref().unwrap_or_default();
    match date.parse::<jiff::civil::Date>() {
        Ok(date) => format!("{date}T00:00:00Z"),
        Err(_) => package.added_at.rfc3339(),
    }
}

fn short_entry(out: &mut String, book: &Book<'_>) {
    let _ = writeln!(out, "<entry>\n<id>urn:uuid:{}</id>", escaped(book.uuid));
    element(out, "title", &book.package.title);
    element(out, "updated", &day(book.package));
    link(out, "alternate", &format!("/catalog/v2/entry/{}", in_address(book.uuid)), ENTRY);
    out.push_str("</entry>\n");
}

fn entry(out: &mut String, book: &Book<'_>) {
    let package = book.package;
    let facts = &package.facts;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let _ = writeln!(out, "<entry>\n<id>urn:uuid:{}</id>", escaped(book.uuid));
    element(out, "title", &package.title);
    element(out, "updated", &day(package));
    element(out, "summary", &package.description);
    let language = package.language.as_deref().map(languages::iso639_3);
    element(out, "language", language.unwrap_or_default());
    element(out, "name", &text(&facts.zim_name));
    element(out, "flavour", &text(&facts.flavour));
    element(out, "category", category(package));
    element(out, "tags", &text(&facts.tags));
    element(out, "articleCount", &facts.articles.unwrap_or(0).to_string());
    element(out, "mediaCount", &facts.media.unwrap_or(0).to_string());
    if package.picture.is_some() {
        let address = format!("/catalog/v2/illustration/{}/?size=48", in_address(book.uuid));
        let kind = "image/png;width=48;height=48;scale=1";
        link(out, "http://opds-spec.org/image/thumbnail", &address, kind);
    }
    let name = in_address(&package.name);
    link(out, "alternate", &format!("/content/{name}/"), "text/html");
    let _ = writeln!(
        out,
        "<author><name>{}</name></author>\n<publisher><name>{}</name></publisher>",
        escaped(&text(&facts.creator)),
        escaped(&text(&facts.publisher))
    );
    element(out, "dc:issued", &day(package));
    if book.may_save {
        let _ = writeln!(
            out,
            "<link rel=\"http://opds-spec.org/acquisition/open-access\" type=\"application/x-zim\" \
             href=\"/catalog/v2/download/{name}.zim\" length=\"{}\"/>",
            package.size_bytes
        );
    }
    out.push_str("</entry>\n");
}

/// `/catalog/v2/languages`; `name_of` gives a language's own name by its tag.
pub fn languages_feed(
    books: &[Book<'_>],
    name_of: impl Fn(&str) -> Option<String>,
    updated: &str,
) -> String {
    let mut out = feed("/catalog/v2/languages", NAVIGATION, "Languages", updated);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in books.iter().filter_map(|book| book.package.language.as_deref()) {
        *counts.entry(tag).or_default() += 1;
    }
    for (tag, count) in counts {
        let code = languages::iso639_3(tag);
        let title = name_of(tag).unwrap_or_else(|| code.to_owned());
        let extra = format!(
            "<dc:language>{}</dc:language>\n<thr:count>{count}</thr:count>\n",
            escaped(code)
        );
        let address = format!("/catalog/v2/entries?lang={}", in_address(code));
        subsection(&mut out, &title, &extra, &address, ACQUISITION, updated);
    }
    out + "</feed>\n"
}

/// `/catalog/v2/categories`
pub fn categories_feed(books: &[Book<'_>], updated: &str) -> String {
    let mut out = feed("/catalog/v2/categories", NAVIGATION, "Categories", updated);
    let mut all: Vec<&str> = books.iter().map(|book| category(book.package)).collect();
    all.sort_unstable();
    all.dedup();
    for name in all.into_iter().filter(|name| !name.is_empty()) {
        let address = format!("/catalog/v2/entries?category={}", in_address(name));
        subsection(&mut out, name, "", &address, ACQUISITION, updated);
    }
    out + "</feed>\n"
}

/// `/catalog/v2/searchdescription.xml`
pub fn search_description() -> String {
    format!(
        "{HEAD}<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Library</ShortName>\n<Description>Find a ZIM of this box.</Description>\n\
         <Url type=\"{ACQUISITION}\" indexOffset=\"0\" \
         xmlns:k=\"http://kiwix.org/opensearchextension/1.0\" \
         template=\"/catalog/v2/entries?q={{searchTerms?}}&amp;lang={{language?}}&amp;name={{k:name?}}\
         &amp;tag={{k:tag?}}&amp;count={{count?}}&amp;start={{startIndex?}}\"/>\n</OpenSearchDescription>\n"
    )
}
