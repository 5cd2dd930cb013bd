//! The first technician. Whoever can read the box's console or its status file makes one; nobody over
//! the air can read either. Once there was a technician, set-up is over for good.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::accounts;
use super::codes::{CODE_LETTERS, Code};
use super::letters;
use crate::base::{Clock, Random};
use crate::store::{self, DataDir, Database, StoreError, write_whole};

/// Wrong setup codes that the whole box bears in a minute.
const WRONG_PER_MINUTE: u32 = 10;
const MINUTE: Duration = Duration::from_mins(1);

/// Whether the box may be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No technician ever was: the setup code makes one.
    New,
    /// A technician can sign in.
    Done,
    /// There was a technician, but the account is gone: only who is at the box brings one back.
    Lost,
}

/// How a setup code was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    Right,
    Wrong,
    /// Not looked at: too many wrong ones came within this minute.
    Wait(Duration),
}

pub struct Setup {
    data: DataDir,
    clock: Clock,
    /// In memory only, and only while no technician ever was.
    code: Mutex<Option<Code>>,
    /// Since when, and how many wrong ones.
    wrong: Mutex<(Duration, u32)>,
}

impl Setup {
    /// Draws a setup code if no technician ever was and a server is to show it.
    pub fn begin(
        data: &DataDir,
        school: &Database,
        clock: &Clock,
        random: &Random,
        serving: bool,
    ) -> Result<Self, StoreError> {
        let setup = Self {
            data: data.clone(),
            clock: clock.clone(),
            code: Mutex::default(),
            wrong: Mutex::default(),
        };
        if school.read_blocking(accounts::has_technician)? {
            setup.mark()?;
        }
        if serving {
            let code = (!setup.had_technician()).then(|| Code::draw(random, CODE_LETTERS));
            setup.write_status(code.as_ref())?;
            *setup.lock() = code;
        }
        Ok(setup)
    }

    pub fn standing(&self, has_technician: bool) -> Standing {
        match (has_technician, self.lock().is_some()) {
            (true, _) => Standing::Done,
            (false, true) => Standing::New,
            (false, false) => Standing::Lost,
        }
    }

    /// The code, for the console of whoever started the server.
    pub fn code(&self) -> Option<Code> {
        self.lock().clone()
    }

    pub fn judge(&self, typed: &str) -> Judged {
        let now = self.clock.boottime();
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(wrong.0) >= MINUTE {
            *wrong = (now, 0);
        }
        if wrong.1 >= WRONG_PER_MINUTE {
            return Judged::Wait(MINUTE.saturating_sub(now.saturating_sub(wrong.0)));
        }
        let hash = |letters: &str| blake3::hash(letters.as_bytes());
        // Hashes compare without telling, by their time, where the first difference is.
        let right = self
            .lock()
            .as_ref()
            .is_some_and(|code| hash(code.as_str()) == hash(&letters::tidy(typed)));
        if right {
            Judged::Right
        } else {
            wrong.1 += 1;
            Judged::Wrong
        }
    }

    /// A technician was made: set-up is over for good. Called after the commit that made one; waits for
    /// the disk. True: it was the first one, whom the newest backup knows by now.
    pub fn close(&self, school: &Database) -> Result<bool, StoreError> {
        let first = !self.had_technician();
        if self.lock().take().is_some() {
            self.write_status(None)?;
        }
        self.mark()?;
        if first {
            store::back_up(&self.data, school)?;
        }
        Ok(first)
    }

    fn had_technician(&self) -> bool {
        self.data.technician_mark().exists()
    }

    /// Outlives the loss of every database and backup.
    fn mark(&self) -> Result<(), StoreError> {
        if self.had_technician() {
            return Ok(());
        }
        write_whole(&self.data.technician_mark(), b"This box had a technician.\n")
    }

    fn write_status(&self, code: Option<&Code>) -> Result<(), StoreError> {
        let mut words = String::new();
        // Writing to a string does not fail.
        let _ = match code {
            Some(code) => writeln!(
                words,
                "This box has no technician yet.\nSetup code: {code}\n\
                 Join the box's Wi-Fi, open its page /setup and type the code.\n\
                 It holds until the box stops."
            ),
            None => writeln!(words, "This box had a technician: it is not set up anew."),
        };
        write_whole(&self.data.status_file(), words.as_bytes())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Code>> {
        self.code.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
