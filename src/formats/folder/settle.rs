//! What can be said only after the whole walk: a picture that anyone shows, in whatever folder, is no lesson;
//! what is shown must have been met, so that neither a link nor a hidden file comes in; a topic with nothing in
//! it drops out.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::walk::Walk;
use super::{FolderTree, Lesson, Node, SHEET_NAME, Topic};
use crate::formats::kind::{self, Kind, Named};

impl Walk<'_> {
    pub(super) fn settle(mut self, mut root: Topic) -> FolderTree {
        for (at, name, path) in std::mem::take(&mut self.named) {
            if !path.is_some_and(|path| self.is_picture(&path)) {
                let reason =
                    format!("folder.toml speaks of the picture \"{name}\", which is not there.");
                self.skip(at.join(SHEET_NAME), reason);
            }
        }
        let mut belonging = HashSet::new();
        self.settle_topic(&mut root, &mut belonging);
        let sizes = belonging.iter().filter_map(|path| self.seen.get(path));
        self.tree.size_bytes = self.tree.size_bytes.saturating_add(sizes.sum());
        self.tree.root = root;
        self.tree
    }

    fn is_picture(&self, path: &Path) -> bool {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        self.seen.contains_key(path) && kind::of_name(&name) == Ok(Named::Lesson(Kind::Picture))
    }

    /// `belonging` gathers what lessons and topics bring along, each file once.
    fn settle_topic(&mut self, topic: &mut Topic, belonging: &mut HashSet<PathBuf>) {
        topic.picture.take_if(|picture| !self.is_picture(picture));
        let children = std::mem::take(&mut topic.children);
        for mut child in children {
            let stays = match &mut child {
                Node::Topic(inner) => {
                    self.settle_topic(inner, belonging);
                    !inner.children.is_empty()
                }
                Node::Lesson(lesson) => self.settle_lesson(lesson, belonging),
            };
            if stays {
                topic.children.push(child);
            }
        }
        if !topic.children.is_empty() {
            belonging.extend(topic.picture.clone());
        }
    }

    /// False for what is no lesson of its own.
    fn settle_lesson(&mut self, lesson: &mut Lesson, belonging: &mut HashSet<PathBuf>) -> bool {
        if lesson.kind == Kind::Picture && self.used.contains(&lesson.path) {
            return false;
        }
        lesson.picture.take_if(|picture| !self.is_picture(picture));
        lesson.uses.retain(|picture| self.is_picture(picture));
        self.tree.lessons += 1;
        self.tree.size_bytes = self.tree.size_bytes.saturating_add(lesson.size_bytes);
        belonging.extend(lesson.uses.iter().chain(&lesson.picture).cloned());
        belonging.extend(lesson.subtitles.iter().map(|track| track.path.clone()));
        true
    }
}
