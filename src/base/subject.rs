//! What lessons are about: the few words under which pages group them.

use serde::{Deserialize, Serialize};

/// A subject; each has a drawing and a name in every language (`web::layout`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    Maths,
    Science,
    Language,
    Health,
    Life,
    Music,
    Art,
    World,
    History,
    Computers,
    Stories,
    Other,
}

impl Subject {
    pub const ALL: [Self; 12] = [
        Self::Maths,
        Self::Science,
        Self::Language,
        Self::Health,
        Self::Life,
        Self::Music,
        Self::Art,
        Self::World,
        Self::History,
        Self::Computers,
        Self::Stories,
        Self::Other,
    ];

    /// The word kept in the catalogue and written in `folder.toml`: `maths`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Maths => "maths",
            Self::Science => "science",
            Self::Language => "language",
            Self::Health => "health",
            Self::Life => "life",
            Self::Music => "music",
            Self::Art => "art",
            Self::World => "world",
            Self::History => "history",
            Self::Computers => "computers",
            Self::Stories => "stories",
            Self::Other => "other",
        }
    }

    /// The subject of a word, if it is one.
    fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.slug() == slug)
    }

    /// An unknown word is `Other`.
    pub fn from_slug(slug: &str) -> Self {
        Self::of_slug(slug).unwrap_or(Self::Other)
    }
}
