//! `chalkbox.toml`: each setting with its unit, default and limit. Unknown keys are refused, and all
//! mistakes are listed together, since the person who mends them may walk an hour to the next laptop.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// What the box is set to do. Checked once, at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub box_name: String,
    pub box_language: String,
    pub second_language: String,
    pub time_zone: String,
    pub presence: Vec<PathBuf>,
    pub portal_listen: SocketAddr,
    pub portal_names: Vec<String>,
    pub portal_leases: PathBuf,
    pub lessons_listen: SocketAddr,
    pub lessons_domain: String,
    pub lessons_names: Vec<String>,
    /// 0: from the memory of the board.
    pub cluster_cache_mib: u32,
    pub whole_zim_download: bool,
    pub log: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            box_name: "Chalkbox".into(),
            box_language: "en".into(),
            second_language: "en".into(),
            time_zone: "UTC".into(),
            presence: vec!["/boot/firmware".into(), "/media".into()],
            portal_listen: SocketAddr::from(([10, 77, 0, 1], 80)),
            portal_names: vec!["chalkbox.lan".into(), "10.77.0.1".into()],
            portal_leases: "/var/lib/misc/dnsmasq.leases".into(),
            lessons_listen: SocketAddr::from(([10, 77, 0, 2], 80)),
            lessons_domain: "lessons.lan".into(),
            lessons_names: vec!["10.77.0.2".into()],
            cluster_cache_mib: 0,
            whole_zim_download: false,
            log: "info".into(),
        }
    }
}

/// One setting: what a technician reads about it, and how its value is taken in.
pub struct Key {
    /// Section and name, `box.name`.
    pub name: &'static str,
    pub meaning: &'static str,
    pub unit: &'static str,
    pub limit: &'static str,
    pub default: fn(&Config) -> String,
    take: fn(&mut Config, &toml::Value) -> Result<(), String>,
}

const NAME_LETTERS_MAX: usize = 40;
const NAMES_MAX: usize = 8;
const CLUSTER_CACHE_MIB_MIN: u32 = 4;
const CLUSTER_CACHE_MIB_MAX: u32 = 4096;
/// A settings file is a page of text; more is not one.
const FILE_BYTES_MAX: u64 = 256 << 10;

pub const KEYS: &[Key] = &[
    Key {
        name: "box.name",
        meaning: "What the box is called on its pages",
        unit: "text",
        limit: "1 to 40 letters",
        default: |config| config.box_name.clone(),
        take: |config, value| put(&mut config.box_name, letters(value, NAME_LETTERS_MAX)),
    },
    Key {
        name: "box.language",
        meaning: "Language of a phone that asks for none of the box's",
        unit: "BCP 47 tag",
        limit: "2 to 35 letters, digits and hyphens",
        default: |config| config.box_language.clone(),
        take: |config, value| put(&mut config.box_language, language(value)),
    },
    Key {
        name: "box.second_language",
        meaning: "Language that stands in where a line has not been translated",
        unit: "BCP 47 tag",
        limit: "2 to 35 letters, digits and hyphens",
        default: |config| config.second_language.clone(),
        take: |config, value| put(&mut config.second_language, language(value)),
    },
    Key {
        name: "box.time_zone",
        meaning: "Where a day begins and ends in reports",
        unit: "IANA name",
        limit: "a name such as Africa/Nairobi",
        default: |config| config.time_zone.clone(),
        take: |config, value| put(&mut config.time_zone, time_zone(value)),
    },
    Key {
        name: "box.presence",
        meaning: "Where a file named chalkbox-recover is looked for, which only somebody at the box can put there",
        unit: "list of folders",
        limit: "0 to 8 absolute paths",
        default: |config| paths(&config.presence),
        take: |config, value| put(&mut config.presence, folders(value)),
    },
    Key {
        name: "portal.listen",
        meaning: "Where the portal site answers",
        unit: "address:port",
        limit: "an IP address and a port",
        default: |config| config.portal_listen.to_string(),
        take: |config, value| put(&mut config.portal_listen, address(value)),
    },
    Key {
        name: "portal.names",
        meaning: "Host names and addresses of the portal site; the first one is shown to people",
        unit: "list of hosts",
        limit: "1 to 8",
        default: |config| config.portal_names.join(", "),
        take: |config, value| put(&mut config.portal_names, hosts(value)),
    },
    Key {
        name: "portal.leases",
        meaning: "Where the hotspot's dnsmasq notes which phone has which address; staff stay signed in on that phone only",
        unit: "path",
        limit: "an absolute path",
        default: |config| config.portal_leases.display().to_string(),
        take: |config, value| put(&mut config.portal_leases, file(value)),
    },
    Key {
        name: "lessons.listen",
        meaning: "Where the lesson site answers; must be another host than the portal",
        unit: "address:port",
        limit: "an IP address and a port",
        default: |config| config.lessons_listen.to_string(),
        take: |config, value| put(&mut config.lessons_listen, address(value)),
    },
    Key {
        name: "lessons.domain",
        meaning: "Each package gets a name of its own below this one",
        unit: "host name",
        limit: "a name with at least one dot",
        default: |config| config.lessons_domain.clone(),
        take: |config, value| put(&mut config.lessons_domain, domain(value)),
    },
    Key {
        name: "lessons.names",
        meaning: "Further hosts of the lesson site, for phones that came by address",
        unit: "list of hosts",
        limit: "1 to 8",
        default: |config| config.lessons_names.join(", "),
        take: |config, value| put(&mut config.lessons_names, hosts(value)),
    },
    Key {
        name: "memory.cluster_cache",
        meaning: "Memory for unpacked parts of ZIM files; 0 takes a share of what the board has",
        unit: "MiB",
        limit: "0, or 4 to 4096",
        default: |config| config.cluster_cache_mib.to_string(),
        take: |config, value| put(&mut config.cluster_cache_mib, cache(value)),
    },
    Key {
        name: "library.whole_zim_download",
        meaning: "Whether anybody may save a whole ZIM file, which can fill the air for hours",
        unit: "true or false",
        limit: "-",
        default: |config| config.whole_zim_download.to_string(),
        take: |config, value| put(&mut config.whole_zim_download, flag(value)),
    },
    Key {
        name: "log.level",
        meaning: "How much is written to the log",
        unit: "word",
        limit: "error, warn, info, debug or trace",
        default: |config| config.log.clone(),
        take: |config, value| put(&mut config.log, level(value)),
    },
];

