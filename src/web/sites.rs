//! Two sites on one box (DESIGN.md section 4): which one a `Host` header names, and how each reaches
//! the other by the way the phone came.
//!
//! A phone that came by name goes on by name, one that came by address by address: with strict
//! Private DNS only addresses work, and without DNS at home nobody could tell the difference.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use crate::config::Config;

/// The longest `Host` that is looked at; a DNS name has at most 253 letters.
const HOST_BYTES_MAX: usize = 262;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// Accounts and desks.
    Portal,
    /// Package bytes. The label is the package's own name, or none on a host that serves them all.
    Lessons { label: Option<Box<str>> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Name,
    Address,
}

/// How a request came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    pub site: Site,
    pub way: Way,
    /// The host as the phone's address line shows it, without a port.
    pub host: Box<str>,
    /// Phones name a port only where it is not 80, so links name one only then.
    pub names_port: bool,
}

impl Came {
    /// The origin that this site's own forms send.
    pub fn origin(&self, sites: &Sites) -> String {
        let port = match self.site {
            Site::Portal => sites.portal_port,
            Site::Lessons { .. } => sites.lessons_port,
        };
        url(&self.host, port, self.names_port)
    }
}

/// The hosts of both sites; cheap to clone.
#[derive(Clone, Debug)]
pub struct Sites {
    portal_names: Arc<[String]>,
    lessons_names: Arc<[String]>,
    lessons_domain: Arc<str>,
    portal_port: u16,
    lessons_port: u16,
}

impl Sites {
    /// `portal` and `lessons` are where the two listeners really are.
    pub fn new(config: &Config, portal: SocketAddr, lessons: SocketAddr) -> Self {
        Self {
            portal_names: config.portal_names.clone().into(),
            lessons_names: config.lessons_names.clone().into(),
            lessons_domain: config.lessons_domain.as_str().into(),
            portal_port: portal.port(),
            lessons_port: lessons.port(),
        }
    }

    /// Judges a `Host` header; `None`: neither site's, so the request is a stranger's (or a
    /// rebinding attack) and gets sent to the portal.
    pub fn judge(&self, host_header: &str) -> Option<Came> {
        if host_header.len() > HOST_BYTES_MAX {
            return None;
        }
        let (host, port) = split_port(host_header)?;
        let host = host.to_ascii_lowercase();
        let came =
            |site, way| Came { site, way, host: host.as_str().into(), names_port: port.is_some() };
        let way = way_of(&host);
        if self.portal_names.contains(&host) {
            return Some(came(Site::Portal, way));
        }
        if self.lessons_names.contains(&host) || *host == *self.lessons_domain {
            return Some(came(Site::Lessons { label: None }, way));
        }
        let label = host.strip_suffix(&*self.lessons_domain)?.strip_suffix('.')?;
        let fits = !label.is_empty() && !label.contains('.');
        fits.then(|| came(Site::Lessons { label: Some(label.into()) }, Way::Name))
    }

    /// The portal, by the way this phone came: `http://chalkbox.lan`, without a slash.
    pub fn portal_url(&self, came: &Came) -> String {
        if came.site == Site::Portal {
            return url(&came.host, self.portal_port, came.names_port);
        }
        url(pick(&self.portal_names, came.way), self.portal_port, came.names_port)
    }

    /// Where a stranger is sent: the name people are told.
    pub fn front_door(&self) -> String {
        let host = self.portal_names.first().map_or("", String::as_str);
        url(host, self.portal_port, self.portal_port != 80)
    }

    /// The lesson site's host for a package, by the way this phone came.
    pub fn lessons_url(&self, came: &Came, label: &str) -> String {
        let host = match came.way {
            Way::Name => format!("{label}.{}", self.lessons_domain),
            Way::Address => pick(&self.lessons_names, Way::Address).to_owned(),
        };
        url(&host, self.lessons_port, came.names_port)
    }

