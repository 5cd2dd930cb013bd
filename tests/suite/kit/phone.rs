//! A phone: speaks HTTP by itself, knows names as the box's DNS would, keeps cookies for each host.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use chalkbox::people::Role;

use super::test_box::TestBox;

pub struct Phone {
    portal: SocketAddr,
    lessons: SocketAddr,
    /// Its own address.
    from: IpAddr,
    cookies: HashMap<String, HashMap<String, String>>,
    pub language: String,
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Where it came from, after redirects.
    pub url: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The first attribute value that begins so, its ampersands decoded: `value("href=\"/topics/")`.
    pub fn link(&self, begins: &str) -> Option<String> {
        let text = self.text();
        let quoted = format!("\"{begins}");
        let at = text.find(&quoted)? + 1;
        let end = text[at..].find('"')?;
        Some(text[at..at + end].replace("&#38;", "&").replace("&amp;", "&"))
    }

    /// The value of the hidden form field `token`.
    pub fn token(&self) -> Option<String> {
        let text = self.text();
        let at = text.find("name=\"token\" value=\"")? + "name=\"token\" value=\"".len();
        Some(text[at..at + text[at..].find('"')?].to_owned())
    }
}

const PORTAL: &str = "http://chalkbox.lan";

impl Phone {
    pub fn new(chalkbox: &TestBox) -> Self {
        Self::at(chalkbox.portal(), chalkbox.lessons())
    }

    /// A phone that finds the two sites at these addresses.
    pub fn at(portal: SocketAddr, lessons: SocketAddr) -> Self {
        let from = Ipv4Addr::LOCALHOST.into();
        Self { portal, lessons, from, cookies: HashMap::new(), language: "en".into() }
    }

    /// Another phone than all others: 127.0.0.`last`.
    #[must_use]
    pub fn numbered(self, last: u8) -> Self {
        Self { from: Ipv4Addr::new(127, 0, 0, last).into(), ..self }
    }

    /// A phone on which somebody of this role is signed in.
    pub fn of(chalkbox: &TestBox, role: Role) -> Self {
        let mut phone = Self::new(chalkbox);
        phone.set_cookie("chalkbox.lan", "guest", &chalkbox.sign_in(role));
        phone
    }

    pub fn set_cookie(&mut self, host: &str, name: &str, value: &str) {
        self.cookies.entry(host.to_owned()).or_default().insert(name.into(), value.into());
    }

    /// The box has moved; cookies stay, since its names did not change.
    pub fn finds(&mut self, portal: SocketAddr, lessons: SocketAddr) {
        (self.portal, self.lessons) = (portal, lessons);
    }

    /// Follows redirects, as a browser does. Paths are the portal's.
    pub fn get(&mut self, url: &str) -> Answer {
        self.try_get(url).unwrap()
    }

    /// `get` where the box may be cut off at any moment.
    pub fn try_get(&mut self, url: &str) -> io::Result<Answer> {
        let mut url = whole(url);
        for _ in 0..10 {
            let answer = self.try_once("GET", &url, &[], None)?;
            match answer.header("location").filter(|_| (300..400).contains(&answer.status)) {
                Some(location) => url = join(&url, location),
                None => return Ok(answer),
            }
        }
        panic!("{url} leads in circles")
    }

    /// One request, no redirect followed.
    pub fn ask(&mut self, method: &str, url: &str, headers: &[(&str, &str)]) -> Answer {
        self.once(method, &whole(url), headers, None)
    }

    /// Sends a form as the site's own page would.
    pub fn post(&mut self, url: &str, form: &str) -> Answer {
        self.try_post(url, form).unwrap()
    }

    /// `post` where the box may be cut off at any moment: an answer means that it came whole.
    pub fn try_post(&mut self, url: &str, form: &str) -> io::Result<Answer> {
        let url = whole(url);
        let origin = origin(&url).to_owned();
        self.try_once("POST", &url, &[("Origin", &origin)], Some(form.as_bytes()))
    }

    /// Sends a form that may hold a file: names of fields, of files, and bytes.
    pub fn post_file(&mut self, url: &str, fields: &[(&str, Option<&str>, &[u8])]) -> Answer {
        self.try_post_file(url, fields).unwrap()
    }

