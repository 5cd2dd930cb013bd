//! "Save on this phone": whole files, on what bandwidth lessons leave.
//!
//! Downloads share a few seats and each is sent at a bounded pace, so that thirty films being saved
//! do not stop the one being watched.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, Response};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep};

use super::content::send;
use super::desk::{Answer, Lessons};
use super::entries::{Found, FoundBytes, parts_of};
use super::views::Save;
use super::{Lesson, LessonKind, Package, Reader};
use crate::base::LessonId;
use crate::web::Fault;
use crate::web::files::Source;

/// Files being saved at once, all phones together.
const SEATS: usize = 8;
/// Pace of one download while others wait: 50 phones on a Pi's Wi-Fi share about 4 MB/s.
const BYTES_PER_SEC: u64 = 1 << 20;
/// Pauses shorter than this are not worth a timer.
const PAUSE_MIN: Duration = Duration::from_millis(20);
/// A whole ZIM beyond this is for teachers, unless a setting says otherwise.
const ZIM_BYTES_FREE: u64 = 50 << 20;

pub struct Downloads {
    seats: Arc<Semaphore>,
}

impl Default for Downloads {
    fn default() -> Self {
        Self { seats: Arc::new(Semaphore::new(SEATS)) }
    }
}

impl Lessons {
    /// What a lesson's page offers to save; `staff`: to a teacher, a head, a technician.
    pub fn save(&self, package: &Package, lesson: &Lesson, staff: bool) -> Save {
        let offered = || Save::Offered {
            url: format!("/lessons/{}/save", lesson.id),
            size_bytes: lesson.size_bytes,
        };
        match lesson.kind {
            LessonKind::Text => Save::Not,
            LessonKind::Zim if !self.may_save_zim(package, staff) => Save::AskTeacher,
            _ => offered(),
        }
    }

    pub(super) fn may_save_zim(&self, package: &Package, staff: bool) -> bool {
        let free =
            self.services.settings.now().whole_zim_download || package.size_bytes <= ZIM_BYTES_FREE;
        free || staff
    }
}

/// `GET /lessons/{id}/save` on the portal: the lesson's file, as an attachment, so that no script in it
/// runs here.
pub async fn save(
    State(lessons): State<Arc<Lessons>>,
    Path(id): Path<LessonId>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let snapshot = lessons.library.snapshot();
    let lesson = snapshot.lesson(id).ok_or(Fault::NotFound)?;
    let package = snapshot.package(lesson.package).ok_or(Fault::NotFound)?;
    lessons.saved(package, lesson, &parts).await
}

/// A download taken up again by ranges is one download.
fn is_first(response: &Response<Body>) -> bool {
    match response.headers().get(axum::http::header::CONTENT_RANGE) {
        None => response.status().is_success(),
        Some(range) => range.to_str().is_ok_and(|range| range.starts_with("bytes 0-")),
    }
}

fn name_file(response: &mut Response<Body>, package: &Package, lesson: &Lesson) {
    let entry = lesson.entry.rsplit('/').next().unwrap_or_default();
    let name = match lesson.kind {
        LessonKind::Zim => format!("{}.zim", package.name),
        LessonKind::Html5 => format!("{}.zip", package.name),
        _ => entry.to_owned(),
    };
    let encoded = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
}

impl Lessons {
    /// A lesson's whole file as an attachment, at a bounded pace, if this phone may have it.
    pub(super) async fn saved(
        self: &Arc<Self>,
        package: &Package,
        lesson: &Lesson,
        parts: &Parts,
    ) -> Answer {
        let asker = self.asker(parts, Some(package)).await?;
        match self.save(package, lesson, asker.is_staff) {
            Save::Offered { .. } => {}
            Save::AskTeacher => return Err(Fault::ForOthers),
            Save::Not => return Err(Fault::NotFound),
        }
        let Ok(seat) = Arc::clone(&self.downloads.seats).try_acquire_owned() else {
            return Err(Fault::Busy { retry_secs: 60 });
        };
        let found = self.whole(package, lesson).await?;
        let mut response = send(found, None, parts);
        name_file(&mut response, package, lesson);
        if parts.method == Method::GET && is_first(&response) {
            let kept = super::Lessons::lesson_ref(package, lesson);
            self.usage.downloaded(kept, lesson.size_bytes, asker.mark);
        }
        Ok(response.map(|body| Body::new(Paced { body, seat, pace: Pace::default(), pause: None })))
    }

    /// The file of a lesson: the whole ZIM or zip, or the entry itself.
    pub async fn whole(
        self: &Arc<Self>,
        package: &Package,
        lesson: &Lesson,
    ) -> Result<FoundBytes, Fault> {
        let entry = lesson.entry.clone();
        let tag = lesson.blake3.as_deref().and_then(|hash| hash.get(..16));
        let tag = tag.or(package.facts.uuid.as_deref()).unwrap_or("whole").to_owned();
        let read = move |reader: &Reader| {
            Ok(match reader {
                Reader::Zim(archive) => Some(FoundBytes {
                    source: Source::Parts(parts_of(&archive.whole_file())),
                    mime: "application/x-zim".into(),
                    tag,
                    gzip: false,
                }),
                Reader::Zip(zip) => Some(super::entries::whole_zip(zip, tag)?),
                Reader::Files(_) => match super::entries::find(reader, &entry, false)? {
                    Found::Bytes(found) => Some(*found),
                    _ => None,
                },
            })
        };
        self.with_reader(package.id, read).await?.ok_or(Fault::NotFound)
    }
}

/// When the next bytes of a download may follow.
#[derive(Debug, Default)]
struct Pace {
    /// What was sent so far is through by then.
    free_at: Option<Instant>,
}

impl Pace {
    /// Counts `bytes` sent at `now`; how long to wait before the next. Time in which a phone took nothing is not
    /// saved up, nor is what was sent while nobody else waited held against it.
    fn after(&mut self, bytes: usize, now: Instant, is_alone: bool) -> Option<Instant> {
        if is_alone {
            self.free_at = None;
            return None;
        }
        let micros = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(1_000_000);
        let from = self.free_at.map_or(now, |free_at| free_at.max(now));
        let free_at = from + Duration::from_micros(micros / BYTES_PER_SEC);
        self.free_at = Some(free_at);
        (free_at > now + PAUSE_MIN).then_some(free_at)
    }
}

/// A body sent at a bounded pace; holds its seat until it is sent or the phone hangs up.
struct Paced {
    body: Body,
    seat: OwnedSemaphorePermit,
    pace: Pace,
    pause: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(bytes) = frame.data_ref()
        {
            let is_alone = self.seat.semaphore().available_permits() + 1 >= SEATS;
            let until = self.pace.after(bytes.len(), Instant::now(), is_alone);
            self.pause = until.map(|until| Box::pin(tokio::time::sleep_until(until)));
        }
        Poll::Ready(frame)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_goes_on_at_once_when_another_begins() {
        let began = Instant::now();
        let second = usize::try_from(BYTES_PER_SEC).unwrap();
        let mut pace = Pace::default();
        // 100 MB in a second, alone; then somebody else comes.
        assert_eq!(pace.after(100 * second, began, true), None);
        let now = began + Duration::from_secs(1);
        assert_eq!(pace.after(second / 16, now, false), Some(now + Duration::from_micros(62_500)));
        assert_eq!(pace.after(second / 16, now, false), Some(now + Duration::from_millis(125)));
        // A phone that took nothing for a minute gets no minute's worth at once.
        let later = now + Duration::from_mins(1);
        assert_eq!(pace.after(second, later, false), Some(later + Duration::from_secs(1)));
    }
}
