//! The page for everything that is not as hoped: what, and what to do.

use askama::Template;

use crate::text::Text;

use super::layout::Layout;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// 404
    Lost,
    /// The lesson's drive is out.
    Gone,
    /// 400: what came does not fit.
    Wrong,
    /// 503 with Retry-After
    Busy,
    /// 403: the form's token is of another session.
    Old,
    /// 403: for others.
    Closed,
    /// 500
    Broken,
}

impl FaultKind {
    pub const ALL: [Self; 7] =
        [Self::Lost, Self::Gone, Self::Wrong, Self::Busy, Self::Old, Self::Closed, Self::Broken];

    /// Its drawing.
    fn scene(self) -> &'static str {
        match self {
            Self::Gone => "away.svg",
            Self::Busy => "wait.svg",
            Self::Lost | Self::Wrong | Self::Old | Self::Closed | Self::Broken => "lost.svg",
        }
    }

    /// Whether it may go well the next time.
    fn may_try_again(self) -> bool {
        matches!(self, Self::Gone | Self::Busy | Self::Broken)
    }
}

#[derive(Template)]
#[template(path = "web/fault.html", config = "web-assets/askama.toml")]
pub struct FaultPage<'a> {
    pub page: Layout<'a>,
    pub kind: FaultKind,
    /// What "Try again" asks for, by GET: the page itself, or the one with the form.
    pub again: &'a str,
}

impl<'a> FaultPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        FaultKind::ALL
            .map(|kind| Self {
                page: Layout::sample(text, "/lessons/77"),
                kind,
                again: "/lessons/77",
            })
            .into()
    }
}

impl FaultPage<'_> {
    fn heading(&self) -> &str {
        let text = self.page.text;
        match self.kind {
            FaultKind::Lost => text.fault_lost_title(),
            FaultKind::Gone => text.fault_gone_title(),
            FaultKind::Wrong => text.fault_wrong_title(),
            FaultKind::Busy => text.fault_busy_title(),
            FaultKind::Old => text.fault_old_title(),
            FaultKind::Closed => text.fault_closed_title(),
            FaultKind::Broken => text.fault_broken_title(),
        }
    }

    fn what_to_do(&self) -> &str {
        let text = self.page.text;
        match self.kind {
            FaultKind::Lost => text.fault_lost_do(),
            FaultKind::Gone => text.fault_gone_do(),
            FaultKind::Wrong => text.fault_wrong_do(),
            FaultKind::Busy => text.fault_busy_do(),
            FaultKind::Old => text.fault_old_do(),
            FaultKind::Closed => text.fault_closed_do(),
            FaultKind::Broken => text.fault_broken_do(),
        }
    }
}
