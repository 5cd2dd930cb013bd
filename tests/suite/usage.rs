//! Usage, told through its public door: the table of counting rules, the journal, the exports.

mod counting;
mod exports;
mod journal;
mod measuring;
mod troubles;
