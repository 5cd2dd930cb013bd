//! The central directory, checked: what `PackageZip::open` lets in.

use std::collections::{HashMap, HashSet};
use std::io::BufReader;

use zip::CompressionMethod;
use zip::result::ZipError;

use super::{
    DIRECTORY_BYTES_MAX, ENTRIES_MAX, Method, RATIO_FREE_BYTES, RATIO_MAX, UNPACKED_BYTES_MAX,
    ZipEntry, ZipFault,
};
use crate::formats::source::{ByteSource, Rationed};
use crate::formats::virtual_path::VirtualPath;

/// Signature and fixed part of a local file header (APPNOTE 4.3.7).
const LOCAL_HEADER_BYTES: usize = 30;

/// Every file entry, checked and sorted by path.
pub fn read<S: ByteSource>(source: &S) -> Result<Vec<ZipEntry>, ZipFault> {
    // The crate trusts the directory's own count; the ration bounds what it can make us hold.
    let rationed = BufReader::new(Rationed::new(source, DIRECTORY_BYTES_MAX));
    let archive = zip::ZipArchive::new(rationed).map_err(fault)?;
    if archive.len() > ENTRIES_MAX {
        return Err(ZipFault::TooMany(archive.len()));
    }
    if archive.has_duplicate_names() {
        return Err(ZipFault::ListedTwice);
    }
    let mut entries = Vec::with_capacity(archive.len());
    let mut names = Names::default();
    let mut unpacked_bytes = 0_u64;
    for index in 0..archive.len() {
        let listed = archive.by_index_data(index).map_err(fault)?;
        let Some(entry) = checked(source, &listed, &mut names)? else { continue };
        unpacked_bytes = unpacked_bytes.saturating_add(entry.size_bytes);
        if unpacked_bytes > UNPACKED_BYTES_MAX {
            return Err(ZipFault::TooLarge);
        }
        entries.push(entry);
    }
    refuse_overlaps(&entries, archive.central_directory_start())?;
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

fn fault(error: ZipError) -> ZipFault {
    use std::io::ErrorKind::{QuotaExceeded, UnexpectedEof};
    match error {
        ZipError::Io(error) if error.kind() == QuotaExceeded => ZipFault::DirectoryTooLarge,
        ZipError::Io(error) if error.kind() != UnexpectedEof => ZipFault::Io(error),
        ZipError::UnsupportedArchive(_) => ZipFault::RareKind,
        _ => ZipFault::Damaged,
    }
}

/// The names met so far, as a phone or a disk would compare them.
#[derive(Default)]
struct Names {
    files: HashMap<String, String>,
    folders: HashSet<String>,
}

impl Names {
    fn add_folders_above(&mut self, folded: &str) -> Result<(), ZipFault> {
        for (at, _) in folded.match_indices('/') {
            let above = folded.get(..at).unwrap_or_default();
            if let Some(file) = self.files.get(above) {
                return Err(ZipFault::FileAndFolder(file.clone()));
            }
            if !self.folders.contains(above) {
                self.folders.insert(above.to_owned());
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &VirtualPath) -> Result<(), ZipFault> {
        let folded = path.folded();
        self.add_folders_above(&folded)?;
        if self.folders.contains(&folded) {
            return Err(ZipFault::FileAndFolder(path.to_string()));
        }
        match self.files.insert(folded, path.to_string()) {
            Some(other) => Err(ZipFault::SameName(other, path.to_string())),
            None => Ok(()),
        }
    }
}

/// One listed entry, or `None` for a folder.
fn checked<S: ByteSource>(
    source: &S,
    listed: &zip::read::ZipFileEntry<'_>,
    names: &mut Names,
) -> Result<Option<ZipEntry>, ZipFault> {
    let shown = listed.name().map_err(fault)?.into_owned();
    let path = VirtualPath::parse(&shown)
        .map_err(|fault| ZipFault::Name { name: shown.escape_default().to_string(), fault })?;
    let name = path.to_string();
    if listed.is_symlink() {
        return Err(ZipFault::Link(name));
    }
    if listed.encrypted() {
        return Err(ZipFault::Locked(name));
    }
    if shown.ends_with(['/', '\\']) {
        names.add_folders_above(&format!("{}/", path.folded()))?;
        return Ok(None);
    }
    names.add_file(&path)?;
    let method = match listed.compression() {
        CompressionMethod::STORE => Method::Stored,
        CompressionMethod::DEFLATE => Method::Deflated,
        _ => return Err(ZipFault::Method(name)),
    };
    let (packed_bytes, size_bytes) = (listed.compressed_size(), listed.size());
    if method == Method::Stored && packed_bytes != size_bytes {
        return Err(ZipFault::EntryDamaged(name));
    }
    if size_bytes > RATIO_FREE_BYTES && size_bytes / RATIO_MAX > packed_bytes {
        return Err(ZipFault::Bomb(name));
    }
    let data_offset = data_offset(source, listed, &name)?;
    let crc32 = listed.crc32();
    Ok(Some(ZipEntry { path, method, data_offset, packed_bytes, size_bytes, crc32 }))
}

/// Where the data begin: the local header's name and extra field have lengths of their own, so it must be asked.
/// What it repeats of the directory must agree, or two readers would see two different files.
fn data_offset<S: ByteSource>(
    source: &S,
    listed: &zip::read::ZipFileEntry<'_>,
    name: &str,
) -> Result<u64, ZipFault> {
    let outside = || ZipFault::Outside(name.to_owned());
    let start = listed.header_start();
    let header: [u8; LOCAL_HEADER_BYTES] = source.read_array(start)?.ok_or_else(outside)?;
    let [b'P', b'K', 3, 4, _, _, flags, ..] = header else { return Err(outside()) };
    let [.., crc0, crc1, crc2, crc3, p0, p1, p2, p3, s0, s1, s2, s3, n0, n1, x0, x1] = header;
    let (name_bytes, extra_bytes) = (u16::from_le_bytes([n0, n1]), u16::from_le_bytes([x0, x1]));
    let after = start.checked_add(LOCAL_HEADER_BYTES as u64).ok_or_else(outside)?;
    let local_name = source.read_up_to(after, usize::from(name_bytes))?;
    let size_agrees = |local: [u8; 4], listed: u64| {
        // All ones: the size stands in an extra field of 64 bits.
        let local = u32::from_le_bytes(local);
        local == u32::MAX || u64::from(local) == listed
    };
    // Bit 3: packed as a stream, these came behind the data and are zero here.
    let agrees = flags & 8 != 0
        || (u32::from_le_bytes([crc0, crc1, crc2, crc3]) == listed.crc32()
            && size_agrees([p0, p1, p2, p3], listed.compressed_size())
            && size_agrees([s0, s1, s2, s3], listed.size()));
    if !agrees || local_name != listed.name_raw() {
        return Err(ZipFault::EntryDamaged(name.to_owned()));
    }
    after.checked_add(u64::from(name_bytes) + u64::from(extra_bytes)).ok_or_else(outside)
}

/// Data ranges may neither meet one another nor run into the directory.
fn refuse_overlaps(entries: &[ZipEntry], directory_start: u64) -> Result<(), ZipFault> {
    let mut by_place: Vec<&ZipEntry> = entries.iter().filter(|e| e.packed_bytes > 0).collect();
    by_place.sort_unstable_by_key(|e| e.data_offset);
    let end = |e: &ZipEntry| e.data_offset.saturating_add(e.packed_bytes);
    if let Some(entry) = by_place.iter().find(|e| end(e) > directory_start) {
        return Err(ZipFault::Outside(entry.path.to_string()));
    }
    for pair in by_place.windows(2) {
        if let [first, second] = pair
            && end(first) > second.data_offset
        {
            return Err(ZipFault::Overlap(first.path.to_string(), second.path.to_string()));
        }
    }
    Ok(())
}
