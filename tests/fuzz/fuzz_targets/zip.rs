//! Any bytes as a zip: an index or a sentence; what it unpacks agrees with what it says.
#![no_main]

use chalkbox::formats::package_zip::PackageZip;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(zip) = PackageZip::open(bytes.to_vec()) else { return };
    for entry in zip.entries() {
        if let Ok(unpacked) = zip.read_inflated(entry, 1 << 20) {
            assert_eq!(unpacked.len() as u64, entry.size_bytes);
        }
        assert_eq!(zip.find(entry.path.as_str()), Some(entry));
    }
    let _ = zip.start_page();
    let _ = zip.text();
});
