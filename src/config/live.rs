//! The settings in force. What the box's desk changes lies in `DATA/settings.toml`, over `chalkbox.toml`,
//! and holds from the next page on. That file must never keep a box from starting: a bad value in it is
//! left out and named.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Config, FILE_BYTES_MAX, KEYS, Key};

/// The settings of a running box; `now` is cheap.
#[derive(Debug)]
pub struct Settings {
    /// Defaults with `chalkbox.toml`.
    base: Config,
    held: RwLock<Held>,
}

#[derive(Clone, Debug)]
struct Held {
    now: Arc<Config>,
    /// What `settings.toml` says, without what is wrong in it.
    changed: Vec<(&'static str, String)>,
    faults: Vec<String>,
}

/// A change that was checked and is not in force yet.
#[derive(Clone, Debug)]
pub struct Draft {
    now: Arc<Config>,
    changed: Vec<(&'static str, String)>,
}

/// A value that a setting does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {reason}; it takes {limit}")]
pub struct BadValue {
    pub key: &'static str,
    pub reason: String,
    pub limit: &'static str,
}

impl Settings {
    /// Reads `file` over `base`. A missing file changes nothing.
    pub fn load(base: Config, file: &Path) -> Self {
        let (changed, faults) = match read(file) {
            Ok(table) => overlay(&table),
            Err(fault) => (Vec::new(), vec![fault]),
        };
        let mut now = base.clone();
        for (key, value) in &changed {
            // Each was taken before; the base cannot make it worse.
            if let Err(error) = take(&mut now, key, value) {
                tracing::error!(error = %error, "a setting was lost");
            }
        }
        let held = Held { now: Arc::new(now), changed, faults };
        Self { base, held: RwLock::new(held) }
    }

    /// The defaults with `chalkbox.toml` alone, for tests and tools.
    pub fn fixed(base: Config) -> Self {
        let held = Held { now: Arc::new(base.clone()), changed: Vec::new(), faults: Vec::new() };
        Self { base, held: RwLock::new(held) }
    }

    pub fn now(&self) -> Arc<Config> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).now)
    }

    /// Sentences about what `settings.toml` holds and the box does not follow.
    pub fn faults(&self) -> Vec<String> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).faults.clone()
    }

    /// Checks values for keys that may change while the box runs.
    pub fn draft(&self, values: &[(&'static str, String)]) -> Result<Draft, BadValue> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut changed = held.changed;
        changed.retain(|(known, _)| !values.iter().any(|(key, _)| key == known));
        changed.extend_from_slice(values);
        let mut now = self.base.clone();
        for (key, value) in &changed {
            take(&mut now, key, value)?;
        }
        Ok(Draft { now: Arc::new(now), changed })
    }

    /// Puts a draft in force. The caller has written it (`Draft::toml`) before.
    pub fn accept(&self, draft: Draft) {
        let Draft { now, changed } = draft;
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        *held = Held { now, changed, faults: Vec::new() };
    }
}

impl Draft {
    /// What `settings.toml` must hold for it.
    pub fn toml(&self) -> String {
        let mut sections = toml::Table::new();
        for (key, value) in &self.changed {
            let Some((section, name)) = key.split_once('.') else { continue };
            let section =
                sections.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let Some(section) = section.as_table_mut() {
                section.insert(name.into(), toml::Value::String(value.clone()));
            }
        }
        format!("# Written by the box's settings page, over chalkbox.toml.\n{sections}")
    }
}

fn read(file: &Path) -> Result<toml::Table, String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        format!("settings.toml could not be read and is left out: {error}")
    };
    match std::fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(toml::Table::new());
        }
        Err(error) => return Err(unreadable(&error)),
        Ok(facts) if facts.len() > FILE_BYTES_MAX => return Err(unreadable(&"it is too large")),
        Ok(_) => {}
    }
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(&error))?;
    text.parse().map_err(|error: toml::de::Error| unreadable(&error.message()))
}

/// What of a table holds, and a sentence for each entry that does not.
fn overlay(table: &toml::Table) -> (Vec<(&'static str, String)>, Vec<String>) {
    let (mut changed, mut faults) = (Vec::new(), Vec::new());
    let mut trial = Config::default();
    for (section, entries) in table {
        let Some(entries) = entries.as_table() else {
            faults.push(format!("settings.toml: {section} stands outside its section"));
            continue;
        };
        for (entry, value) in entries {
            let name = format!("{section}.{entry}");
            let Some(key) = live_key(&name) else {
                faults.push(format!("settings.toml: {name} cannot be set there"));
                continue;
            };
            match value.as_str().ok_or_else(|| bad(key, "put it in quotes".into())) {
                Ok(words) => match take(&mut trial, key.name, words) {
                    Ok(()) => changed.push((key.name, words.to_owned())),
                    Err(error) => faults.push(format!("settings.toml: {error}")),
                },
                Err(error) => faults.push(format!("settings.toml: {error}")),
            }
        }
    }
    (changed, faults)
}

fn live_key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.live && key.name == name)
}

fn bad(key: &Key, reason: String) -> BadValue {
    BadValue { key: key.name, reason, limit: key.limit }
}

fn take(config: &mut Config, name: &'static str, value: &str) -> Result<(), BadValue> {
    let unknown = BadValue { key: name, reason: "it cannot be changed here".into(), limit: "-" };
    let key = live_key(name).ok_or(unknown)?;
    (key.take)(config, &toml::Value::String(value.into())).map_err(|reason| bad(key, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Settings {
        let (changed, faults) = overlay(&text.parse().unwrap());
        let settings = Settings::fixed(Config { box_name: "Base".into(), ..Config::default() });
        let draft = settings.draft(&changed).unwrap();
        settings.accept(draft);
        settings.held.write().unwrap().faults = faults;
        settings
    }

    #[test]
    fn what_was_changed_stands_over_the_file_of_the_box() {
        let settings = load("[box]\nlanguage = \"sw\"\n");
        assert_eq!(settings.now().box_name, "Base");
        assert_eq!(settings.now().box_language, "sw");
        let draft = settings.draft(&[("box.name", "Shule \"A\"\\".into())]).unwrap();
        let written = draft.toml();
        assert_eq!(settings.now().box_name, "Base", "not before it is accepted");
        settings.accept(draft);
        let again = load(&written);
        assert_eq!(again.now(), settings.now());
        assert_eq!(again.now().box_name, "Shule \"A\"\\");
    }

    #[test]
    fn bad_values_are_named_and_left_out() {
        let long = "x".repeat(41);
        let text = format!(
            "box = {{ name = \"{long}\", language = \"sw\", colour = 3 }}\nlog = {{ level = \"trace\" }}\nx = 1"
        );
        let settings = load(&text);
        assert_eq!((&*settings.now().box_name, &*settings.now().box_language), ("Base", "sw"));
        let faults = settings.faults();
        assert_eq!(faults.len(), 4, "{faults:?}");
        for part in ["box.name", "box.colour", "log.level", "x stands outside"] {
            assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:?}");
        }
        let bad = settings.draft(&[("box.language", "klingon tongue".into())]).unwrap_err();
        assert_eq!(bad.key, "box.language");
        assert!(settings.draft(&[("log.level", "trace".into())]).is_err());
    }
}
