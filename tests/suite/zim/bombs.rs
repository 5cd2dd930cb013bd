//! Small files that unpack to 1 GiB: memory must not follow.

use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use chalkbox::formats::zim::{Archive, Content};
use liblzma::stream::{Check, Filters, LzmaOptions, Stream};
use zstd::stream::raw::CParameter;

use super::{MIB, cache};
use crate::kit::Folder;
use crate::kit::zim_maker::ZimMaker;

pub const BOMB_BYTES: usize = 1024 * MIB;
pub const GROWTH_KIB_MAX: u64 = 64 * 1024;
const FOLDER_VARIABLE: &str = "CHALKBOX_BOMB_FOLDER";
/// The name by which the test program runs only the part that is measured.
const MEASURED: &str = "zim::bombs::measured_alone";

/// Offsets of a blob of 1 GiB and a small one behind it, then all those zeros.
fn write_bomb(out: &mut impl std::io::Write) {
    let ends = [12, 12 + BOMB_BYTES, 12 + BOMB_BYTES + 5];
    for end in ends {
        let offset = u32::try_from(end).expect("below 4 GiB");
        out.write_all(&offset.to_le_bytes()).expect("packs");
    }
    let zeros = vec![0; MIB];
    for _ in 0..BOMB_BYTES / MIB {
        out.write_all(&zeros).expect("packs");
    }
    out.write_all(b"small").expect("packs");
}

pub fn zstd_bomb(window_log: u32) -> Vec<u8> {
    let mut encoder = zstd::stream::Encoder::new(vec![5], 1).expect("zstd");
    encoder.set_parameter(CParameter::WindowLog(window_log)).expect("window");
    write_bomb(&mut encoder);
    encoder.finish().expect("zstd")
}

pub fn xz_bomb(dictionary_bytes: usize) -> Vec<u8> {
    let mut options = LzmaOptions::new_preset(0).expect("xz");
    options.dict_size(u32::try_from(dictionary_bytes).expect("small"));
    let stream = Stream::new_stream_encoder(Filters::new().lzma2(&options), Check::Crc32);
    let mut encoder = liblzma::write::XzEncoder::new_stream(vec![4], stream.expect("xz"));
    write_bomb(&mut encoder);
    encoder.finish().expect("xz")
}

pub fn write_archive(path: &Path, bomb: Vec<u8>) {
    let mut maker = ZimMaker::new();
    let cluster = maker.raw_cluster(bomb);
    maker.page_at("large", cluster, 0).page_at("behind", cluster, 1).page("good", "", "fine");
    maker.write(path);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "memory is measured in a process of its own")]
fn bombs_raise_memory_by_less_than_64_mib() {
    let folder = Folder::new("zim-bombs");
    // Both at the widest that is served, and wider: those are refused.
    write_archive(&folder.path("zstd-32MiB-window.zim"), zstd_bomb(25));
    write_archive(&folder.path("zstd-128MiB-window.zim"), zstd_bomb(27));
    write_archive(&folder.path("xz-32MiB-dictionary.zim"), xz_bomb(32 * MIB));
    write_archive(&folder.path("xz-64MiB-dictionary.zim"), xz_bomb(64 * MIB));
    let program = std::env::current_exe().expect("this program");
    for (name, streams) in [
        ("zstd-32MiB-window.zim", true),
        ("zstd-128MiB-window.zim", false),
        ("xz-32MiB-dictionary.zim", true),
        ("xz-64MiB-dictionary.zim", false),
    ] {
        let output = std::process::Command::new(&program)
            .args(["--exact", MEASURED, "--ignored", "--nocapture", "--test-threads=1"])
            .env(FOLDER_VARIABLE, folder.path(name))
            .output()
            .expect("runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {text}\n{:?}", output.stderr);
        let said = text.lines().find(|line| line.contains("KiB more")).expect("a measure");
        println!("{name}: {said}");
        assert_eq!(said.contains("streamed"), streams, "{name}: {said}");
    }
}

#[test]
#[ignore = "run by bombs_raise_memory_by_less_than_64_mib, in a process of its own"]
#[expect(clippy::disallowed_methods, reason = "the time of a request is measured")]
fn measured_alone() {
    let Some(path) = std::env::var_os(FOLDER_VARIABLE) else { return };
    let before = most_memory_kib();
    let archive = Archive::open(Path::new(&path), &cache()).expect("opens");
    let entry = |path: &str| archive.find(path).expect("searches").expect("there");
    let started = Instant::now();
    // 1 GiB lies before it: no request may wait so long.
    let error = archive.read(&entry("behind")).expect_err("too deep").to_string();
    assert!(error.contains("needs more memory"), "{error}");
    let outcome = match archive.read(&entry("large")) {
        Ok(Content::Streamed(mut stream)) => {
            let mut sink = std::io::sink();
            let count = std::io::copy(&mut stream, &mut sink).expect("unpacks");
            sink.flush().expect("nothing to do");
            assert_eq!(count, BOMB_BYTES as u64);
            "streamed"
        }
        Ok(_) => panic!("1 GiB must not be held"),
        Err(error) => {
            assert!(error.to_string().contains("needs more memory"), "{error}");
            "refused"
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    assert_eq!(super::text_at(&archive, "good").as_deref(), Some("fine"));
    let growth = most_memory_kib() - before;
    println!("{outcome} in {seconds:.2} s, {growth} KiB more");
    assert!(growth < GROWTH_KIB_MAX, "{growth} KiB more");
}

/// The most memory that this process ever had, in KiB.
fn most_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("VmHWM");
    line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect("a number")
}