    /// True where both sites would be one host: then nobody may sign in.
    pub fn only_a_port_differs(&self, came: &Came) -> bool {
        came.way == Way::Address && pick(&self.lessons_names, Way::Address) == &*came.host
    }
}

fn url(host: &str, port: u16, names_port: bool) -> String {
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    if names_port && port != 80 {
        format!("http://{host}:{port}")
    } else {
        format!("http://{host}")
    }
}

/// `localhost` counts as an address: names below it are not resolved everywhere.
fn way_of(host: &str) -> Way {
    if host.parse::<IpAddr>().is_ok() || !host.contains('.') { Way::Address } else { Way::Name }
}

fn pick(hosts: &[String], way: Way) -> &str {
    hosts.iter().find(|host| way_of(host) == way).or(hosts.first()).map_or("", String::as_str)
}

fn split_port(header: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match header.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            match after {
                "" => (host, None),
                _ => (host, Some(after.strip_prefix(':')?)),
            }
        }
        None => match header.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (header, None),
        },
    };
    // A dot at the end names the same host to DNS, but not to a browser's cookies.
    let port = port.map(str::parse).transpose().ok()?;
    (!host.is_empty() && !host.ends_with('.')).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites() -> Sites {
        let config = Config::default();
        Sites::new(&config, config.portal_listen, config.lessons_listen)
    }

    fn demo() -> Sites {
        let config = Config {
            portal_names: vec!["localhost".into(), "chalkbox.lan".into()],
            lessons_names: vec!["127.0.0.1".into()],
            ..Config::default()
        };
        Sites::new(&config, ([127, 0, 0, 1], 8080).into(), ([127, 0, 0, 1], 8081).into())
    }

    #[test]
    fn hosts_are_judged() {
        let lessons = |label: Option<&str>| Site::Lessons { label: label.map(Into::into) };
        let table = [
            ("chalkbox.lan", Some((Site::Portal, Way::Name))),
            ("CHALKBOX.lan:80", Some((Site::Portal, Way::Name))),
            ("10.77.0.1", Some((Site::Portal, Way::Address))),
            ("10.77.0.2", Some((lessons(None), Way::Address))),
            ("lessons.lan", Some((lessons(None), Way::Name))),
            ("abc2.lessons.lan", Some((lessons(Some("abc2")), Way::Name))),
            ("a.b.lessons.lan", None),
            (".lessons.lan", None),
            ("evillessons.lan", None),
            ("chalkbox.lan.", None),
            ("chalkbox.lan:http", None),
            ("example.org", None),
            ("[::1]:80", None),
            ("", None),
        ];
        for (host, expected) in table {
            let judged = sites().judge(host).map(|came| (came.site, came.way));
            assert_eq!(judged, expected, "{host:?}");
        }
        assert_eq!(sites().judge(&"a".repeat(300)), None);
    }

    #[test]
    fn a_phone_goes_on_by_the_way_it_came() {
        let table = [
            (sites(), "chalkbox.lan", "http://chalkbox.lan", "http://pkg.lessons.lan"),
            (sites(), "10.77.0.1", "http://10.77.0.1", "http://10.77.0.2"),
            (sites(), "pkg.lessons.lan", "http://chalkbox.lan", "http://pkg.lessons.lan"),
            (sites(), "10.77.0.2", "http://10.77.0.1", "http://10.77.0.2"),
            (demo(), "localhost:8080", "http://localhost:8080", "http://127.0.0.1:8081"),
            (demo(), "127.0.0.1:8081", "http://localhost:8080", "http://127.0.0.1:8081"),
            (demo(), "chalkbox.lan", "http://chalkbox.lan", "http://pkg.lessons.lan"),
        ];
        for (sites, host, portal, lessons) in table {
            let came = sites.judge(host).unwrap();
            assert_eq!(sites.portal_url(&came), portal, "{host}");
            assert_eq!(sites.lessons_url(&came, "pkg"), lessons, "{host}");
        }
        assert_eq!(demo().front_door(), "http://localhost:8080");
    }
}
