//! Loads that run in the background, as the box's desk shows them. In memory: a load that a power cut
//! ended left nothing, so there is nothing to take up again.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{LoadHow, LoadOutcome, Loader, Progress, Step};

/// Jobs that are remembered, the ended ones too.
const JOBS_KEPT: usize = 50;

/// A load that was asked for.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: u64,
    pub paths: Vec<PathBuf>,
    pub how: LoadHow,
    pub state: JobState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    Waiting,
    Working { path: PathBuf, step: Step, done_bytes: u64, total_bytes: u64 },
    Ended(Vec<LoadOutcome>),
}

/// All jobs of this run of the server, the oldest first.
#[derive(Debug, Default)]
pub struct Jobs {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    jobs: VecDeque<Job>,
    begun: u64,
}

impl Jobs {
    pub fn list(&self) -> Vec<Job> {
        self.inner().jobs.iter().cloned().collect()
    }

    /// Paths that are being loaded or wait for it.
    pub fn unfinished(&self) -> u32 {
        let inner = self.inner();
        let at_work = inner.jobs.iter().filter(|job| !matches!(job.state, JobState::Ended(_)));
        u32::try_from(at_work.map(|job| job.paths.len()).sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// Loads, and shows the progress as a job meanwhile. Waits for the disk: not on an async thread.
    pub fn load(
        &self,
        loader: &Loader,
        paths: &[PathBuf],
        how: LoadHow,
        listen: &super::Listen<'_>,
    ) -> Vec<LoadOutcome> {
        let id = self.begin(paths.to_vec(), how);
        let outcomes = loader.load(paths, how, &|progress: &Progress<'_>| {
            self.change(id, |job| {
                job.state = JobState::Working {
                    path: progress.path.to_owned(),
                    step: progress.step,
                    done_bytes: progress.done_bytes,
                    total_bytes: progress.total_bytes,
                };
            });
            listen(progress)
        });
        self.change(id, |job| job.state = JobState::Ended(outcomes.clone()));
        outcomes
    }

    fn begin(&self, paths: Vec<PathBuf>, how: LoadHow) -> u64 {
        let mut inner = self.inner();
        inner.begun += 1;
        let id = inner.begun;
        let ended = |job: &Job| matches!(job.state, JobState::Ended(_));
        if inner.jobs.len() >= JOBS_KEPT
            && let Some(oldest) = inner.jobs.iter().position(ended)
        {
            inner.jobs.remove(oldest);
        }
        inner.jobs.push_back(Job { id, paths, how, state: JobState::Waiting });
        id
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.inner().jobs.iter_mut().find(|job| job.id == id) {
            change(job);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
