//! Runs one command.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Weak};
use std::time::Duration;

use clap::Parser as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::perform::Work;
use super::{Arguments, Asked, Command, DONE, FAILED, TextAct, control, perform};
use crate::app::{Core, CoreError, Doors, Listening, Openings, start_at};
use crate::base::{Clock, Random};
use crate::config::Config;
use crate::store::{DataDir, StoreError, write_whole};
use crate::usage::Mark;
use crate::web::assets::PdfPlayer;

/// Where a box keeps its data, and a demo its own.
const DATA: &str = "/var/lib/chalkbox";
const DEMO_DATA: &str = "target/demo-data";
/// How long a command may go on after the stop.
const LAST_WORK: Duration = Duration::from_secs(3);
/// Threads that answer phones. More than the four cores of a Pi would only cost memory.
const WORKERS_MAX: usize = 4;
/// How often and how long a restart waits for what still holds the data folder: 20 s in all.
const LET_GO_LOOKS_MAX: u32 = 1_000;
const LET_GO_PAUSE: Duration = Duration::from_millis(20);

/// Parses the command line and runs its command; the exit code says how it went.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match read_config(&arguments) {
        Ok(config) => config,
        Err(sentence) => return fail(&sentence),
    };
    begin_log(&config.log);
    let Arguments { data, json, command, .. } = arguments;
    let is_demo = matches!(command, Command::Demo { .. });
    let data = data.unwrap_or_else(|| if is_demo { DEMO_DATA } else { DATA }.into());
    let code = match command {
        Command::Serve { portal, lessons } => {
            let listening = Listening {
                portal: portal.unwrap_or(config.portal_listen),
                lessons: lessons.unwrap_or(config.lessons_listen),
                mark: Mark::Pupil,
            };
            serve(&data, &config, &listening, &[])
        }
        Command::Demo { fresh, portal, lessons } => {
            let emptied = if fresh { empty(&data) } else { Ok(()) };
            let first = [Work::LoadSample, Work::DemoPeople].map(|work| Asked { json, work });
            emptied.and_then(|()| demo(&data, config, portal, lessons, &first))
        }
        Command::Text { act: TextAct::Export { file, desk } } => {
            let work = Work::of_text(&TextAct::Export { file: file.clone(), desk });
            work.and_then(|work| export_text(&data, config, &Asked { json, work }, &file))
        }
        command => {
            let asked = work_of(command).map(|work| Asked { json, work });
            asked.and_then(|asked| do_work(&data, config, &asked, &mut io::stdout()))
        }
    };
    match code {
        Ok(code) => ExitCode::from(code),
        Err(sentence) => fail(&sentence),
    }
}

fn fail(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(FAILED)
}

fn read_config(arguments: &Arguments) -> Result<Config, String> {
    match &arguments.config {
        Some(path) => Config::read(path).map_err(|error| error.to_string()),
        None => Ok(Config::default()),
    }
}

fn begin_log(level: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CHALKBOX_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
}

fn work_of(command: Command) -> Result<Work, String> {
    Ok(match command {
        Command::Load { paths, in_place } => {
            // The server has another working folder.
            let whole = |path: std::path::PathBuf| std::path::absolute(&path).unwrap_or(path);
            Work::Load { paths: paths.into_iter().map(whole).collect(), in_place }
        }
        Command::Library { act } => Work::Library(act),
        Command::People { act } => Work::People(act),
        Command::Usage { act } => Work::Usage(act),
        Command::Text { act } => Work::of_text(&act)?,
        Command::Doctor => Work::Doctor,
        Command::Serve { .. } | Command::Demo { .. } => {
            return Err("This command is not one that asks a server.".into());
        }
    })
}

/// The sheet is printed by the work, and put into the file here, on the asker's side.
fn export_text(data: &Path, config: Config, asked: &Asked, file: &Path) -> Result<u8, String> {
    let mut sheet = Vec::new();
    let code = do_work(data, config, asked, &mut sheet)?;
    if code == DONE {
        write_whole(file, &sheet).map_err(|error| error.to_string())?;
        let file = file.display();
        println!("{file} is written. Fill in the last column, then: chalkbox text import {file}");
    }
    Ok(code)
}