/// Why a settings file was not taken; every mistake in it, one a line.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path} could not be read: {source}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} is larger than 256 KiB and so not a settings file.")]
    TooLarge { path: PathBuf },
    #[error("{path} is not written as TOML: {reason}")]
    Syntax { path: PathBuf, reason: String },
    #[error("{path} has {} to mend:\n{}", count(.mistakes), .mistakes.join("\n"))]
    Mistakes { path: PathBuf, mistakes: Vec<String> },
}

fn count(mistakes: &[String]) -> String {
    match mistakes.len() {
        1 => "one thing".into(),
        many => format!("{many} things"),
    }
}

impl Config {
    /// Reads a settings file over the defaults.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let unreadable = |source| ConfigError::Unreadable { path: path.to_owned(), source };
        if std::fs::metadata(path).map_err(unreadable)?.len() > FILE_BYTES_MAX {
            return Err(ConfigError::TooLarge { path: path.to_owned() });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Self::parse(&text, path)
    }

    /// `path` only names the file in what is said about it.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            ConfigError::Syntax { path: path.to_owned(), reason: error.to_string() }
        })?;
        let mut config = Self::default();
        let mut mistakes = Vec::new();
        for (section, entries) in &table {
            let Some(entries) = entries.as_table() else {
                mistakes.push(format!("- {section}: write it below its section, as in [box]"));
                continue;
            };
            for (entry, value) in entries {
                let name = format!("{section}.{entry}");
                match KEYS.iter().find(|key| key.name == name) {
                    None => mistakes.push(format!("- {name}: there is no such setting")),
                    Some(key) => {
                        if let Err(reason) = (key.take)(&mut config, value) {
                            mistakes.push(format!("- {name}: {reason}; it takes {}", key.limit));
                        }
                    }
                }
            }
        }
        config.check_together(&mut mistakes);
        if mistakes.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::Mistakes { path: path.to_owned(), mistakes })
        }
    }

    /// Rules between settings: no host may stand for both sites.
    fn check_together(&self, mistakes: &mut Vec<String>) {
        for host in &self.portal_names {
            if self.lessons_names.contains(host) || *host == self.lessons_domain {
                mistakes.push(format!(
                    "- lessons.names: {host} is a host of the portal; lessons must have another"
                ));
            }
        }
    }
}

fn put<T>(place: &mut T, value: Result<T, String>) -> Result<(), String> {
    *place = value?;
    Ok(())
}

fn text(value: &toml::Value) -> Result<&str, String> {
    value.as_str().map(str::trim).ok_or_else(|| "put it in quotes".into())
}

fn letters(value: &toml::Value, most: usize) -> Result<String, String> {
    let text = text(value)?;
    if (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text.into())
    } else {
        Err(format!("{text:?} is too long or empty"))
    }
}

