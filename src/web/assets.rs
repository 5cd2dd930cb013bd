//! The static files inside the program: hashed names, so that a phone keeps them for ever, and gzip
//! made by `build.rs`, so that serving one is a copy. Players made by others are among them, below
//! `players/`, if `web-assets/players/fetch` was run before the build.

use std::borrow::Cow;
use std::io::Read as _;

use rust_embed::Embed;

#[derive(Embed)]
#[folder = "web-assets/static"]
struct Plain;

/// A file as `build.rs` lists it.
struct Packed {
    /// `subjects/maths.svg`
    name: &'static str,
    /// `/static/subjects/maths.0123456789.svg`
    url: &'static str,
    hash: &'static str,
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A static file, ready to be sent.
pub struct Asset {
    pub mime: &'static str,
    /// Ten hexadecimal digits of the content's BLAKE3: its entity tag.
    pub hash: &'static str,
    pub gzip: &'static [u8],
    /// The address names this very content: it may be kept for ever. Otherwise it was made by an
    /// older or newer program and names only the file.
    pub immutable: bool,
    name: &'static str,
}

impl Asset {
    /// The bytes for the rare phone that takes no gzip. Players lie in the program as gzip only:
    /// plain they would weigh three times as much again.
    pub fn plain(&self) -> Cow<'static, [u8]> {
        Plain::get(self.name).map_or_else(|| Cow::Owned(unpack(self.gzip)), |file| file.data)
    }
}

fn unpack(gzip: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Our own gzip from memory does not fail; should it, the suite finds what is missing.
    if let Err(error) = flate2::read::GzDecoder::new(gzip).read_to_end(&mut bytes) {
        tracing::error!(error = %error, "a static file does not unpack");
    }
    bytes
}

/// The address of a file of `web-assets/static`; the suite proves that pages name only real ones.
pub fn url(name: &str) -> &'static str {
    find(name).map_or("/static/absent", |packed| packed.url)
}

fn find(name: &str) -> Option<&'static Packed> {
    PACKED.binary_search_by(|packed| packed.name.cmp(name)).ok().and_then(|at| PACKED.get(at))
}

/// Where pdf.js is, if this program was built with it.
pub struct PdfPlayer {
    pub core: &'static str,
    pub worker: &'static str,
    /// The folder of its decoders, whose names it makes itself.
    pub decoders: &'static str,
}

impl PdfPlayer {
    pub fn embedded() -> Option<Self> {
        let core = find("players/pdfjs/pdf.min.mjs")?;
        let worker = find("players/pdfjs/pdf.worker.min.mjs")?;
        let decoders = "/static/players/pdfjs/wasm/";
        Some(Self { core: core.url, worker: worker.url, decoders })
    }
}

/// The file at an address such as `/static/chalk.0123456789.css`.
pub fn asset(path: &str) -> Option<Asset> {
    let inside = path.strip_prefix("/static/")?;
    let exact = PACKED.iter().find(|packed| packed.url == path);
    let packed = exact.or_else(|| {
        let (stem, end) = inside.rsplit_once('.')?;
        let (stem, hash) = stem.rsplit_once('.').unwrap_or((stem, ""));
        let known_shape = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        PACKED
            .iter()
            .find(|packed| known_shape && packed.name.rsplit_once('.') == Some((stem, end)))
    })?;
    Some(Asset {
        mime: mime(packed.name),
        hash: packed.hash,
        gzip: packed.gzip,
        immutable: exact.is_some(),
        name: packed.name,
    })
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_and_unpacks_to_itself() {
        for packed in PACKED {
            assert_eq!(url(packed.name), packed.url);
            let found = asset(packed.url).unwrap();
            let bytes = unpack(found.gzip);
            assert!(!bytes.is_empty() && bytes == *found.plain(), "{}", packed.name);
            assert!(found.immutable);
            assert_ne!(found.mime, "application/octet-stream", "{}", packed.name);
        }
    }

    #[test]
    fn a_built_in_pdf_player_is_whole() {
        let Some(player) = PdfPlayer::embedded() else { return };
        for name in ["openjpeg.wasm", "jbig2.wasm", "qcms_bg.wasm"] {
            let decoder = asset(&format!("{}{name}", player.decoders)).unwrap();
            assert_eq!((decoder.mime, decoder.immutable), ("application/wasm", false), "{name}");
        }
        for url in [player.core, player.worker] {
            assert_eq!(asset(url).unwrap().mime, "text/javascript; charset=utf-8");
        }
        assert!(asset("/static/players/pdfjs/LICENSE.txt").is_some());
    }

    #[test]
    fn an_old_address_gives_the_file_of_today_but_not_for_ever() {
        let old = asset("/static/chalk.0000000000.css").unwrap();
        assert!(!old.immutable);
        assert!(asset("/static/chalk.css").is_some_and(|plain| !plain.immutable));
        for nothing in
            ["/static/", "/static/../Cargo.toml", "/static/chalk.zz.css", "chalk.css", ""]
        {
            assert!(asset(nothing).is_none(), "{nothing}");
        }
    }
}
