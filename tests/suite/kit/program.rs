//! The real program: commands and a server of its own process, which may be killed at any moment.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

use serde_json::Value;

use super::Phone;

/// Another build of the program than the suite's own, such as an optimised one.
const PROGRAM_VARIABLE: &str = "CHALKBOX_PROGRAM";
const PORTAL_PORT: u16 = 18_080;
const LESSONS_PORT: u16 = 18_081;

/// What a command said, and its exit code (none: it was killed).
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The lines of `--json`; a last line that was cut off is none.
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

/// The program with its arguments still to come.
#[expect(clippy::disallowed_methods, reason = "the suite runs the program as a technician does")]
pub fn program() -> Command {
    let own = || PathBuf::from(env!("CARGO_BIN_EXE_chalkbox"));
    Command::new(std::env::var_os(PROGRAM_VARIABLE).map_or_else(own, PathBuf::from))
}

/// Any other program that a test needs.
#[expect(clippy::disallowed_methods, reason = "tests run strace, Python and the like")]
pub fn other_program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    Command::new(name)
}

/// Runs a command on a data folder to its end.
pub fn command(data: &Path, words: &[&str]) -> Said {
    finish(begin(data, words))
}

/// Starts a command on a data folder.
pub fn begin(data: &Path, words: &[&str]) -> Child {
    let mut command = program();
    command.arg("--data").arg(data).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What it said until it ended or was killed.
pub fn finish(child: Child) -> Said {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// A server in a process of its own, at an address of its own; killed when dropped.
pub struct Server {
    child: Child,
    log: PathBuf,
    pub data: PathBuf,
    pub portal: SocketAddr,
    pub lessons: SocketAddr,
}

/// Each server has a loopback address of its own, so that no two want the same port.
fn own_address() -> [u8; 4] {
    static NUMBER: AtomicU16 = AtomicU16::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let process = u16::try_from(std::process::id() % 60_000).unwrap();
    let [high, low] = process.wrapping_mul(31).wrapping_add(number).to_be_bytes();
    [127, 100 + (high & 63), low, 10 + (high >> 6)]
}

impl Server {
    /// Returns when pages are answered.
    pub fn start(data: &Path) -> Self {
        Self::start_with(program(), data)
    }

    /// Also what the console of whoever started it shows at the start.
    pub fn start_and_hear(data: &Path) -> (Self, String) {
        Self::begin(program(), data)
    }

    /// `command` ends in the program's name: perhaps another program that runs it.
    pub fn start_with(command: Command, data: &Path) -> Self {
        Self::begin(command, data).0
    }

    fn begin(mut command: Command, data: &Path) -> (Self, String) {
        let address = own_address();
        let portal = SocketAddr::from((address, PORTAL_PORT));
        let lessons = SocketAddr::from((address, LESSONS_PORT));
        let log = data.with_extension("log");
        let log_file = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        command.arg("--data").arg(data).arg("serve");
        command.args(["--portal", &portal.to_string(), "--lessons", &lessons.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        // The greeting comes in one piece: what there is beside the first line has come with it.
        line += std::str::from_utf8(said.buffer()).unwrap();
        let server = Self { child, log, data: data.to_owned(), portal, lessons };
        assert!(line.starts_with("Chalkbox serves at "), "{line:?}: {}", server.log());
        (server, line)
    }

    pub fn phone(&self) -> Phone {
        Phone::at(self.portal, self.lessons)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The power is cut.
    pub fn kill(mut self) {
        self.cut();
    }

    fn cut(&mut self) {
        // One that has ended already cannot be killed; either way it is gone.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Everything that servers of this data folder wrote to their log.
    pub fn log(&self) -> String {
        let mut text = Vec::new();
        std::fs::File::open(&self.log).unwrap().read_to_end(&mut text).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    }

    /// A number of kB in `/proc/PID/status`.
    pub fn memory_kib(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.cut();
    }
}
