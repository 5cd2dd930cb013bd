//! A real box in its own folder: real listeners on port 0, the clock in hand.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chalkbox::app::{Core, Listening, Openings, Running, start};
use chalkbox::base::{Clock, Random, UnixMillis};
use chalkbox::cli::{Asked, Work, perform};
use chalkbox::config::Config;
use chalkbox::usage::Mark;
use tokio::runtime::Runtime;

/// Wednesday 2026-11-25, 09:00 in UTC.
pub const MORNING: UnixMillis = UnixMillis(1_795_597_200_000);

pub struct TestBox {
    pub clock: Clock,
    runtime: Runtime,
    running: Option<Running>,
}

/// A box as the stories know it: `chalkbox.lan`, the lesson names, and both addresses.
pub fn config() -> Config {
    Config {
        box_name: "Test school".into(),
        portal_names: vec!["chalkbox.lan".into(), "10.77.0.1".into()],
        lessons_names: vec!["10.77.0.2".into()],
        ..Config::default()
    }
}

impl TestBox {
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, config(), Clock::fixed(MORNING))
    }

    pub fn start_with(data: &Path, config: Config, clock: Clock) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let openings =
            Openings { config, clock: clock.clone(), random: Random::Kernel, serving: true };
        let core = Arc::new(Core::open(data, openings).unwrap());
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let listening = Listening { portal: anywhere, lessons: anywhere, mark: Mark::Pupil };
        let running = runtime.block_on(start(core, listening)).unwrap();
        Self { clock, runtime, running: Some(running) }
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub fn core(&self) -> &Arc<Core> {
        &self.running().core
    }

    pub fn portal(&self) -> SocketAddr {
        self.running().portal
    }

    pub fn lessons(&self) -> SocketAddr {
        self.running().lessons
    }

    /// Does a command as `control.sock` would; what it printed, and its exit code.
    pub fn ask(&self, json: bool, work: Work) -> (u8, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = perform(self.core(), &Asked { json, work }, &mut out, &mut err);
        out.extend(err);
        (code, String::from_utf8(out).unwrap())
    }

    pub fn load(&self, path: &Path) -> String {
        let (code, said) =
            self.ask(true, Work::Load { paths: vec![path.to_owned()], in_place: false });
        assert_eq!(code, 0, "{said}");
        self.catch_up();
        said
    }

    pub fn load_sample(&self) {
        let (code, said) = self.ask(true, Work::LoadSample);
        assert_eq!(code, 0, "{said}");
        self.catch_up();
    }

    /// Waits until everything loaded is in the search index.
    pub fn catch_up(&self) {
        let go_on = || std::ops::ControlFlow::Continue(());
        self.core().indexing.catch_up(&self.core().library, &go_on).unwrap();
    }

    /// Moves the clock on, and does what the box does each 15 s.
    pub fn advance(&self, span: Duration) {
        self.clock.advance(span);
        self.core().usage.tick();
        self.runtime.block_on(self.running().guests.save()).unwrap();
    }

    /// Does what the box does each day: what is too old goes.
    pub fn sweep(&self) {
        self.runtime.block_on(self.running().guests.sweep()).unwrap();
    }

    /// Waits for something of the box's own.
    pub fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    /// Stops in order, as a technician would.
    pub fn stop(mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

impl Drop for TestBox {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}
