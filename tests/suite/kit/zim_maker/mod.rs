//! Makes ZIM archives for tests and benches: versions 5.0 to 6.3, every codec, split if wanted.

#![expect(clippy::expect_used, clippy::cast_possible_truncation, reason = "a test's small input")]

pub mod layout;

use std::io::Write as _;
use std::path::Path;

use layout::Layout;

const HEADER_BYTES: usize = 80;
const REDIRECT: u16 = 0xffff;
const ZSTD_LEVEL: i32 = 3;
const XZ_PRESET: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Plain,
    Xz,
    Zstd,
}

impl Codec {
    fn number(self) -> u8 {
        match self {
            Self::Plain => 1,
            Self::Xz => 4,
            Self::Zstd => 5,
        }
    }

    pub fn pack(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Plain => bytes.to_vec(),
            Self::Zstd => zstd::stream::encode_all(bytes, ZSTD_LEVEL).expect("zstd packs"),
            Self::Xz => {
                let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), XZ_PRESET);
                encoder.write_all(bytes).expect("xz packs");
                encoder.finish().expect("xz packs")
            }
        }
    }
}

/// Which title lists the archive has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    None,
    /// The list that the header points to: all entries.
    Header,
    /// Front articles only, in an entry of namespace `X`.
    V1,
    /// All entries, in an entry of namespace `X`.
    V0,
}

enum Content {
    Redirect {
        namespace: u8,
        path: String,
    },
    Bytes {
        bytes: Vec<u8>,
        codec: Codec,
        wide: bool,
    },
    /// In a cluster given as it is.
    At {
        cluster: u32,
        blob: u32,
    },
    Listing(Listing),
}

struct Item {
    namespace: u8,
    path: String,
    title: String,
    mime: String,
    front: bool,
    content: Content,
}

/// Collects entries, then builds the file.
pub struct ZimMaker {
    version: (u16, u16),
    uuid: [u8; 16],
    codec: Codec,
    wide: bool,
    cluster_bytes: usize,
    listing: Listing,
    main_page: Option<String>,
    items: Vec<Item>,
    raw_clusters: Vec<Vec<u8>>,
}

impl Default for ZimMaker {
    fn default() -> Self {
        Self::new()
    }
}

impl ZimMaker {
    /// Version 6.1, zstd, clusters of 64 KiB, front articles listed.
    pub fn new() -> Self {
        Self {
            version: (6, 1),
            uuid: [0x5A; 16],
            codec: Codec::Zstd,
            wide: false,
            cluster_bytes: 64 * 1024,
            listing: Listing::V1,
            main_page: None,
            items: Vec::new(),
            raw_clusters: Vec::new(),
        }
    }

    pub fn version(&mut self, major: u16, minor: u16) -> &mut Self {
        self.version = (major, minor);
        self
    }

    /// Makers draw a new one for each version of an archive.
    pub fn uuid(&mut self, uuid: [u8; 16]) -> &mut Self {
        self.uuid = uuid;
        self
    }

    /// For the items that follow.
    pub fn codec(&mut self, codec: Codec) -> &mut Self {
        self.codec = codec;
        self
    }

    /// 64-bit offsets for the items that follow.
    pub fn wide(&mut self, wide: bool) -> &mut Self {
        self.wide = wide;
        self
    }

    /// A cluster is closed when its blobs reach this.
    pub fn cluster_bytes(&mut self, bytes: usize) -> &mut Self {
        self.cluster_bytes = bytes;
        self
    }

    pub fn listing(&mut self, listing: Listing) -> &mut Self {
        self.listing = listing;
        self
    }

    pub fn main_page(&mut self, path: &str) -> &mut Self {
        self.main_page = Some(path.to_owned());
        self
    }

    pub fn has_new_namespaces(&self) -> bool {
        self.version >= (6, 1)
    }

    fn namespace(&self, old: u8) -> u8 {
        if self.has_new_namespaces() { b'C' } else { old }
    }

    /// An HTML page, a front article.
    pub fn page(&mut self, path: &str, title: &str, html: &str) -> &mut Self {
        let namespace = self.namespace(b'A');
        self.push(namespace, (path, title), "text/html", true, html.as_bytes())
    }

    /// Anything else that users may ask for: pictures in `I`, the rest in `-` of old archives.
    pub fn item(&mut self, path: &str, title: &str, mime: &str, bytes: &[u8]) -> &mut Self {
        let namespace = self.namespace(if mime.starts_with("image/") { b'I' } else { b'-' });
        self.push(namespace, (path, title), mime, false, bytes)
    }

