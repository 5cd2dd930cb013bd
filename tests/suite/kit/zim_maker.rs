//! Makes ZIM archives for tests and benches: versions 5.0 to 6.3, every codec, split if wanted.

#![expect(clippy::expect_used, clippy::cast_possible_truncation, reason = "a test's small input")]

use std::io::Write as _;
use std::path::Path;

use md5::{Digest, Md5};

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

/// Clusters, and where each item's bytes went.
struct Layout {
    clusters: Vec<Vec<u8>>,
    places: Vec<(u32, u32)>,
    mimes: Vec<String>,
}

impl Layout {
    fn of(maker: &ZimMaker) -> Self {
        let mut layout = Self {
            clusters: maker.raw_clusters.clone(),
            places: vec![(0, 0); maker.items.len()],
            mimes: Vec::new(),
        };
        for kind in [(Codec::Plain, false), (Codec::Plain, true)]
            .into_iter()
            .chain([Codec::Xz, Codec::Zstd].into_iter().flat_map(|c| [(c, false), (c, true)]))
        {
            layout.add_clusters(maker, kind);
        }
        for item in &maker.items {
            if !item.mime.is_empty() && !layout.mimes.contains(&item.mime) {
                layout.mimes.push(item.mime.clone());
            }
        }
        layout
    }

    fn add_clusters(&mut self, maker: &ZimMaker, (codec, wide): (Codec, bool)) {
        let mut blobs: Vec<Vec<u8>> = Vec::new();
        let mut total = 0;
        for (index, item) in maker.items.iter().enumerate() {
            let bytes = match &item.content {
                Content::Bytes { bytes, codec: c, wide: w } if (*c, *w) == (codec, wide) => {
                    bytes.clone()
                }
                Content::Listing(kind) if (codec, wide) == (Codec::Plain, false) => {
                    let order = maker.title_order(*kind == Listing::V1);
                    order.iter().flat_map(|index| index.to_le_bytes()).collect()
                }
                Content::At { cluster, blob } => {
                    self.places[index] = (*cluster, *blob);
                    continue;
                }
                _ => continue,
            };
            self.places[index] = (self.clusters.len() as u32, blobs.len() as u32);
            total += bytes.len();
            blobs.push(bytes);
            if total >= maker.cluster_bytes {
                self.clusters.push(cluster(codec, wide, &blobs));
                blobs.clear();
                total = 0;
            }
        }
        if !blobs.is_empty() {
            self.clusters.push(cluster(codec, wide, &blobs));
        }
    }

    fn build(&self, maker: &ZimMaker) -> Vec<u8> {
        let mut out = vec![0; HEADER_BYTES];
        for mime in &self.mimes {
            out.extend(mime.as_bytes());
            out.push(0);
        }
        out.push(0);
        let mut dirents = Vec::new();
        for (item, place) in maker.items.iter().zip(&self.places) {
            dirents.push(out.len() as u64);
            out.extend(self.dirent(maker, item, *place));
        }
        let paths_at = put_pointers(&mut out, &dirents);
        let mut titles_at = u64::MAX;
        if maker.listing == Listing::Header {
            titles_at = out.len() as u64;
            out.extend(maker.title_order(false).iter().flat_map(|index| index.to_le_bytes()));
        }
        let mut starts = Vec::new();
        for bytes in &self.clusters {
            starts.push(out.len() as u64);
            out.extend(bytes);
        }
        let clusters_at = put_pointers(&mut out, &starts);
        let main_page = maker.main_page.as_deref();
        let main_page = main_page.map(|path| maker.index_of(maker.namespace(b'A'), path));
        let checksum_at = out.len() as u64;
        let mut header = b"ZIM\x04".to_vec();
        header.extend(maker.version.0.to_le_bytes());
        header.extend(maker.version.1.to_le_bytes());
        header.extend([0x5A; 16]);
        header.extend((maker.items.len() as u32).to_le_bytes());
        header.extend((self.clusters.len() as u32).to_le_bytes());
        for place in [paths_at, titles_at, clusters_at, HEADER_BYTES as u64] {
            header.extend(place.to_le_bytes());
        }
        header.extend(main_page.unwrap_or(u32::MAX).to_le_bytes());
        header.extend(u32::MAX.to_le_bytes());
        header.extend(checksum_at.to_le_bytes());
        out[..HEADER_BYTES].copy_from_slice(&header);
        let digest = Md5::digest(&out);
        out.extend(digest.as_slice());
        out
    }

    fn dirent(&self, maker: &ZimMaker, item: &Item, place: (u32, u32)) -> Vec<u8> {
        let mut out = Vec::new();
        let mime = match &item.content {
            Content::Redirect { .. } => REDIRECT,
            _ => self.mimes.iter().position(|mime| *mime == item.mime).expect("known") as u16,
        };
        out.extend(mime.to_le_bytes());
        out.extend([0, item.namespace, 0, 0, 0, 0]);
        if let Content::Redirect { namespace, path } = &item.content {
            out.extend(maker.index_of(*namespace, path).to_le_bytes());
        } else {
            out.extend(place.0.to_le_bytes());
            out.extend(place.1.to_le_bytes());
        }
        for text in [&item.path, &item.title] {
            out.extend(text.as_bytes());
            out.push(0);
        }
        out
    }
}

fn put_pointers(out: &mut Vec<u8>, pointers: &[u64]) -> u64 {
    let at = out.len() as u64;
    out.extend(pointers.iter().flat_map(|pointer| pointer.to_le_bytes()));
    at
}

/// Blobs behind their table of offsets, packed, behind the info byte.
pub fn cluster(codec: Codec, wide: bool, blobs: &[Vec<u8>]) -> Vec<u8> {
    let size: u64 = if wide { 8 } else { 4 };
    let mut offset = (blobs.len() as u64 + 1) * size;
    let mut inner = Vec::new();
    let put = |offset: u64, inner: &mut Vec<u8>| {
        inner.extend(&offset.to_le_bytes()[..size as usize]);
    };
    put(offset, &mut inner);
    for blob in blobs {
        offset += blob.len() as u64;
        put(offset, &mut inner);
    }
    inner.extend(blobs.iter().flatten());
    let mut out = vec![codec.number() | if wide { 0x10 } else { 0 }];
    out.extend(codec.pack(&inner));
    out
}
