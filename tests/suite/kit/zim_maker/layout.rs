//! How a made archive's bytes are laid out.

use md5::{Digest, Md5};

use super::{Codec, Content, HEADER_BYTES, Item, Listing, REDIRECT, ZimMaker};

/// Clusters, and where each item's bytes went.
pub(super) struct Layout {
    clusters: Vec<Vec<u8>>,
    places: Vec<(u32, u32)>,
    mimes: Vec<String>,
}

impl Layout {
    pub(super) fn of(maker: &ZimMaker) -> Self {
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

    pub(super) fn build(&self, maker: &ZimMaker) -> Vec<u8> {
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
        header.extend(maker.uuid);
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
