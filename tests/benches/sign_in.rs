//! A thousand wrong passphrases from twenty phones: does the limit hold, do others still sign in, do
//! pupils notice? Run by `tests/run signin`.
//!
//! The box is a process of its own with the sample library. Pupils' pages are asked for in an open loop:
//! each at its own due time, from which its answer is timed, however many others wait. Wrong passphrases
//! come from 127.0.0.2 to 127.0.0.21, once all at once and once spread over twenty seconds; meanwhile
//! teachers sign in from further addresses. Each round begins with a new box, first without an attack.
#![expect(clippy::unwrap_used, reason = "a bench says what must hold")]
#![expect(clippy::disallowed_methods, reason = "a bench measures the time that really passes")]

#[path = "../suite/kit/test_box.rs"]
#[expect(dead_code, reason = "the suite uses more of it")]
mod test_box;

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chalkbox::base::{Clock, Random};
use chalkbox::people::Role;
use chalkbox::people::accounts::{self, NewStaff};
use chalkbox::people::attempts::FREE_FOR_PHONE;
use chalkbox::people::passphrase::{self, Cost};
use test_box::{TestBox, config};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep_until;

const ROUNDS: u32 = 3;
const GUESSERS: u8 = 20;
const GUESSES_EACH: u32 = 50;
const PUPILS: usize = 50;
const PAGES_PER_SECOND: u32 = 100;
const IDLE: Duration = Duration::from_secs(20);
/// Between two guesses of one phone when they are spread: a thousand in twenty seconds.
const SPREAD: Duration = Duration::from_millis(400);
const TEACHER_EVERY: Duration = Duration::from_millis(500);
const PASSPHRASE: &str = "mango+tree+near+the+river";
const SEED: u64 = 20_261_125;

const SIGN_IN_MAX: Duration = Duration::from_secs(2);
const P99_RATIO_MAX: f64 = 3.0;

// ---- the box ---------------------------------------------------------------------------------------

fn serve(folder: &Path) {
    let chalkbox = TestBox::start_with(folder, config(), Clock::system());
    chalkbox.load_sample();
    for role in [Role::Technician, Role::Head, Role::Teacher] {
        let passphrase =
            passphrase::hash(&Random::Kernel, &PASSPHRASE.replace('+', " "), Cost::BOARD);
        let (name, sign_in) = (role.word().to_owned(), role.word().to_owned());
        let new = NewStaff { role, name, sign_in, passphrase: Some(passphrase.unwrap()) };
        let now = chalkbox.clock.now();
        let school = &chalkbox.core().store.school;
        school
            .write_blocking(move |tx| accounts::add_staff(tx, &Random::Kernel, &new, now))
            .unwrap();
    }
    println!("{}", chalkbox.portal());
    // Until whoever measures is gone.
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    chalkbox.stop();
}

struct Chalkbox {
    child: Child,
    portal: SocketAddr,
    folder: PathBuf,
}

impl Chalkbox {
    fn start(round: u32) -> Self {
        let folder = std::env::temp_dir()
            .join(format!("chalkbox-bench-sign-in-{}-{round}", std::process::id()));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--serve")
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, portal: line.trim().parse().unwrap(), folder }
    }

    /// MiB: now, and at most so far.
    fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let mib = |key: &str| {
            let line = status.lines().find(|line| line.starts_with(key)).unwrap();
            line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
        };
        (mib("VmRSS:"), mib("VmHWM:"))
    }
}

impl Drop for Chalkbox {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

// ---- phones ----------------------------------------------------------------------------------------

#[derive(Clone)]
struct Phone {
    portal: SocketAddr,
    from: Ipv4Addr,
    cookie: String,
    token: String,
}

struct Answer {
    status: u16,
    text: String,
}

impl Phone {
    /// A phone that has seen the page of signing in.
    async fn at(portal: SocketAddr, last: u8) -> Self {
        let from = Ipv4Addr::new(127, 0, 0, last);
        let mut phone = Self { portal, from, cookie: String::new(), token: String::new() };
        let text = phone.ask("GET", "/sign-in", "").await.text;
        let after = |begins: &str, ends: char| {
            let at = text.find(begins).unwrap() + begins.len();
            text[at..].split(ends).next().unwrap().to_owned()
        };
        phone.cookie = after("guest=", ';');
        phone.token = after("name=\"token\" value=\"", '"');
        phone
    }

