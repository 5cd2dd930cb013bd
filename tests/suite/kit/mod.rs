//! What the stories are told with: made files, folders that vanish, the shared files at hand.

pub mod damage;
pub mod desk;
pub mod folder;
pub mod zim_exercise;
pub mod zim_maker;

pub use folder::{Folder, shared_data};
