//! What README.md says of settings and commands is what the program does.

use chalkbox::config::{Config, KEYS};

use crate::kit::Folder;
use crate::kit::program::command;

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

#[test]
fn every_command_stands_in_the_readme() {
    let readme = include_str!("../../README.md");
    let said = command(&Folder::new("readme").path("data"), &["help"]);
    let listed = said.out.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands: Vec<&str> =
        listed.lines().filter_map(|line| line.trim().split(' ').next()).collect();
    assert!(commands.contains(&"serve"), "{said:?}");
    let missing: Vec<_> = commands
        .into_iter()
        .filter(|name| !name.is_empty() && *name != "help")
        .filter(|name| {
            !readme.contains(&format!("chalkbox --data DIR {name}"))
                && !readme.contains(&format!("-- {name}"))
        })
        .collect();
    assert!(missing.is_empty(), "README.md lacks: {missing:?}");
}