fn language(value: &toml::Value) -> Result<String, String> {
    let tag = text(value)?;
    let fits = (2..=35).contains(&tag.len())
        && tag.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if fits { Ok(tag.into()) } else { Err(format!("{tag:?} is no language tag")) }
}

fn time_zone(value: &toml::Value) -> Result<String, String> {
    let name = text(value)?;
    match jiff::tz::TimeZone::get(name) {
        Ok(_) => Ok(name.into()),
        Err(_) => Err(format!("{name:?} is no time zone that this machine knows")),
    }
}

fn address(value: &toml::Value) -> Result<SocketAddr, String> {
    let text = text(value)?;
    text.parse().map_err(|_| format!("{text:?} is no address with a port"))
}

fn file(value: &toml::Value) -> Result<PathBuf, String> {
    let path = PathBuf::from(text(value)?);
    if path.is_absolute() { Ok(path) } else { Err(format!("{:?} begins at no /", path.display())) }
}

/// A host as it stands in a browser's address line, without a port.
fn host(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let fits = name.parse::<IpAddr>().is_ok() || (name.len() <= 253 && name.split('.').all(label));
    fits.then_some(name)
}

fn hosts(value: &toml::Value) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or("write it as a list: [\"one\", \"two\"]")?;
    if !(1..=NAMES_MAX).contains(&list.len()) {
        return Err(format!("{} hosts are too few or too many", list.len()));
    }
    list.iter()
        .map(|value| {
            let text = text(value)?;
            host(text).ok_or_else(|| format!("{text:?} is no host name"))
        })
        .collect()
}

fn paths(folders: &[PathBuf]) -> String {
    let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    folders.join(", ")
}

fn folders(value: &toml::Value) -> Result<Vec<PathBuf>, String> {
    let list = value.as_array().ok_or("write it as a list: [\"/one\", \"/two\"]")?;
    if list.len() > NAMES_MAX {
        return Err(format!("{} folders are too many", list.len()));
    }
    list.iter().map(file).collect()
}

fn domain(value: &toml::Value) -> Result<String, String> {
    let text = text(value)?;
    host(text)
        .filter(|name| name.contains('.') && name.parse::<IpAddr>().is_err())
        .ok_or_else(|| format!("{text:?} cannot have names below it"))
}

fn cache(value: &toml::Value) -> Result<u32, String> {
    let mib = value.as_integer().ok_or("write a whole number without quotes")?;
    u32::try_from(mib)
        .ok()
        .filter(|mib| *mib == 0 || (CLUSTER_CACHE_MIB_MIN..=CLUSTER_CACHE_MIB_MAX).contains(mib))
        .ok_or_else(|| format!("{mib} is out of range"))
}

fn flag(value: &toml::Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "write true or false without quotes".into())
}

fn level(value: &toml::Value) -> Result<String, String> {
    let text = text(value)?;
    if ["error", "warn", "info", "debug", "trace"].contains(&text) {
        Ok(text.into())
    } else {
        Err(format!("{text:?} is no such word"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("chalkbox.toml"))
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        assert_eq!(parse("").unwrap(), Config::default());
    }

    #[test]
    fn every_key_takes_its_own_default_s_form() {
        let config = parse(
            r#"
            [box]
            name = "Shule ya Msingi Pamoja"
            language = "sw"
            time_zone = "Africa/Nairobi"
            [portal]
            listen = "127.0.0.1:8080"
            names = ["localhost"]
            [lessons]
            listen = "127.0.0.1:8081"
            names = ["127.0.0.1"]
            [memory]
            cluster_cache = 16
            "#,
        )
        .unwrap();
        assert_eq!(config.box_language, "sw");
        assert_eq!(config.cluster_cache_mib, 16);
        assert_eq!(config.lessons_names, ["127.0.0.1"]);
    }

    #[test]
    fn all_mistakes_are_listed_together() {
        let said = parse(
            r#"
            colour = "red"
            [box]
            nam = "x"
            time_zone = "Mars/Olympus"
            [memory]
            cluster_cache = 2
            [portal]
            names = ["10.77.0.2"]
            "#,
        )
        .unwrap_err()
        .to_string();
        for part in [
            "5 things to mend",
            "- colour: write it below its section",
            "- box.nam: there is no such setting",
            "- box.time_zone: \"Mars/Olympus\" is no time zone",
            "- memory.cluster_cache: 2 is out of range; it takes 0, or 4 to 4096",
            "10.77.0.2 is a host of the portal",
        ] {
            assert!(said.contains(part), "{part:?} is not in {said}");
        }
    }
}