/// Asks the running server, or does the work itself.
fn do_work(data: &Path, config: Config, asked: &Asked, out: &mut dyn Write) -> Result<u8, String> {
    let answered = control::ask(&DataDir::control_socket(data), asked, out)
        .map_err(|error| format!("The running server did not answer: {error}"))?;
    if let Some(code) = answered {
        return Ok(code);
    }
    let own = open(data, config, false)?;
    let code = perform(&own, asked, out, &mut io::stderr());
    own.usage.stop();
    Ok(code)
}

fn openings(config: Config, serving: bool) -> Openings {
    Openings { config, clock: Clock::system(), random: Random::Kernel, serving }
}

fn open(data: &Path, config: Config, serving: bool) -> Result<Core, String> {
    Core::open(data, openings(config, serving)).map_err(|error| error.to_string())
}

/// Serves until a signal comes; starts anew when a technician asks for it. `first`:
/// commands to do once pages are answered.
fn serve(
    data: &Path,
    config: &Config,
    listening: &Listening,
    first: &[Asked],
) -> Result<u8, String> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(WORKERS_MAX);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .max_blocking_threads(workers * 8)
        .enable_all()
        .build()
        .map_err(|error| format!("The machine gives no threads: {error}"))?;
    let code = runtime.block_on(serve_anew_if_asked(data, config, listening, first));
    // What a command still does (a long load) is cut as by a power cut, which harms nothing.
    runtime.shutdown_timeout(LAST_WORK);
    code
}

/// The sockets stay open from one run to the next: no phone meets a closed door.
async fn serve_anew_if_asked(
    data: &Path,
    config: &Config,
    listening: &Listening,
    first: &[Asked],
) -> Result<u8, String> {
    let mut signals = Signals::hear()?;
    let (mut doors, mut first) = (None, first);
    let mut core = Arc::new(open(data, config.clone(), true)?);
    loop {
        let gone = Arc::downgrade(&core);
        let served = serve_once(&core, &mut doors, listening, &mut signals, first).await;
        first = &[];
        if served.is_err() {
            // Nobody came: an orderly stop, not a power cut.
            core.usage.stop();
        }
        drop(core);
        match served? {
            Ended::Stopped => return Ok(DONE),
            Ended::Restart => let_go(&gone).await?,
        }
        core = Arc::new(open_again(data, config).await?);
    }
}

/// Opens the data folder after a stop. A command that found no server at that very moment has the folder
/// until it is done.
async fn open_again(data: &Path, config: &Config) -> Result<Core, String> {
    let mut looks = 0;
    loop {
        match Core::open(data, openings(config.clone(), true)) {
            Err(CoreError::Store(StoreError::Locked(_))) if looks < LET_GO_LOOKS_MAX => looks += 1,
            opened => return opened.map_err(|error| error.to_string()),
        }
        tokio::time::sleep(LET_GO_PAUSE).await;
    }
}

/// Why a box stopped, in order.
enum Ended {
    Stopped,
    Restart,
}

/// One run, from the open data folder to the last thing written.
async fn serve_once(
    core: &Arc<Core>,
    doors: &mut Option<Doors>,
    listening: &Listening,
    signals: &mut Signals,
    first: &[Asked],
) -> Result<Ended, String> {
    let door = control::open_door(&DataDir::control_socket(core.data.root()))
        .map_err(|error| format!("Commands could not ask this server: {error}"))?;
    let open = match doors.take() {
        Some(open) => open,
        None => Doors::open(listening).await.map_err(|error| error.to_string())?,
    };
    let doors = doors.insert(open);
    let running = start_at(Arc::clone(core), doors).map_err(|error| error.to_string())?;
    let portal = portal_address(&running);
    let controls = controls(&running);
    // A demo makes its own technician in a moment.
    greet(&running, &portal, first.is_empty());
    let hearing = tokio::spawn(control::listen(door, running.stopping(), Arc::clone(&controls)));
    for asked in first {
        let (controls, asked) = (Arc::clone(&controls), asked.clone());
        let done = tokio::task::spawn_blocking(move || {
            controls(&asked, &mut io::stdout(), &mut io::stderr())
        });
        done.await.map_err(|error| error.to_string())?;
    }
    if !first.is_empty() {
        println!("Open {portal} in a browser.");
    }
    let ended = tokio::select! {
        () = signals.stop() => Ended::Stopped,
        () = running.restart_asked() => Ended::Restart,
    };
    running.stop().await;
    hearing.abort();
    Ok(ended)
}

