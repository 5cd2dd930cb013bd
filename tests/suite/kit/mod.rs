//! What the stories are told with: made files, folders that vanish, the shared files at hand.

pub mod becoming;
pub mod damage;
pub mod desk;
pub mod folder;
mod people;
pub mod phone;
pub mod program;
pub mod shelf;
pub mod staff;
pub mod test_box;
pub mod wire;
pub mod zim_exercise;
pub mod zim_maker;

pub use folder::{Folder, shared_data};
pub use phone::Phone;
pub use test_box::TestBox;
