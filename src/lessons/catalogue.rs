//! The catalogue in memory: one whole state of the library, never changed, only replaced.

use std::collections::HashMap;

use super::names;
use super::types::{Lesson, Package, PackageKind, Topic};
use crate::base::{LessonId, PackageId, TopicId};

/// One state of the library. Lists are in the order in which pages show them.
#[derive(Debug, Default)]
pub struct Catalogue {
    version: u64,
    packages: Vec<Package>,
    topics: Vec<Topic>,
    lessons: Vec<Lesson>,
    package_at: HashMap<PackageId, usize>,
    by_name: HashMap<String, usize>,
    by_key: HashMap<String, usize>,
    topic_at: HashMap<TopicId, usize>,
    subtopics: HashMap<TopicId, Vec<usize>>,
    top_topics: Vec<usize>,
    lesson_at: HashMap<LessonId, usize>,
    in_topic: HashMap<TopicId, Vec<usize>>,
    in_package: HashMap<PackageId, Vec<usize>>,
    loose: Vec<usize>,
}

impl Catalogue {
    /// Rows come sorted: packages by title, topics and lessons by package and position.
    pub(super) fn build(
        version: u64,
        packages: Vec<Package>,
        topics: Vec<Topic>,
        lessons: Vec<Lesson>,
    ) -> Self {
        let mut it = Self { version, ..Self::default() };
        for (at, package) in packages.iter().enumerate() {
            it.package_at.insert(package.id, at);
            it.by_name.insert(package.name.clone(), at);
            it.by_key.insert(package.key.clone(), at);
        }
        for (at, topic) in topics.iter().enumerate() {
            it.topic_at.insert(topic.id, at);
            match topic.parent {
                Some(parent) => it.subtopics.entry(parent).or_default().push(at),
                None => it.top_topics.push(at),
            }
        }
        for (at, lesson) in lessons.iter().enumerate() {
            it.lesson_at.insert(lesson.id, at);
            it.in_package.entry(lesson.package).or_default().push(at);
            match lesson.topic.filter(|topic| it.topic_at.contains_key(topic)) {
                Some(topic) => it.in_topic.entry(topic).or_default().push(at),
                None => it.loose.push(at),
            }
        }
        Self { packages, topics, lessons, ..it }
    }

    /// Grows by one with each change; what pages may keep in a cache is kept under it.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn is_empty(&self) -> bool {
        self.lessons.is_empty()
    }

    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    pub fn lessons(&self) -> &[Lesson] {
        &self.lessons
    }

    pub fn package(&self, id: PackageId) -> Option<&Package> {
        self.packages.get(*self.package_at.get(&id)?)
    }

    /// By the name in an address. The address of an older or undated version leads to the one here,
    /// so bookmarks and links on paper stay.
    pub fn package_named(&self, name: &str) -> Option<&Package> {
        if let Some(at) = self.by_name.get(name) {
            return self.packages.get(*at);
        }
        let version = self.packages.get(*self.by_key.get(names::key_of(name))?)?;
        (version.kind == PackageKind::Zim || version.key == name).then_some(version)
    }

    pub fn topic(&self, id: TopicId) -> Option<&Topic> {
        self.topics.get(*self.topic_at.get(&id)?)
    }

    /// Topics without a parent: one for each folder package.
    pub fn top_topics(&self) -> impl Iterator<Item = &Topic> {
        pick(&self.topics, &self.top_topics)
    }

    pub fn subtopics(&self, of: TopicId) -> impl Iterator<Item = &Topic> {
        pick(&self.topics, self.subtopics.get(&of).map_or(&[], Vec::as_slice))
    }

    /// From the top down to the parent of `of`.
    pub fn topics_above(&self, of: TopicId) -> Vec<&Topic> {
        let mut above = Vec::new();
        let mut parent = self.topic(of).and_then(|topic| topic.parent);
        // The tree has no circles, as parents are made from shorter paths; the bound is for certainty.
        while let Some(topic) = parent.and_then(|id| self.topic(id))
            && above.len() < self.topics.len()
        {
            above.push(topic);
            parent = topic.parent;
        }
        above.reverse();
        above
    }

    pub fn lesson(&self, id: LessonId) -> Option<&Lesson> {
        self.lessons.get(*self.lesson_at.get(&id)?)
    }

    /// The lessons right under a topic, those of packages that came with it too.
    pub fn lessons_in(&self, topic: TopicId) -> impl Iterator<Item = &Lesson> {
        pick(&self.lessons, self.in_topic.get(&topic).map_or(&[], Vec::as_slice))
    }

    pub fn lessons_of(&self, package: PackageId) -> impl Iterator<Item = &Lesson> {
        pick(&self.lessons, self.in_package.get(&package).map_or(&[], Vec::as_slice))
    }

    /// Lessons under no topic: ZIMs and single files.
    pub fn loose_lessons(&self) -> impl Iterator<Item = &Lesson> {
        pick(&self.lessons, &self.loose)
    }

    /// The lesson of an entry, such as the page a folder's link leads to.
    pub fn lesson_at(&self, package: PackageId, entry: &str) -> Option<&Lesson> {
        self.lessons_of(package).find(|lesson| lesson.entry == entry)
    }
}

fn pick<'a, T>(from: &'a [T], at: &'a [usize]) -> impl Iterator<Item = &'a T> {
    at.iter().filter_map(|at| from.get(*at))
}
