//! Small words everyone may use: the clock, randomness, ids. No I/O but asking the kernel.

pub mod clock;
pub mod ids;
pub mod random;
mod subject;
mod terms;

pub use clock::{Clock, UnixMillis};
pub use ids::{LessonId, PackageId, TopicId};
pub use random::Random;
pub use subject::Subject;
pub(crate) use terms::terms;