/// Waits until nothing holds the data folder any more: a command may still be printing.
async fn let_go(core: &Weak<Core>) -> Result<(), String> {
    for _ in 0..LET_GO_LOOKS_MAX {
        if core.strong_count() == 0 {
            return Ok(());
        }
        tokio::time::sleep(LET_GO_PAUSE).await;
    }
    Err("The data folder was not let go, so the box could not start anew. Start it again.".into())
}

/// What tells a server to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn hear() -> Result<Self, String> {
        let hear = |kind| signal(kind).map_err(|error| format!("No signals can be heard: {error}"));
        Ok(Self {
            terminate: hear(SignalKind::terminate())?,
            interrupt: hear(SignalKind::interrupt())?,
        })
    }

    async fn stop(&mut self) {
        tokio::select! { _ = self.terminate.recv() => {}, _ = self.interrupt.recv() => {} }
    }
}

fn portal_address(running: &crate::app::Running) -> String {
    let host = running.core.settings.now().portal_names.first().cloned().unwrap_or_default();
    match running.portal.port() {
        80 => format!("http://{host}"),
        port => format!("http://{host}:{port}"),
    }
}

/// Whoever started the server sees where it is, and may set a new box up. In one piece: a reader may go
/// after the first line.
fn greet(running: &crate::app::Running, portal: &str, may_set_up: bool) {
    let setup = running.core.setup.code().filter(|_| may_set_up).map(|code| {
        format!("No technician yet: open {portal}/setup and type the setup code {code}\n")
    });
    let said = format!("Chalkbox serves at {portal}\n{}", setup.unwrap_or_default());
    // After a restart nobody may be reading any more; the status file says the same.
    let _ = io::stdout().write_all(said.as_bytes());
}

fn controls(running: &crate::app::Running) -> control::Controls {
    let core = Arc::clone(&running.core);
    Arc::new(move |asked: &Asked, out: &mut dyn Write, err: &mut dyn Write| {
        perform(&core, asked, out, err)
    })
}

/// Removes a data folder, if it is one and no Chalkbox is using it.
fn empty(data: &Path) -> Result<(), String> {
    if !data.exists() {
        return Ok(());
    }
    if !data.join("library.db").exists() {
        return Err(format!("{} is no data folder, and is left as it is.", data.display()));
    }
    let folder = DataDir::create(data).map_err(|error| error.to_string())?;
    let _lock = folder.lock().map_err(|error| error.to_string())?;
    std::fs::remove_dir_all(data)
        .map_err(|error| format!("{} could not be emptied: {error}", data.display()))
}

/// The sample library at this machine's own address, its use marked as a demo's.
fn demo(
    data: &Path,
    config: Config,
    portal: SocketAddr,
    lessons: SocketAddr,
    first: &[Asked],
) -> Result<u8, String> {
    let config = Config {
        portal_names: vec!["localhost".into(), "chalkbox.lan".into()],
        lessons_names: vec!["127.0.0.1".into()],
        ..config
    };
    if PdfPlayer::embedded().is_none() {
        println!(
            "Books are offered as files only: this program was built without pdf.js. To read them \
             page by page, run web-assets/players/fetch (it needs npm) and build again."
        );
    }
    serve(data, &config, &Listening { portal, lessons, mark: Mark::Demo }, first)
}
