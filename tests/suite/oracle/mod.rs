//! ZIM files through the real server, over HTTP: valid ones byte for byte as libzim reads them, others without harm.
//! `CHALKBOX_LIBZIM_PYTHON` names a Python with the package `libzim`; `CHALKBOX_ZIM` one more file to compare.

mod bombs;
mod hostile;
mod valid;

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::kit::program::{Server, command};
use crate::kit::wire::Wire;

/// The lesson site's address, which serves all packages.
const HOST: &str = "10.77.0.2";
/// Everything but unreserved letters and slashes, as a browser writes a path.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

fn address(package: &str, path: &str) -> String {
    format!("/raw/{package}/content/{}", utf8_percent_encode(path, PATH))
}

fn wire(server: &Server) -> Wire {
    Wire::open(server.lessons, HOST)
}

/// Loads a file where it lies: its package, or the sentence of its refusal.
fn load_in_place(server: &Server, path: &Path) -> Result<String, String> {
    let said = command(&server.data, &["--json", "load", "--in-place", path.to_str().unwrap()]);
    let lines = said.lines();
    let line = lines.first().unwrap_or_else(|| panic!("{}: {said:?}", path.display()));
    match line["package"].as_str() {
        Some(package) => Ok(package.to_owned()),
        None => Err(line["error"].as_str().unwrap().to_owned()),
    }
}

fn remove(server: &Server, package: &str) {
    let said = command(&server.data, &["library", "remove", package]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

fn never_panicked(server: &Server) {
    let log = server.log();
    assert!(!log.contains("panicked"), "{log}");
}
