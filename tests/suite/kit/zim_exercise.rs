//! Does with an archive all that a box ever does with one, whatever its bytes are.

use std::ops::ControlFlow;
use std::path::Path;

use chalkbox::formats::zim::{Archive, CacheLimits, ClusterCache, Content, Entries, Result};

const ENTRIES_MAX: usize = 2000;
const STREAMED_BYTES_MAX: usize = 1024 * 1024;

/// What became of an archive's entries.
#[derive(Debug, Default, Clone, Copy)]
pub struct Outcome {
    pub opened: bool,
    pub read: usize,
    pub refused: usize,
}

/// Opens the file and asks for everything in it. Returns for any input; sentences are never empty.
pub fn exercise(path: &Path) -> Outcome {
    let limits =
        CacheLimits { held_bytes: 1 << 20, cluster_held_bytes_max: 1 << 20, decoders_max: 1 };
    let held = ClusterCache::new(limits);
    let mut outcome = Outcome::default();
    let archive = match Archive::open(path, &held) {
        Ok(archive) => archive,
        Err(error) => {
            assert!(error.to_string().ends_with('.'), "{error}");
            return outcome;
        }
    };
    outcome.opened = true;
    for name in ["Title", "Language", "Counter", "nothing"] {
        outcome.note(&archive.metadata_text(name));
    }
    outcome.note(&archive.main_page());
    outcome.note(&archive.illustration(48));
    outcome.note(&archive.illustration_sizes());
    outcome.note(&archive.full_text_index());
    outcome.note(&archive.front_article_count());
    for path in ["", "A/", "main.html", "\u{10ffff}", "-/favicon"] {
        outcome.note(&archive.find(path));
    }
    outcome.walk(&archive, archive.all_user_entries(0));
    outcome.walk(&archive, archive.front_articles(0));
    outcome.note(&archive.verify_checksum(&mut |_, _| ControlFlow::Continue(())));
    outcome
}

impl Outcome {
    fn note<T>(&mut self, result: &Result<T>) {
        match result {
            Ok(_) => self.read += 1,
            Err(error) => {
                assert!(error.to_string().ends_with('.'), "{error}");
                self.refused += 1;
            }
        }
    }

    fn walk(&mut self, archive: &Archive, entries: Result<Entries<'_>>) {
        self.note(&entries);
        for step in entries.into_iter().flatten().take(ENTRIES_MAX) {
            self.note(&step.entry);
            let Ok(entry) = step.entry else { continue };
            self.note(&archive.find(&archive.user_path(&entry)));
            let entry = std::sync::Arc::new(entry);
            let target = archive.resolve(&entry);
            self.note(&target);
            let Ok(target) = target else { continue };
            self.note(&archive.size(&target));
            let drained = archive.read(&target).and_then(drain);
            self.note(&drained);
            if drained.is_ok() && archive.read_if_held(&target).is_some() {
                self.read += 1;
            }
        }
    }
}

fn drain(content: Content) -> Result<usize> {
    match content {
        Content::Held(bytes) => Ok(bytes.len()),
        Content::InFile(span) => span.read_at(&mut [0; 4096], 0),
        Content::Streamed(mut stream) => {
            let mut count = 0;
            while count < STREAMED_BYTES_MAX {
                let chunk = stream.next_chunk()?.len();
                if chunk == 0 {
                    break;
                }
                count += chunk;
            }
            Ok(count)
        }
    }
}
