//! The words that usage records are made of: each stands in the journal, in both exports and in the
//! data dictionary exactly as here.

use crate::base::terms;

terms! {
    /// Whose use it was; totals count pupils only.
    Mark { Pupil = "pupil", Staff = "staff", Preview = "preview", Demo = "demo" }

    /// From where a visit was opened.
    Origin {
        Home = "home",
        Search = "search",
        Topic = "topic",
        Link = "link",
        Continue = "continue",
        /// The lesson was used again after its visit had ended by idling, a restart or a power cut.
        Resumed = "resumed",
    }

    /// Why a visit ended.
    EndReason {
        Idle = "idle",
        HandOver = "hand_over",
        /// The same person opened another lesson of the same package.
        OtherLesson = "other_lesson",
        Left = "left",
        /// Chalkbox was stopped in order.
        Stop = "stop",
        PowerCut = "power_cut",
        /// Too many visits were open; this one was unused the longest.
        Crowded = "crowded",
    }

    /// All that is kept of the browser's name.
    DeviceClass { Phone = "phone", Tablet = "tablet", Laptop = "laptop", Other = "other" }

    /// How far a wall time can be trusted, worst first.
    ClockQuality {
        None = "none",
        Restored = "restored",
        Phone = "phone",
        Rtc = "rtc",
        Ntp = "ntp",
    }

    /// What a student opens: which player shows it, and by which rule it is completed.
    LessonKind {
        Zim = "zim",
        Html5 = "html5",
        Video = "video",
        Audio = "audio",
        Pdf = "pdf",
        Picture = "picture",
        Text = "text",
    }

    /// What active time was measured by: openings of pages, or a page's own beats as well.
    MeasuredBy { Pages = "pages", Beats = "beats" }

    /// What showed that a lesson was completed.
    Sign {
        /// Nine tenths of it were played.
        Played = "played",
        /// The player came to the end.
        Ended = "ended",
        LastPage = "last_page",
        EndReached = "end_reached",
        /// The pupil tapped "done".
        Said = "said",
        /// The lesson's own xAPI statement said so.
        Statement = "statement",
    }
}

impl ClockQuality {
    /// As stored in an event's row.
    pub fn rank(self) -> u8 {
        self as u8
    }

    /// `None` for a rank that no Chalkbox wrote.
    pub fn from_rank(rank: u8) -> Option<Self> {
        Self::ALL.get(usize::from(rank)).copied()
    }
}

impl DeviceClass {
    /// From the browser's `User-Agent`, which is forgotten at once.
    pub fn from_user_agent(agent: &str) -> Self {
        let has = |word: &str| agent.contains(word);
        if has("iPad") || has("Tablet") || (has("Android") && !has("Mobile")) {
            Self::Tablet
        } else if ["Mobile", "Android", "iPhone", "iPod", "KAIOS", "Opera Mini", "UCBrowser"]
            .iter()
            .any(|word| has(word))
        {
            Self::Phone
        } else if ["Windows NT", "Macintosh", "X11", "CrOS"].iter().any(|word| has(word)) {
            Self::Laptop
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_class_of_a_device_is_kept() {
        let cases = [
            ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile", "phone"),
            ("Mozilla/5.0 (Linux; Android 10; SM-T510) AppleWebKit/537.36 Chrome/120.0", "tablet"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Mobile/15E148", "phone"),
            ("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) Mobile/15E148", "tablet"),
            ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0", "laptop"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "laptop"),
            ("Nokia8110/1.0 KAIOS/2.5", "phone"),
            ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1)", "phone"),
            ("curl/8.0", "other"),
            ("", "other"),
        ];
        for (agent, class) in cases {
            assert_eq!(DeviceClass::from_user_agent(agent).word(), class, "{agent}");
        }
    }

    #[test]
    fn ranks_of_clocks_come_back() {
        for &quality in ClockQuality::ALL {
            assert_eq!(ClockQuality::from_rank(quality.rank()), Some(quality));
        }
        assert_eq!(ClockQuality::from_rank(5), None);
    }
}
