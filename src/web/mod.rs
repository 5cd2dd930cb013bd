//! What all pages share: the layout, the static files.

pub mod assets;
pub mod fault_page;
pub mod layout;
pub mod samples;
