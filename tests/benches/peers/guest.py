"""A guest's phone, as far as measuring needs one: cookies, links, redirects, on names that no resolver knows."""
import http.client
from html.parser import HTMLParser
from urllib.parse import quote_plus, urljoin, urlsplit

PAGES_SEEN_MAX = 60
REDIRECTS_MAX = 10


class Missing(Exception):
    """The box did not show what the guest looked for."""


class Links(HTMLParser):
    """The links of a page with their words, and what its media elements play."""

    def __init__(self, text):
        super().__init__()
        self.links, self.media, self._open = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and attributes.get("href"):
            self._open = [attributes["href"], ""]
            self.links.append(self._open)
        if tag in ("video", "audio", "source") and attributes.get("src"):
            self.media.append(attributes["src"])
        if tag == "img" and self._open is not None:
            self._open[1] += f" {attributes.get('alt') or ''} "

    def handle_endtag(self, tag):
        if tag == "a":
            self._open = None

    def handle_data(self, data):
        if self._open is not None:
            self._open[1] += data


def get(port, path, headers=(), timeout=30):
    """One request; gives status, headers (a list of pairs, names in lower case) and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.putrequest("GET", path, skip_host=any(name.lower() == "host" for name, _ in headers),
                              skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, [(n.lower(), v) for n, v in answer.getheaders()], answer.read()
    finally:
        connection.close()


class Guest:
    def __init__(self, portal_port, lessons_port, portal_host="chalkbox.lan"):
        self.ports = {portal_host: portal_port}
        self.lessons_port = lessons_port
        self.home = f"http://{portal_host}/"
        self.cookies = {}  # by host

    def headers(self, host):
        """What the phone sends to that host."""
        pairs = [("Host", host), ("Accept-Encoding", "gzip"), ("Accept-Language", "en")]
        jar = self.cookies.get(host)
        return pairs + ([("Cookie", "; ".join(f"{n}={v}" for n, v in jar.items()))] if jar else [])

    def open(self, url):
        """Follow redirects from `url`; gives the last address and its page."""
        for _ in range(REDIRECTS_MAX):
            parts = urlsplit(url)
            host = parts.netloc
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            plain = [pair for pair in self.headers(host) if pair[0] != "Accept-Encoding"]
            status, headers, body = get(self.ports.get(host, self.lessons_port), path or "/", plain)
            for name, value in headers:
                if name == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies.setdefault(host, {})[key.strip()] = rest.partition(";")[0]
            target = dict(headers).get("location")
            if status in (301, 302, 303, 307, 308) and target:
                url = urljoin(url, target)
                continue
            if status != 200:
                raise Missing(f"{url} answered {status}")
            return url, body.decode("utf-8", "replace")
        raise Missing(f"more than {REDIRECTS_MAX} redirects before {url}")

    def lesson(self, title):
        """Find the lesson of that title from home and open it, as a child does; gives the address and page there."""
        todo, seen = [self.home, urljoin(self.home, f"/search?q={quote_plus(title)}")], set()
        while todo and len(seen) < PAGES_SEEN_MAX:
            url = todo.pop(0)
            if url in seen:
                continue
            seen.add(url)
            try:
                url, text = self.open(url)
            except Missing:
                continue  # another page may lead there
            for href, words in Links(text).links:
                target = urljoin(url, href)
                path = urlsplit(target).path
                if path.startswith("/lessons/") and title.lower() in " ".join(words.split()).lower():
                    return self.enter(target)
                if path.startswith("/topics/"):
                    todo.append(target)
        raise Missing(f"no lesson called {title!r} within {len(seen)} pages of home")

    def enter(self, url):
        """From a lesson's link or page to the lesson itself."""
        if not urlsplit(url).path.endswith("/open"):
            url, text = self.open(url)
            opens = [href for href, _ in Links(text).links if urlsplit(href).path.endswith("/open")]
            if not opens:
                raise Missing(f"{url} has no link that opens the lesson")
            url = urljoin(url, opens[0])
        return self.open(url)
