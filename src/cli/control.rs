//! A command beside a running server: it asks over `DATA/control.sock`, which only the box's own
//! user may open. One JSON object a line each way.

use std::io::{self, BufRead as _, BufReader, Read as _, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::UnixListener;
use tokio::sync::{Semaphore, watch};

use super::FAILED;
use super::perform::Asked;
use crate::web::serve::stopped;

/// The longest question is a sheet of words, in which each byte is a number of three digits.
const QUESTION_BYTES_MAX: u64 = 2 << 20;
/// A command asks at once; whoever does not must not keep a seat.
const QUESTION_WAIT: Duration = Duration::from_secs(10);
/// What is waited after the kernel refused a connection (no file handle left, mostly).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Commands that may ask at once.
const ASKERS_MAX: usize = 8;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Out(String),
    Err(String),
    Exit(u8),
}

/// What the server does with a question.
pub type Controls = Arc<dyn Fn(&Asked, &mut dyn Write, &mut dyn Write) -> u8 + Send + Sync>;

/// Opens the door for commands: from here on they ask this server.
pub fn open_door(socket: &Path) -> io::Result<UnixListener> {
    // The lock is ours, so a socket that lies there is what a power cut left.
    match std::fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(socket)?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers commands until the box stops.
pub async fn listen(listener: UnixListener, mut stop: watch::Receiver<bool>, controls: Controls) {
    let seats = Arc::new(Semaphore::new(ASKERS_MAX));
    loop {
        let asker = tokio::select! {
            asker = listener.accept() => asker.and_then(|(asker, _)| asker.into_std()),
            () = stopped(&mut stop) => return,
        };
        let asker = match asker {
            Ok(asker) => asker,
            Err(error) => {
                tracing::warn!(error = %error, "a command was not heard");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
        let controls = Arc::clone(&controls);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = answer(&asker, &controls) {
                tracing::warn!(error = %error, "a command hung up");
            }
            drop(seat);
        });
    }
}

fn answer(asker: &UnixStream, controls: &Controls) -> io::Result<()> {
    asker.set_nonblocking(false)?;
    asker.set_read_timeout(Some(QUESTION_WAIT))?;
    let mut line = String::new();
    BufReader::new(asker.take(QUESTION_BYTES_MAX)).read_line(&mut line)?;
    let (mut out, mut err) =
        (Telling { to: asker, as_out: true }, Telling { to: asker, as_out: false });
    let code = match serde_json::from_str(&line) {
        Ok(question) => controls(&question, &mut out, &mut err),
        Err(error) => {
            writeln!(err, "This command and the running server are not of one version: {error}")?;
            FAILED
        }
    };
    tell(asker, &Told::Exit(code))
}

fn tell(mut to: &UnixStream, told: &Told) -> io::Result<()> {
    let mut line = serde_json::to_string(told)?;
    line.push('\n');
    to.write_all(line.as_bytes())
}

/// Writes each piece as a line of its own; what is written is whole lines of text.
struct Telling<'a> {
    to: &'a UnixStream,
    as_out: bool,
}

impl Write for Telling<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A letter may be cut in two by a full buffer: send only up to the last whole one.
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.valid_up_to() > 0 => {
                std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return Err(io::ErrorKind::InvalidData.into()),
        };
        let text = whole.to_owned();
        let told = if self.as_out { Told::Out(text) } else { Told::Err(text) };
        tell(self.to, &told)?;
        Ok(whole.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks the running server and prints what it tells; `None`: no server is there.
pub(super) fn ask(socket: &Path, asked: &Asked, out: &mut dyn Write) -> io::Result<Option<u8>> {
    let server = match UnixStream::connect(socket) {
        Ok(server) => server,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let mut question = serde_json::to_string(asked)?;
    question.push('\n');
    (&server).write_all(question.as_bytes())?;
    for line in BufReader::new(&server).lines() {
        match serde_json::from_str(&line?)? {
            Told::Out(text) => out.write_all(text.as_bytes())?,
            Told::Err(text) => io::stderr().write_all(text.as_bytes())?,
            Told::Exit(code) => return Ok(Some(code)),
        }
    }
    eprintln!("The server stopped before it was done.");
    Ok(Some(FAILED))
}
