//! ZIM archives, from files made here and, where they are at hand, from real ones.
#![expect(clippy::expect_used, reason = "helpers of tests")]

pub mod bombs;
pub mod corpus;
mod damage;
pub mod mutations;
pub mod oracle;
mod reading;
mod shelves;

use std::sync::Arc;

use chalkbox::formats::zim::{Archive, CacheLimits, ClusterCache, Content, Entry};

use crate::kit::zim_maker::ZimMaker;

pub const MIB: usize = 1024 * 1024;

pub fn cache() -> Arc<ClusterCache> {
    cache_of(8 * MIB, 16 * MIB)
}

pub fn cache_of(held_bytes: usize, cluster_held_bytes_max: usize) -> Arc<ClusterCache> {
    ClusterCache::new(CacheLimits { held_bytes, cluster_held_bytes_max, decoders_max: 2 })
}

/// All bytes of a content, whatever kind it is.
pub fn bytes_of(content: Content) -> chalkbox::formats::zim::Result<Vec<u8>> {
    match content {
        Content::Held(bytes) => Ok(bytes.into()),
        Content::InFile(span) => {
            let mut bytes = vec![0; usize::try_from(span.len_bytes()).expect("fits")];
            let count = span.read_at(&mut bytes, 0)?;
            bytes.truncate(count);
            Ok(bytes)
        }
        Content::Streamed(mut stream) => {
            let mut bytes = Vec::new();
            loop {
                let chunk = stream.next_chunk()?;
                if chunk.is_empty() {
                    return Ok(bytes);
                }
                bytes.extend_from_slice(chunk);
            }
        }
    }
}

pub fn read(archive: &Archive, entry: &Entry) -> Vec<u8> {
    bytes_of(archive.read(entry).expect("readable")).expect("readable")
}

/// What a page says, redirects followed.
pub fn text_at(archive: &Archive, path: &str) -> Option<String> {
    let entry = archive.find(path).expect("searchable")?;
    let entry = archive.resolve(&entry).expect("leads somewhere");
    Some(String::from_utf8(read(archive, &entry)).expect("text"))
}

/// `count` pages of some kilobytes, with two redirects, a style sheet, a picture and metadata.
pub fn some_pages(maker: &mut ZimMaker, count: usize) {
    for number in 0..count {
        maker.page(&page_path(number), &page_title(number), &page_text(number));
    }
    maker
        .redirect("moon", "Moon", &page_path(0))
        .redirect("luna", "Luna", "moon")
        .item("style.css", "", "text/css", b"body{}")
        .item("pictures/sun.png", "", "image/png", b"\x89PNG sun")
        .metadata("Title", "Lessons of the sky".as_bytes())
        .metadata("Counter", format!("text/html={count};text/css=1").as_bytes())
        .illustration(48, b"\x89PNG 48")
        .main_page("luna");
}

pub fn page_path(number: usize) -> String {
    format!("sky/page-{number:05}")
}

/// In the opposite order of the paths.
pub fn page_title(number: usize) -> String {
    format!("Title {:05}", 99_999 - number)
}

pub fn page_text(number: usize) -> String {
    format!("<p>Page {number} of the sky.</p>").repeat(40 + number % 50)
}
