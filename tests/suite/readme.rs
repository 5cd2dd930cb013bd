//! What README.md says of the settings is what the program does.

use chalkbox::config::{Config, KEYS};

#[test]
fn every_setting_stands_in_the_readme() {
    let readme = include_str!("../../README.md");
    let defaults = Config::default();
    let row = |key: &chalkbox::config::Key| {
        let default = (key.default)(&defaults);
        format!("| `{}` | {} | {} | `{default}` | {} |", key.name, key.meaning, key.unit, key.limit)
    };
    let missing: Vec<String> = KEYS.iter().map(row).filter(|row| !readme.contains(row)).collect();
    assert!(missing.is_empty(), "README.md lacks:\n{}", missing.join("\n"));
    let rows = readme.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, KEYS.len(), "README.md names a setting that there is not");
}
