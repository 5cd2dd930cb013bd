//! Set-up, invitations, resets and lists of learners while the box is cut: no half account, no code that
//! works twice, no half class.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chalkbox::app::{Core, Openings};
use chalkbox::base::{Clock, Random};
use chalkbox::config::Config;
use chalkbox::people::{Role, accounts, codes};
use serde_json::Value;

use super::{SEED, SEED_VARIABLE, start_again, time, wait_for_the_cut};
use crate::kit::becoming::{NEW_PASSPHRASE, account, form, send, setup_code};
use crate::kit::damage::Dice;
use crate::kit::program::{Server, begin, command, finish};
use crate::kit::{Folder, Phone, staff};

const LEARNERS: u64 = 40;
/// Cuts come within this of what an uncut act takes.
const LATE_DIVISOR: u32 = 4;

#[test]
fn a_few_cuts_leave_no_half_account() {
    cut_each_act(2);
}

#[test]
#[ignore = "tests/run powercut: some minutes"]
fn two_hundred_cuts_leave_no_half_account() {
    cut_each_act(34);
}

/// One act, cut at a random moment within `longest`; whether its answer came whole.
type Act = fn(&mut School, &Dice, Duration) -> bool;

fn cut_each_act(times: usize) {
    let seed = std::env::var(SEED_VARIABLE).ok().and_then(|text| text.parse().ok());
    let seed: u64 = seed.unwrap_or(SEED);
    println!("seed {seed}");
    let folder = Folder::new("powercut-people");
    let mut school =
        School { data: folder.path("school"), folder, count: 0, uncut: Duration::ZERO };
    school.found();
    let acts: [(&str, Act); 6] = [
        ("set-up", School::set_up),
        ("invitation", School::join),
        ("people add", School::add),
        ("people reset", School::reset),
        ("new passphrase", School::mend),
        ("list of learners", School::import),
    ];
    for (number, (name, act)) in acts.into_iter().enumerate() {
        let dice = Dice(Random::seeded(seed + number as u64));
        assert!(act(&mut school, &dice, Duration::MAX), "{name} uncut");
        let mut whole = 0;
        for _ in 0..times {
            let longest = school.uncut + school.uncut / LATE_DIVISOR;
            whole += usize::from(act(&mut school, &dice, longest));
        }
        println!("{name}: {times} cuts, {whole} after the answer; no half account, no code twice");
    }
}

struct School {
    data: PathBuf,
    folder: Folder,
    count: usize,
    /// About how long an act takes until its answer.
    uncut: Duration,
}

