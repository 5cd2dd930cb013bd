//! One kept-alive connection: many requests after each other, each answer read whole and timed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use chalkbox::base::Clock;

/// No request may take longer.
pub const REQUEST_MAX: Duration = Duration::from_secs(5);

pub struct Wire {
    stream: BufReader<TcpStream>,
    host: &'static str,
    clock: Clock,
    pub slowest: Duration,
    pub requests: usize,
}

pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The body ended before its length: the server could not go on and hung up.
    pub is_cut: bool,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl Wire {
    /// `host` as the phone's address line names it.
    pub fn open(to: SocketAddr, host: &'static str) -> Self {
        let stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(REQUEST_MAX)).unwrap();
        stream.set_nodelay(true).unwrap();
        let clock = Clock::system();
        let stream = BufReader::with_capacity(64 << 10, stream);
        Self { stream, host, clock, slowest: Duration::ZERO, requests: 0 }
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.ask("GET", path, "")
    }

    /// `more`: further header lines, each with its line end.
    pub fn ask(&mut self, method: &str, path: &str, more: &str) -> Reply {
        let began = self.clock.boottime();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{more}\r\n", self.host);
        self.stream.get_mut().write_all(head.as_bytes()).unwrap();
        let reply = self.read(method);
        let took = self.clock.boottime().saturating_sub(began);
        assert!(took < REQUEST_MAX || reply.body.len() > 64 << 20, "{method} {path}: {took:?}");
        (self.slowest, self.requests) = (self.slowest.max(took), self.requests + 1);
        if reply.is_cut {
            self.open_again();
        }
        reply
    }

    /// A new connection, as after a long pause; the counts go on.
    pub fn open_again(&mut self) {
        let to = self.stream.get_ref().peer_addr().unwrap();
        let (slowest, requests) = (self.slowest, self.requests);
        *self = Self { slowest, requests, ..Self::open(to, self.host) };
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        assert!(line.ends_with("\r\n"), "the server hung up in a head: {line:?}");
        line.trim_end().to_owned()
    }

    fn read(&mut self, method: &str) -> Reply {
        let status = self.line().split(' ').nth(1).unwrap().parse().unwrap();
        let mut reply = Reply { status, headers: Vec::new(), body: Vec::new(), is_cut: false };
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else { break };
            reply.headers.push((name.to_owned(), value.to_owned()));
        }
        if method == "HEAD" || status == 304 {
            return reply;
        }
        let chunked = reply.header("transfer-encoding") == Some("chunked");
        let length: usize = reply.header("content-length").map_or(0, |text| text.parse().unwrap());
        reply.is_cut = if chunked {
            !self.read_chunks(&mut reply.body)
        } else {
            !self.add(&mut reply.body, length)
        };
        reply
    }

    /// False: it ended early.
    fn add(&mut self, body: &mut Vec<u8>, length: usize) -> bool {
        let before = body.len();
        // A reset counts as an end: the length tells.
        let _ = (&mut self.stream).take(length as u64).read_to_end(body);
        body.len() - before == length
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>) -> bool {
        loop {
            let mut line = String::new();
            let Ok(1..) = self.stream.read_line(&mut line) else { return false };
            let Ok(length) = usize::from_str_radix(line.trim(), 16) else { return false };
            if !self.add(body, length) || !self.add(&mut Vec::new(), 2) {
                return false;
            }
            if length == 0 {
                return true;
            }
        }
    }

    /// Reads a body of any length without keeping it: its length, and how many bytes are not zero.
    pub fn drain(&mut self, path: &str) -> (u16, u64, u64) {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(head.as_bytes()).unwrap();
        let status = self.line().split(' ').nth(1).unwrap().parse().unwrap();
        let mut length = 0;
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap();
            }
        }
        let (mut left, mut other, mut buffer) = (length, 0, vec![0; 1 << 20]);
        while left > 0 {
            let most = usize::try_from(left).unwrap().min(buffer.len());
            let count = self.stream.read(&mut buffer[..most]).unwrap();
            assert!(count > 0, "the server hung up {left} bytes before the end");
            other += buffer[..count].iter().filter(|byte| **byte != 0).count() as u64;
            left -= count as u64;
        }
        (status, length, other)
    }
}