    pub fn redirect(&mut self, path: &str, title: &str, to: &str) -> &mut Self {
        let namespace = self.namespace(b'A');
        let content = Content::Redirect { namespace, path: to.to_owned() };
        self.add(namespace, (path, title), "", false, content)
    }

    pub fn metadata(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        self.push(b'M', (name, ""), "text/plain", false, bytes)
    }

    /// The archive's picture, or the favicon of old archives.
    pub fn illustration(&mut self, size_px: u32, png: &[u8]) -> &mut Self {
        if self.has_new_namespaces() {
            let name = format!("Illustration_{size_px}x{size_px}@1");
            self.push(b'M', (&name, ""), "image/png", false, png)
        } else {
            self.push(b'-', ("favicon", ""), "image/png", false, png)
        }
    }

    /// A cluster as it is, its info byte included; gives its number.
    pub fn raw_cluster(&mut self, bytes: Vec<u8>) -> u32 {
        self.raw_clusters.push(bytes);
        u32::try_from(self.raw_clusters.len() - 1).expect("few clusters")
    }

    /// A page in a cluster given by [`ZimMaker::raw_cluster`].
    pub fn page_at(&mut self, path: &str, cluster: u32, blob: u32) -> &mut Self {
        let namespace = self.namespace(b'A');
        self.add(namespace, (path, ""), "text/html", true, Content::At { cluster, blob })
    }

    fn push(
        &mut self,
        namespace: u8,
        names: (&str, &str),
        mime: &str,
        front: bool,
        bytes: &[u8],
    ) -> &mut Self {
        let content = Content::Bytes { bytes: bytes.to_vec(), codec: self.codec, wide: self.wide };
        self.add(namespace, names, mime, front, content)
    }

    fn add(
        &mut self,
        namespace: u8,
        (path, title): (&str, &str),
        mime: &str,
        front: bool,
        content: Content,
    ) -> &mut Self {
        let (path, title, mime) = (path.to_owned(), title.to_owned(), mime.to_owned());
        self.items.push(Item { namespace, path, title, mime, front, content });
        self
    }

    pub fn write(&mut self, path: &Path) {
        std::fs::write(path, self.bytes()).expect("the ZIM is written");
    }

    /// Writes `stem.zimaa`, `stem.zimab` ... of at most `part_bytes` each; gives their number.
    pub fn write_split(&mut self, stem: &Path, part_bytes: usize) -> usize {
        let bytes = self.bytes();
        let parts = bytes.chunks(part_bytes);
        let count = parts.len();
        for (number, part) in parts.enumerate() {
            let letters = [number / 26, number % 26].map(|at| char::from(b'a' + at as u8));
            let name = format!("{}.zim{}{}", stem.display(), letters[0], letters[1]);
            std::fs::write(name, part).expect("a part is written");
        }
        count
    }

    /// The whole file. The entries stay, so a maker can write several versions.
    pub fn bytes(&mut self) -> Vec<u8> {
        let with_list_entry = matches!(self.listing, Listing::V0 | Listing::V1);
        if with_list_entry && self.has_new_namespaces() {
            let version = if self.listing == Listing::V0 { "v0" } else { "v1" };
            let path = format!("listing/titleOrdered/{version}");
            let mime = "application/octet-stream+zimlisting";
            let listing = Content::Listing(self.listing);
            self.items.retain(|item| !matches!(item.content, Content::Listing(_)));
            self.add(b'X', (&path, ""), mime, false, listing);
        }
        self.items.sort_by(|a, b| (a.namespace, &a.path).cmp(&(b.namespace, &b.path)));
        Layout::of(self).build(self)
    }

    fn index_of(&self, namespace: u8, path: &str) -> u32 {
        let wanted = (namespace, path);
        let at = self.items.iter().position(|item| (item.namespace, item.path.as_str()) == wanted);
        u32::try_from(at.unwrap_or_else(|| panic!("{path} is not in the archive"))).expect("small")
    }

    /// Indexes of entries in title order.
    fn title_order(&self, only_front: bool) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.items.len() as u32)
            .filter(|index| !only_front || self.items[*index as usize].front)
            .collect();
        order.sort_by_key(|index| {
            let item = &self.items[*index as usize];
            let title = if item.title.is_empty() { &item.path } else { &item.title };
            (item.namespace, title.clone())
        });
        order
    }
}
