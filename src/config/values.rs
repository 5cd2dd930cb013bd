//! How each kind of value is taken in: its type checked, its limit held.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::{CLUSTER_CACHE_MIB_MAX, CLUSTER_CACHE_MIB_MIN, NAMES_MAX};

fn text(value: &toml::Value) -> Result<&str, String> {
    value.as_str().map(str::trim).ok_or_else(|| "put it in quotes".into())
}

pub(super) fn letters(value: &toml::Value, most: usize) -> Result<String, String> {
    let text = text(value)?;
    if (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text.into())
    } else {
        Err(format!("{text:?} is too long or empty"))
    }
}

pub(super) fn language(value: &toml::Value) -> Result<String, String> {
    let tag = text(value)?;
    let fits = (2..=35).contains(&tag.len())
        && tag.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if fits { Ok(tag.into()) } else { Err(format!("{tag:?} is no language tag")) }
}

pub(super) fn time_zone(value: &toml::Value) -> Result<String, String> {
    let name = text(value)?;
    match jiff::tz::TimeZone::get(name) {
        Ok(_) => Ok(name.into()),
        Err(_) => Err(format!("{name:?} is no time zone that this machine knows")),
    }
}

pub(super) fn address(value: &toml::Value) -> Result<SocketAddr, String> {
    let text = text(value)?;
    text.parse().map_err(|_| format!("{text:?} is no address with a port"))
}

pub(super) fn file(value: &toml::Value) -> Result<PathBuf, String> {
    let path = PathBuf::from(text(value)?);
    if path.is_absolute() { Ok(path) } else { Err(format!("{:?} begins at no /", path.display())) }
}

pub(super) fn folders(value: &toml::Value) -> Result<Vec<PathBuf>, String> {
    let list = value.as_array().ok_or("write it as a list: [\"/one\", \"/two\"]")?;
    if list.len() > NAMES_MAX {
        return Err(format!("{} folders are too many", list.len()));
    }
    list.iter().map(file).collect()
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

pub(super) fn hosts(value: &toml::Value) -> Result<Vec<String>, String> {
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

pub(super) fn domain(value: &toml::Value) -> Result<String, String> {
    let text = text(value)?;
    host(text)
        .filter(|name| name.contains('.') && name.parse::<IpAddr>().is_err())
        .ok_or_else(|| format!("{text:?} cannot have names below it"))
}

pub(super) fn cache(value: &toml::Value) -> Result<u32, String> {
    let mib = value.as_integer().ok_or("write a whole number without quotes")?;
    u32::try_from(mib)
        .ok()
        .filter(|mib| *mib == 0 || (CLUSTER_CACHE_MIB_MIN..=CLUSTER_CACHE_MIB_MAX).contains(mib))
        .ok_or_else(|| format!("{mib} is out of range"))
}

pub(super) fn flag(value: &toml::Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "write true or false without quotes".into())
}

pub(super) fn level(value: &toml::Value) -> Result<String, String> {
    let text = text(value)?;
    if ["error", "warn", "info", "debug", "trace"].contains(&text) {
        Ok(text.into())
    } else {
        Err(format!("{text:?} is no such word"))
    }
}
