//! `chalkbox.toml`: each setting with its unit, default and limit. Unknown keys are refused, and all
//! mistakes are listed together, since the person who mends them may walk an hour to the next laptop.

use std::io::Read as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

mod live;
mod values;

pub use live::{BadValue, Draft, Settings};
use values::{
    address, cache, domain, file, flag, folders, hosts, language, letters, level, time_zone,
};

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
    /// The box's desk may change it while the box runs.
    pub live: bool,
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
        live: true,
        default: |config| config.box_name.clone(),
        take: |config, value| put(&mut config.box_name, letters(value, NAME_LETTERS_MAX)),
    },
    Key {
        name: "box.language",
        meaning: "Language of a phone that asks for none of the box's",
        unit: "BCP 47 tag",
        limit: "2 to 35 letters, digits and hyphens",
        live: true,
        default: |config| config.box_language.clone(),
        take: |config, value| put(&mut config.box_language, language(value)),
    },
    Key {
        name: "box.second_language",
        meaning: "Language that stands in where a line has not been translated",
        unit: "BCP 47 tag",
        limit: "2 to 35 letters, digits and hyphens",
        live: false,
        default: |config| config.second_language.clone(),
        take: |config, value| put(&mut config.second_language, language(value)),
    },
    Key {
        name: "box.time_zone",
        meaning: "Where a day begins and ends in reports",
        unit: "IANA name",
        limit: "a name such as Africa/Nairobi",
        live: false,
        default: |config| config.time_zone.clone(),
        take: |config, value| put(&mut config.time_zone, time_zone(value)),
    },
    Key {
        name: "box.presence",
        meaning: "Where a file named chalkbox-recover is looked for, which only somebody at the box can put there",
        unit: "list of folders",
        limit: "0 to 8 absolute paths",
        live: false,
        default: |config| {
            let names: Vec<_> =
                config.presence.iter().map(|path| path.display().to_string()).collect();
            names.join(", ")
        },
        take: |config, value| put(&mut config.presence, folders(value)),
    },
    Key {
        name: "portal.listen",
        meaning: "Where the portal site answers",
        unit: "address:port",
        limit: "an IP address and a port",
        live: false,
        default: |config| config.portal_listen.to_string(),
        take: |config, value| put(&mut config.portal_listen, address(value)),
    },
    Key {
        name: "portal.names",
        meaning: "Host names and addresses of the portal site; the first one is shown to people",
        unit: "list of hosts",
        limit: "1 to 8",
        live: false,
        default: |config| config.portal_names.join(", "),
        take: |config, value| put(&mut config.portal_names, hosts(value)),
    },
    Key {
        name: "portal.leases",
        meaning: "Where the hotspot's dnsmasq notes which phone has which address; staff stay signed in on that phone only",
        unit: "path",
        limit: "an absolute path",
        live: false,
        default: |config| config.portal_leases.display().to_string(),
        take: |config, value| put(&mut config.portal_leases, file(value)),
    },
    Key {
        name: "lessons.listen",
        meaning: "Where the lesson site answers; must be another host than the portal",
        unit: "address:port",
        limit: "an IP address and a port",
        live: false,
        default: |config| config.lessons_listen.to_string(),
        take: |config, value| put(&mut config.lessons_listen, address(value)),
    },
    Key {
        name: "lessons.domain",
        meaning: "Each package gets a name of its own below this one",
        unit: "host name",
        limit: "a name with at least one dot",
        live: false,
        default: |config| config.lessons_domain.clone(),
        take: |config, value| put(&mut config.lessons_domain, domain(value)),
    },
    Key {
        name: "lessons.names",
        meaning: "Further hosts of the lesson site, for phones that came by address",
        unit: "list of hosts",
        limit: "1 to 8",
        live: false,
        default: |config| config.lessons_names.join(", "),
        take: |config, value| put(&mut config.lessons_names, hosts(value)),
    },
    Key {
        name: "memory.cluster_cache",
        meaning: "Memory for unpacked parts of ZIM files; 0 takes a share of what the board has",
        unit: "MiB",
        limit: "0, or 4 to 4096",
        live: false,
        default: |config| config.cluster_cache_mib.to_string(),
        take: |config, value| put(&mut config.cluster_cache_mib, cache(value)),
    },
    Key {
        name: "library.whole_zim_download",
        meaning: "Whether anybody may save a whole ZIM file, which can fill the air for hours",
        unit: "true or false",
        limit: "-",
        live: false,
        default: |config| config.whole_zim_download.to_string(),
        take: |config, value| put(&mut config.whole_zim_download, flag(value)),
    },
    Key {
        name: "log.level",
        meaning: "How much is written to the log",
        unit: "word",
        limit: "error, warn, info, debug or trace",
        live: false,
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
        let mut text = String::new();
        let file = std::fs::File::open(path).map_err(unreadable)?;
        let taken = file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text).map_err(unreadable)?;
        if taken as u64 > FILE_BYTES_MAX {
            return Err(ConfigError::TooLarge { path: path.to_owned() });
        }
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

    /// Rules between settings: no host may stand for both sites, and none may be below one of the
    /// other site, since browsers then send the portal's cookies with what a lesson posts.
    fn check_together(&self, mistakes: &mut Vec<String>) {
        let named = self.lessons_names.iter().map(|host| ("lessons.names", host));
        let lessons = || named.clone().chain([("lessons.domain", &self.lessons_domain)]);
        for portal in &self.portal_names {
            for (setting, host) in lessons() {
                if host == portal {
                    mistakes.push(format!(
                        "- {setting}: {host} is a host of the portal; lessons must have another"
                    ));
                } else if is_below(host, portal) || is_below(portal, host) {
                    mistakes.push(format!(
                        "- {setting}: {host} and the portal's {portal} stand one below the other; \
                         lessons must have a name of their own"
                    ));
                }
            }
        }
    }
}

/// `a.b.lan` is below `b.lan`.
fn is_below(host: &str, domain: &str) -> bool {
    let is_name = domain.parse::<IpAddr>().is_err();
    is_name && host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn put<T>(place: &mut T, value: Result<T, String>) -> Result<(), String> {
    *place = value?;
    Ok(())
}

#[cfg(test)]
mod tests;