    async fn ask(&self, method: &str, path: &str, form: &str) -> Answer {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind((self.from, 0).into()).unwrap();
        let stream = socket.connect(self.portal).await.unwrap();
        let (cookie, length) = (&self.cookie, form.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: chalkbox.lan\r\nConnection: close\r\nCookie: guest={cookie}\r\n\
             Origin: http://chalkbox.lan\r\nContent-Length: {length}\r\n\r\n{form}"
        );
        let text = talk(&stream, request.as_bytes()).await.unwrap();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, text }
    }

    async fn sign_in(&self, name: &str, passphrase: &str) -> u16 {
        let token = &self.token;
        let form = format!("token={token}&name={name}&passphrase={passphrase}");
        self.ask("POST", "/sign-in", &form).await.status
    }
}

/// Sends a request and takes in the answer, which ends with the connection.
async fn talk(stream: &TcpStream, mut request: &[u8]) -> io::Result<String> {
    while !request.is_empty() {
        stream.writable().await?;
        match stream.try_write(request) {
            Ok(sent) => request = &request[sent..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    let (mut answer, mut piece) = (Vec::new(), vec![0; 64 << 10]);
    loop {
        stream.readable().await?;
        match stream.try_read(&mut piece) {
            Ok(0) => return Ok(String::from_utf8_lossy(&answer).into_owned()),
            Ok(more) => answer.extend_from_slice(&piece[..more]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}

/// Pages that pupils look at: home, a topic, a lesson, a search.
async fn pages(phone: &Phone) -> Vec<String> {
    let link = |text: &str, begins: &str| {
        let at = text.find(&format!("\"{begins}")).unwrap() + 1;
        text[at..].split('"').next().unwrap().replace("&#38;", "&")
    };
    let home = phone.ask("GET", "/", "").await.text;
    let topic = link(&home, "/topics/");
    let lesson = link(&phone.ask("GET", &topic, "").await.text, "/lessons/");
    vec!["/".into(), topic, lesson, "/search?q=water".into()]
}

// ---- the load --------------------------------------------------------------------------------------

#[derive(Default)]
struct Phase {
    pages: Vec<Duration>,
    sign_ins: Vec<Duration>,
    /// Answers to wrong passphrases: looked at, told to wait, too busy, anything else.
    guesses: [u32; 4],
    took: Duration,
}

impl Phase {
    fn add(&mut self, other: Self) {
        self.pages.extend(other.pages);
        self.sign_ins.extend(other.sign_ins);
        for (sum, more) in self.guesses.iter_mut().zip(other.guesses) {
            *sum += more;
        }
        self.took += other.took;
    }
}

/// Asks for pages at a steady average rate until told to stop.
async fn pupils(portal: SocketAddr, stop: Arc<AtomicBool>) -> Vec<Duration> {
    let mut phones = Vec::new();
    for _ in 0..PUPILS {
        phones.push(Phone::at(portal, 1).await);
    }
    let pages = pages(&phones[0]).await;
    let random = Random::seeded(SEED);
    let (mut due, mut asked) = (Instant::now(), JoinSet::new());
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        // Between none and twice the mean: pupils do not tap in step.
        let share = f64::from(u16::from_le_bytes(random.bytes())) / f64::from(u16::MAX);
        due += Duration::from_secs_f64(2.0 * share / f64::from(PAGES_PER_SECOND));
        sleep_until(due.into()).await;
        let (phone, page) = (phones[number % PUPILS].clone(), pages[number % pages.len()].clone());
        asked.spawn(async move {
            assert_eq!(phone.ask("GET", &page, "").await.status, 200, "{page}");
            due.elapsed()
        });
    }
    asked.join_all().await
}

/// A teacher signs in now and then, each time from another phone.
async fn teachers(portal: SocketAddr, stop: Arc<AtomicBool>) -> Vec<Duration> {
    let mut times = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let last = 100 + u8::try_from(times.len() % 150).unwrap();
        let phone = Phone::at(portal, last).await;
        let began = Instant::now();
        assert_eq!(phone.sign_in("teacher", PASSPHRASE).await, 303);
        times.push(began.elapsed());
        tokio::time::sleep(TEACHER_EVERY).await;
    }
    times
}

async fn guess(phone: Phone, between: Duration) -> [u32; 4] {
    let mut statuses = [0; 4];
    let names = ["head", "teacher", "technician", "nobody"];
    let begun = Instant::now();
    for (number, name) in (0..GUESSES_EACH).zip(names.into_iter().cycle()) {
        sleep_until((begun + between * number).into()).await;
        let status = phone.sign_in(name, &format!("mango+tree+number+{number}")).await;
        statuses[match status {
            403 => 0,
            429 => 1,
            503 => 2,
            _ => 3,
        }] += 1;
    }
    statuses
}

/// Pupils and teachers, and what happens beside them.
async fn phase(portal: SocketAddr, guesses_between: Option<Duration>) -> Phase {
    let stop = Arc::new(AtomicBool::new(false));
    let mut guessers = Vec::new();
    for last in 2..2 + GUESSERS {
        guessers.push(Phone::at(portal, last).await);
    }
    let pupils = tokio::spawn(pupils(portal, Arc::clone(&stop)));
    let teachers = tokio::spawn(teachers(portal, Arc::clone(&stop)));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (start, mut counts) = (Instant::now(), [0; 4]);
    match guesses_between {
        None => tokio::time::sleep(IDLE).await,
        Some(between) => {
            let all: JoinSet<_> = guessers.into_iter().map(|phone| guess(phone, between)).collect();
            for one in all.join_all().await {
                counts.iter_mut().zip(one).for_each(|(sum, more)| *sum += more);
            }
        }
    }
    let took = start.elapsed();
    stop.store(true, Ordering::Relaxed);
    Phase { pages: pupils.await.unwrap(), sign_ins: teachers.await.unwrap(), guesses: counts, took }
}

// ---- the figures -----------------------------------------------------------------------------------

fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3
}

fn print(name: &str, phase: &mut Phase) {
    let (pages, sign_ins) = (&mut phase.pages, &mut phase.sign_ins);
    println!(
        "{name:12} {:5} pages: p50 {:6.1} ms, p99 {:6.1} ms, longest {:6.1} ms; {:3} sign-ins: median {:6.1} ms, longest {:6.1} ms",
        pages.len(),
        percentile(pages, 50),
        percentile(pages, 99),
        percentile(pages, 100),
        sign_ins.len(),
        percentile(sign_ins, 50),
        percentile(sign_ins, 100),
    );
    let [looked, waits, busy, other] = phase.guesses;
    if looked > 0 {
        let took = phase.took.as_secs_f64() / f64::from(ROUNDS);
        println!(
            "{:12} wrong passphrases: {looked} looked at, {waits} told to wait, {busy} too busy, {other} other; {took:.1} s a round",
            ""
        );
    }
}

async fn measure() -> bool {
    let (mut idle, mut burst, mut spread) = (Phase::default(), Phase::default(), Phase::default());
    for round in 0..ROUNDS {
        for (sum, between) in [(&mut burst, Duration::ZERO), (&mut spread, SPREAD)] {
            let chalkbox = Chalkbox::start(round);
            idle.add(phase(chalkbox.portal, None).await);
            let before = chalkbox.memory();
            sum.add(phase(chalkbox.portal, Some(between)).await);
            let after = chalkbox.memory();
            println!(
                "round {round}: {} MiB before the attack; {} after, {} at most",
                before.0, after.0, after.1
            );
        }
    }
    print("no attack", &mut idle);
    print("all at once", &mut burst);
    print("over 20 s", &mut spread);
    let looked_max = u32::from(GUESSERS) * FREE_FOR_PHONE * ROUNDS;
    let mut good = true;
    let mut hold = |what: &str, holds: bool| {
        println!("{} {what}", if holds { "holds: " } else { "BROKEN:" });
        good &= holds;
    };
    let p99 = percentile(&mut idle.pages, 99);
    for (name, phase) in [("all at once", &mut burst), ("over 20 s", &mut spread)] {
        let [looked, _, _, other] = phase.guesses;
        hold(
            &format!("{name}: at most {looked_max} of the wrong passphrases are looked at"),
            looked <= looked_max && other == 0,
        );
        let longest = percentile(&mut phase.sign_ins, 100);
        hold(
            &format!("{name}: others sign in within 2 s ({longest:.0} ms)"),
            longest <= SIGN_IN_MAX.as_secs_f64() * 1e3,
        );
        let ratio = percentile(&mut phase.pages, 99) / p99;
        hold(
            &format!("{name}: pupils' p99 is {ratio:.2} times that without an attack"),
            ratio <= P99_RATIO_MAX,
        );
    }
    good
}

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    if let Some(at) = words.iter().position(|word| word == "--serve") {
        serve(Path::new(&words[at + 1]));
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    if runtime.block_on(measure()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