    /// `post_file` where the box may be cut off at any moment.
    pub fn try_post_file(
        &mut self,
        url: &str,
        fields: &[(&str, Option<&str>, &[u8])],
    ) -> io::Result<Answer> {
        let mut body = Vec::new();
        for (name, file, bytes) in fields {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            let head =
                format!("--chalk\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--chalk--\r\n");
        let url = whole(url);
        let origin = origin(&url).to_owned();
        let kind = ("Content-Type", "multipart/form-data; boundary=chalk");
        self.try_once("POST", &url, &[("Origin", &origin), kind], Some(&body))
    }

    pub fn post_from(&mut self, url: &str, headers: &[(&str, &str)], form: &str) -> Answer {
        self.once("POST", &whole(url), headers, Some(form.as_bytes()))
    }

    fn once(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        form: Option<&[u8]>,
    ) -> Answer {
        self.try_once(method, url, headers, form).unwrap()
    }

    fn try_once(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        form: Option<&[u8]>,
    ) -> io::Result<Answer> {
        let host = origin(url).trim_start_matches("http://").to_owned();
        let path = url.get(origin(url).len()..).filter(|path| !path.is_empty()).unwrap_or("/");
        let is_lesson_site = host.ends_with("lessons.lan") || host == "10.77.0.2";
        let address = if is_lesson_site { self.lessons } else { self.portal };
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        write!(head, "Accept-Language: {}\r\n", self.language).unwrap();
        let jar = self.cookies.entry(host.clone()).or_default();
        if !jar.is_empty() {
            let pairs: Vec<String> =
                jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            write!(head, "Cookie: {}\r\n", pairs.join("; ")).unwrap();
        }
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if let Some(form) = form {
            if !headers.iter().any(|(name, _)| *name == "Content-Type") {
                head += "Content-Type: application/x-www-form-urlencoded\r\n";
            }
            write!(head, "Content-Length: {}\r\n", form.len()).unwrap();
        }
        let mut stream = connect(self.from, address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        head += "\r\n";
        stream.write_all(&[head.as_bytes(), form.unwrap_or_default()].concat())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let answer = read_answer(&bytes, url).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.keep_cookies(&host, &answer);
        Ok(answer)
    }

    fn keep_cookies(&mut self, host: &str, answer: &Answer) {
        let jar = self.cookies.entry(host.to_owned()).or_default();
        for (name, value) in &answer.headers {
            if name.eq_ignore_ascii_case("set-cookie") {
                let (pair, rest) = value.split_once(';').unwrap_or((value, ""));
                let (name, value) = pair.split_once('=').unwrap();
                if rest.contains("Max-Age=0") {
                    jar.remove(name);
                } else {
                    jar.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }

    pub fn cookie(&self, host: &str, name: &str) -> Option<&str> {
        self.cookies.get(host)?.get(name).map(String::as_str)
    }
}

/// A connection from an address of this machine: std has no way to choose one.
fn connect(from: IpAddr, to: SocketAddr) -> io::Result<TcpStream> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let socket = tokio::net::TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(from, 0))?;
    let stream = runtime.block_on(socket.connect(to))?.into_std()?;
    stream.set_nonblocking(false)?;
    Ok(stream)
}

fn whole(url: &str) -> String {
    if url.starts_with('/') { format!("{PORTAL}{url}") } else { url.to_owned() }
}

/// `http://host` of an absolute address.
fn origin(url: &str) -> &str {
    let end = url["http://".len()..].find('/').map_or(url.len(), |at| at + "http://".len());
    &url[..end]
}

fn join(base: &str, location: &str) -> String {
    if location.starts_with('/') {
        format!("{}{location}", origin(base))
    } else {
        location.to_owned()
    }
}

/// `None`: the answer was cut off.
fn read_answer(bytes: &[u8], url: &str) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut answer = Answer { status, headers, body: Vec::new(), url: url.to_owned() };
    let body = &bytes[end + 4..];
    answer.body = match answer.header("content-length") {
        _ if answer.header("transfer-encoding") == Some("chunked") => unchunk(body)?,
        Some(length) if length.parse() != Ok(body.len()) && !body.is_empty() => return None,
        _ => body.to_vec(),
    };
    Some(answer)
}

fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line = body.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(&body[..line]).unwrap();
        let size = usize::from_str_radix(size.split(';').next().unwrap().trim(), 16).unwrap();
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(line + 2..line + 2 + size)?);
        body = body.get(line + 2 + size + 2..)?;
    }
}
