//! What a reader of a language is shown of the catalogue, and in which order. Pure.

use super::views::{Kind, LessonCard, Pages, Step, TopicCard};
use super::{Catalogue, Lesson, LessonKind, Topic};
use crate::base::{Subject, TopicId};
use crate::web::layout::Drawn as _;

/// Lessons on one page of a list.
pub const LESSONS_PER_PAGE: usize = 24;
/// Containers of topics are looked through this deep for what to put on the home page.
const LOOKED_THROUGH_MAX: usize = 3;
/// Topics on the home page; behind them a link leads to all.
pub const TOPICS_SHOWN_MAX: usize = 60;

/// True where a reader of `lang` can be expected to read it; what says no language is for everybody.
pub fn is_for(language: Option<&str>, lang: &str) -> bool {
    language.is_none_or(|language| primary(language) == primary(lang))
}

/// `pt` of `pt-BR`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Topics for the home page: those in the reader's language, looked through where a topic only holds
/// topics; all of them where none is in that language.
pub fn home_topics<'a>(catalogue: &'a Catalogue, lang: &str) -> Vec<&'a Topic> {
    let mut topics: Vec<&Topic> = catalogue.top_topics().collect();
    for _ in 0..LOOKED_THROUGH_MAX {
        topics = topics
            .into_iter()
            .flat_map(|topic| {
                if is_looked_through(catalogue, topic, lang) {
                    catalogue.subtopics(topic.id).collect()
                } else {
                    vec![topic]
                }
            })
            .collect();
    }
    let own: Vec<&Topic> =
        topics.iter().copied().filter(|topic| is_for(topic.language.as_deref(), lang)).collect();
    if own.is_empty() { topics } else { own }
}

/// True for a topic that only holds topics: home shows those in its place.
fn is_looked_through(catalogue: &Catalogue, topic: &Topic, lang: &str) -> bool {
    is_for(topic.language.as_deref(), lang)
        && catalogue.lessons_in(topic.id).next().is_none()
        && catalogue.subtopics(topic.id).next().is_some()
}

/// Lessons for the home page: what stands under no topic and what is in the topics shown, the
/// reader's language first.
pub fn home_lessons<'a>(
    catalogue: &'a Catalogue,
    topics: &[&Topic],
    lang: &str,
) -> Vec<&'a Lesson> {
    let in_topics = topics.iter().flat_map(|topic| catalogue.lessons_in(topic.id));
    let all: Vec<&Lesson> = catalogue.loose_lessons().chain(in_topics).collect();
    let (own, other): (Vec<&Lesson>, Vec<&Lesson>) =
        all.into_iter().partition(|lesson| is_for(lesson.language.as_deref(), lang));
    if own.is_empty() { other } else { own }
}