/// What `people list` says of somebody, by the name they sign in with.
fn listed(data: &Path, sign_in: &str) -> Option<Value> {
    let said = command(data, &["--json", "people", "list"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    said.lines().into_iter().find(|line| line["sign_in"] == sign_in)
}

fn signs_in(server: &Server, name: &str, passphrase: &str) -> bool {
    let answer = staff::sign_in(&mut server.phone(), name, passphrase);
    assert!(matches!(answer.status, 303 | 403), "{}", answer.text());
    answer.status == 303
}

/// Whether a code still opens something.
fn opens(server: &Server, code: &str) -> bool {
    let page = format!("/join?code={}", code.replace(' ', ""));
    let status = server.phone().get(&page).status;
    assert!(matches!(status, 200 | 400), "{status}");
    status == 200
}

/// Runs `act` with a phone until it has its answer or the box is gone; the answer, if it came.
/// Notes how long that takes.
fn cut_while<T: Send>(
    server: Server,
    (dice, longest, uncut): (&Dice, Duration, &mut Duration),
    act: impl FnOnce(&mut Phone) -> Option<T> + Send,
) -> Option<T> {
    let mut phone = server.phone();
    std::thread::scope(|scope| {
        let acting = scope.spawn(move || time(|| act(&mut phone)));
        if longest == Duration::MAX {
            let (done, took) = acting.join().unwrap();
            *uncut = took;
            server.kill();
            return done;
        }
        wait_for_the_cut(dice, longest);
        server.kill();
        let (done, took) = acting.join().unwrap();
        // So about half of the cuts come before the answer, however busy the machine is.
        *uncut = if done.is_some() { took } else { *uncut + *uncut / 8 };
        done
    })
}

/// Sends the form of a page; `None`: the box was gone before the answer.
fn try_send(phone: &mut Phone, page: &str, fields: &[(&str, &str)]) -> Option<u16> {
    let token = phone.try_get(page).ok()?.token()?;
    let path = page.split('?').next()?;
    Some(phone.try_post(path, &form(&token, fields)).ok()?.status)
}

impl School {
    fn next(&mut self, name: &str) -> String {
        self.count += 1;
        format!("{name} {}", self.count)
    }

    /// A technician and a head, so that the box is set up.
    fn found(&self) {
        for (name, role) in [("tech", "technician"), ("head", "head")] {
            let said = command(&self.data, &["people", "add", name, "--role", role]);
            assert_eq!(said.code, Some(0), "{said:?}");
        }
    }

    fn set_up(&mut self, dice: &Dice, longest: Duration) -> bool {
        let name = self.next("set-up");
        let data = self.folder.path(&name);
        let server = Server::start(&data);
        let code = setup_code(&data).unwrap();
        let fields = account(&code, "Asha", "asha");
        let answer = cut_while(server, (dice, longest, &mut self.uncut), |phone| {
            try_send(phone, "/setup", &fields)
        });
        let server = start_again(&data);
        let there = signs_in(&server, "asha", NEW_PASSPHRASE);
        assert!(there || answer != Some(303), "acknowledged and lost");
        let again = setup_code(&data);
        assert_eq!(again.is_none(), there, "either set up or not");
        assert_eq!(listed(&data, "asha").is_some(), there, "no half account");
        if let Some(again) = again {
            assert_ne!(again, code);
            let mut phone = server.phone();
            assert_eq!(send(&mut phone, "/setup", &fields).status, 400, "the old code is void");
            let fields = account(&again, "Asha", "asha");
            assert_eq!(send(&mut phone, "/setup", &fields).status, 303);
        }
        assert!(data.join("technician").exists());
        server.kill();
        answer == Some(303)
    }

    /// As the head's page makes one, on a box that stands still.
    fn invitation(&self) -> String {
        let openings = Openings {
            config: Config::default(),
            clock: Clock::system(),
            random: Random::Kernel,
            serving: false,
        };
        let core = Core::open(&self.data, openings).unwrap();
        let (random, secret, now) = (Random::Kernel, core.secret().unwrap(), core.clock.now());
        let made = core.store.school.write_blocking(move |tx| {
            let head = accounts::by_sign_in(tx, "head")?.unwrap().0;
            codes::invite(tx, &random, &secret, Some(&head), Role::Teacher, now)
        });
        core.usage.stop();
        made.unwrap().as_str().to_owned()
    }

    fn join(&mut self, dice: &Dice, longest: Duration) -> bool {
        let (code, name) = (self.invitation(), self.next("joins"));
        let page = format!("/join?code={code}");
        let fields = account(&code, &name, &name);
        let server = Server::start(&self.data);
        let answer = cut_while(server, (dice, longest, &mut self.uncut), |phone| {
            try_send(phone, &page, &fields)
        });
        let server = start_again(&self.data);
        let there = signs_in(&server, &encoded_name(&name), NEW_PASSPHRASE);
        assert!(there || answer != Some(303), "acknowledged and lost");
        assert_eq!(listed(&self.data, &name).is_some(), there, "no half account");
        assert_ne!(opens(&server, &code), there, "a code is used with its account, or not at all");
        if !there {
            assert_eq!(send(&mut server.phone(), &page, &fields).status, 303);
            assert!(!opens(&server, &code));
        }
        server.kill();
        answer == Some(303)
    }

    /// A command beside the server; what it printed, if it came to that.
    fn command(&mut self, dice: &Dice, longest: Duration, words: &[&str]) -> Option<String> {
        let server = Server::start(&self.data);
        let data = self.data.clone();
        cut_while(server, (dice, longest, &mut self.uncut), move |_| {
            let said = finish(begin(&data, words));
            let line = said.lines().into_iter().next()?;
            Some(line["code"].as_str()?.to_owned())
        })
    }

    /// The first passphrase with a code that must hold.
    fn use_code(server: &Server, code: &str, name: &str) {
        let fields = [("code", code), ("passphrase", NEW_PASSPHRASE)];
        let page = format!("/join?code={code}");
        assert_eq!(send(&mut server.phone(), &page, &fields).status, 303);
        assert!(signs_in(server, &encoded_name(name), NEW_PASSPHRASE));
        assert!(!opens(server, code), "once");
    }

    fn add(&mut self, dice: &Dice, longest: Duration) -> bool {
        let name = self.next("added");
        let words = ["--json", "people", "add", &name, "--role", "teacher"];
        let code = self.command(dice, longest, &words);
        let server = start_again(&self.data);
        let found = listed(&self.data, &name);
        assert!(found.is_some() || code.is_none(), "acknowledged and lost");
        assert!(found.is_none_or(|line| line["waits"] == true));
        if let Some(code) = &code {
            Self::use_code(&server, code, &name);
        }
        server.kill();
        code.is_some()
    }

    /// Somebody with a passphrase, made on a box that stands still.
    fn somebody(&mut self, name: &str) -> String {
        let name = self.next(name);
        let words = ["--json", "people", "add", &name, "--role", "teacher"];
        let said = command(&self.data, &words);
        let code = said.lines()[0]["code"].as_str().unwrap().to_owned();
        let server = Server::start(&self.data);
        Self::use_code(&server, &code, &name);
        server.kill();
        name
    }

    fn reset(&mut self, dice: &Dice, longest: Duration) -> bool {
        let name = self.somebody("reset");
        let words = ["--json", "people", "reset", &name];
        let code = self.command(dice, longest, &words);
        let server = start_again(&self.data);
        let waits = listed(&self.data, &name).unwrap()["waits"] == true;
        assert_eq!(signs_in(&server, &encoded_name(&name), NEW_PASSPHRASE), !waits);
        assert!(waits || code.is_none(), "acknowledged and lost");
        if let Some(code) = &code {
            Self::use_code(&server, code, &name);
        }
        server.kill();
        code.is_some()
    }

    fn mend(&mut self, dice: &Dice, longest: Duration) -> bool {
        let name = self.somebody("mended");
        let said = command(&self.data, &["--json", "people", "reset", &name]);
        let code = said.lines()[0]["code"].as_str().unwrap().to_owned();
        let page = format!("/join?code={code}");
        let fields = [("code", &*code), ("passphrase", NEW_PASSPHRASE)];
        let server = Server::start(&self.data);
        let answer = cut_while(server, (dice, longest, &mut self.uncut), |phone| {
            try_send(phone, &page, &fields)
        });
        let server = start_again(&self.data);
        let mended = signs_in(&server, &encoded_name(&name), NEW_PASSPHRASE);
        assert!(mended || answer != Some(303), "acknowledged and lost");
        assert_ne!(opens(&server, &code), mended);
        assert_eq!(listed(&self.data, &name).unwrap()["waits"] == true, !mended);
        if !mended {
            Self::use_code(&server, &code, &name);
        }
        server.kill();
        answer == Some(303)
    }

    /// A list of forty into a new class; on a box whose teacher is signed in before.
    fn import(&mut self, dice: &Dice, longest: Duration) -> bool {
        let teacher = self.somebody("teaches");
        let name = self.next("class");
        let names: Vec<String> = (0..LEARNERS).map(|number| format!("Learner {number}")).collect();
        let list = format!("name\n{}\n", names.join("\n"));
        let server = Server::start(&self.data);
        let mut phone = server.phone();
        let signed = staff::sign_in(&mut phone, &encoded_name(&teacher), NEW_PASSPHRASE);
        assert_eq!(signed.status, 303);
        let made = send(&mut phone, "/teach/classes", &[("name", &name)]);
        let class = made.header("location").unwrap().split('?').next().unwrap().to_owned();
        let token = phone.get(&format!("{class}/roster")).token().unwrap();
        let fields: [(&str, Option<&str>, &[u8]); 2] =
            [("token", None, token.as_bytes()), ("text", None, list.as_bytes())];
        let path = format!("{class}/roster/add");
        let answer = cut_while(server, (dice, longest, &mut self.uncut), move |_| {
            Some(phone.try_post_file(&path, &fields).ok()?.status)
        });
        let server = start_again(&self.data);
        let said = command(&self.data, &["--json", "people", "list"]);
        let line = said.lines().into_iter().find(|line| line["class"] == *name).unwrap();
        let count = line["count"].as_u64().unwrap();
        assert!(count == 0 || count == LEARNERS, "half a class: {count}");
        assert!(count == LEARNERS || answer != Some(303), "acknowledged and lost");
        server.kill();
        answer == Some(303)
    }
}

/// As `staff::sign_in` sends names.
fn encoded_name(name: &str) -> String {
    name.replace(' ', "+")
}