/// The number of lessons in a topic and below it.
pub fn lessons_below(catalogue: &Catalogue, topic: TopicId) -> u32 {
    let mut count = 0;
    let mut waiting = vec![topic];
    while let Some(topic) = waiting.pop() {
        count += catalogue.lessons_in(topic).count();
        waiting.extend(catalogue.subtopics(topic).map(|topic| topic.id));
    }
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// One page of a list, and the addresses of its neighbours.
pub fn one_page<T: Copy>(all: &[T], page: usize, address: &str) -> (Vec<T>, Pages) {
    let (page, pages) = neighbours(all.len(), page, address);
    let shown = all.iter().copied().skip(page * LESSONS_PER_PAGE).take(LESSONS_PER_PAGE).collect();
    (shown, pages)
}

/// The page that is shown of a list of `count`, and the addresses of its neighbours.
pub fn neighbours(count: usize, page: usize, address: &str) -> (usize, Pages) {
    let last = count.saturating_sub(1) / LESSONS_PER_PAGE;
    let page = page.min(last);
    let joint = if address.contains('?') { '&' } else { '?' };
    let at = |page: usize| format!("{address}{joint}page={page}");
    let previous = page.checked_sub(1).map(at);
    let next = (page < last).then(|| at(page + 1));
    (page, Pages { previous, next })
}

pub fn kind(kind: LessonKind) -> Kind {
    match kind {
        LessonKind::Zim => Kind::Collection,
        LessonKind::Html5 => Kind::Activity,
        LessonKind::Video => Kind::Video,
        LessonKind::Audio => Kind::Audio,
        LessonKind::Pdf => Kind::Book,
        LessonKind::Picture => Kind::Picture,
        LessonKind::Text => Kind::Text,
    }
}

/// The picture of a lesson: its own, else its topic's, else its subject's.
pub fn picture(catalogue: &Catalogue, lesson: &Lesson) -> String {
    if lesson.picture.is_some() || lesson.kind == LessonKind::Picture {
        return format!("/lessons/{}/picture", lesson.id);
    }
    let topic = lesson.topic.and_then(|topic| catalogue.topic(topic));
    let subject = lesson.subject.as_deref().or(topic.and_then(|topic| topic.subject.as_deref()));
    Subject::from_slug(subject.unwrap_or("other")).picture().into()
}

/// Whole minutes of a film or recording; at least one.
fn minutes(lesson: &Lesson) -> Option<u32> {
    let minutes = lesson.duration_millis?.div_ceil(60_000).max(1);
    u32::try_from(minutes).ok()
}

pub fn lesson_card(catalogue: &Catalogue, lesson: &Lesson, from: &str, gone: bool) -> LessonCard {
    LessonCard {
        url: format!("/lessons/{}?from={from}", lesson.id),
        title: lesson.title.clone(),
        lang: lesson.language.clone().unwrap_or_default(),
        picture: picture(catalogue, lesson),
        kind: kind(lesson.kind),
        minutes: minutes(lesson),
        gone,
    }
}

pub fn topic_card(catalogue: &Catalogue, topic: &Topic) -> TopicCard {
    let picture = match &topic.picture {
        Some(_) => format!("/topics/{}/picture", topic.id),
        None => Subject::from_slug(topic.subject.as_deref().unwrap_or("other")).picture().into(),
    };
    TopicCard {
        url: format!("/topics/{}", topic.id),
        title: topic.title.clone(),
        picture,
        lessons: lessons_below(catalogue, topic.id),
    }
}

/// As many topics as are shown beside something else.
pub fn topic_cards(catalogue: &Catalogue, topics: &[&Topic]) -> Vec<TopicCard> {
    let shown = topics.iter().take(TOPICS_SHOWN_MAX);
    shown.map(|topic| topic_card(catalogue, topic)).collect()
}

/// The way on to all topics, where not all are shown.
pub fn all_topics(is_needed: bool) -> Pages {
    Pages { previous: None, next: is_needed.then(|| "/topics".into()) }
}

/// The way from home down to and with `topic`; it begins with what home shows.
pub fn way_to(catalogue: &Catalogue, topic: Option<TopicId>, lang: &str) -> Vec<Step> {
    let Some(topic) = topic.and_then(|topic| catalogue.topic(topic)) else { return Vec::new() };
    let mut way = catalogue.topics_above(topic.id);
    way.push(topic);
    let unseen = way.iter().take(LOOKED_THROUGH_MAX);
    let unseen = unseen.take_while(|topic| is_looked_through(catalogue, topic, lang)).count();
    way.into_iter()
        .skip(unseen)
        .map(|topic| Step { url: format!("/topics/{}", topic.id), title: topic.title.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_compared_by_their_first_part() {
        assert!(is_for(None, "sw") && is_for(Some("pt-BR"), "pt") && is_for(Some("en"), "en-GB"));
        assert!(!is_for(Some("en"), "sw"));
    }

    #[test]
    fn lists_are_cut_into_pages() {
        let all: Vec<usize> = (0..50).collect();
        let (shown, pages) = one_page(&all, 1, "/topics/3");
        assert_eq!((shown[0], shown.len()), (24, 24));
        assert_eq!(pages.previous.as_deref(), Some("/topics/3?page=0"));
        assert_eq!(pages.next.as_deref(), Some("/topics/3?page=2"));
        let (shown, pages) = one_page(&all, 99, "/search?q=x");
        assert_eq!((shown, pages.next), (vec![48, 49], None));
        assert_eq!(one_page::<usize>(&[], 0, "/").0, Vec::<usize>::new());
    }
}
