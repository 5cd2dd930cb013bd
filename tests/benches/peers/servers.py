"""The servers that are compared: how each is started, and what it is asked in each case."""
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from guest import Guest, Links, Missing, get
from load import in_any_order, ranges
from process import MemoryGroup, end, free_port, run_seconds

START_SECONDS_MAX = 60
SETTLE_SECONDS_MAX = 900
HOT = 20
HOT_REQUESTS = 4000
MEMORY_LIMIT_BYTES = 512 << 20

NGINX = """daemon off; user root; worker_processes 2; pid {tmp}/nginx.pid; error_log {tmp}/error.log;
events {{ worker_connections 1024; multi_accept on; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=1000;
  default_type text/html; types {{ video/mp4 mp4; }}
  client_body_temp_path {tmp}/b; proxy_temp_path {tmp}/p; fastcgi_temp_path {tmp}/f;
  uwsgi_temp_path {tmp}/u; scgi_temp_path {tmp}/s;
  server {{ listen 127.0.0.1:{port} backlog=1024; root {root}; }}
}}
"""


@dataclass
class Data:
    """What make_zim.py made."""
    folder: Path
    articles: list = field(init=False)
    hot: list = field(init=False)
    queries: list = field(init=False)

    def __post_init__(self):
        for name in ("articles", "hot", "queries"):
            setattr(self, name, (self.folder / f"{name}.txt").read_text().splitlines())

    def hot_of(self, turn):
        """The 20 articles that a class opens together: another draw in each round."""
        draws = [self.hot[at:at + HOT] for at in range(0, len(self.hot), HOT)]
        return [quote(path) for path in draws[turn % len(draws)]]

    @property
    def zim(self):
        return self.folder / "bench.zim"

    @property
    def video(self):
        return self.folder / "video.mp4"


class Server:
    """One server under measurement. """
    name = ""
    ready = "/"
    environment = {}

    def __init__(self, data, tmp):
        self.data, self.tmp = data, tmp / self.name
        self.tmp.mkdir(mode=0o755)
        self.process = None
        self.log = self.tmp / "log"

    def command(self):
        raise NotImplementedError

    def prepare(self):
        """What must be done once before the first start."""

    def cases(self, turn):
        """The requests of each case in that round."""
        raise NotImplementedError

    def start(self):
        """Start it; gives the seconds until its first page has answered."""
        self.port = free_port()
        command = [str(word) for word in self.command()]
        with self.log.open("ab") as log:
            begun = time.monotonic()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env={**os.environ, **self.environment}, start_new_session=True)
        while time.monotonic() - begun < START_SECONDS_MAX and self.process.poll() is None:
            try:
                if self.first_page() == 200:
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.001)
        self.stop()
        raise RuntimeError(f"{self.name} did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def first_page(self):
        return get(self.port, self.ready)[0]

    def case_port(self, _case):
        return self.port

    def settle(self):
        """Wait until it has done what it does after a start."""
        time.sleep(1)

    def stop(self):
        if self.process is not None:
            end(self.process)
            self.process = None


class Kiwix(Server):
    program, threads, prefix = "kiwix-serve", 4, ""

    def command(self):
        return [self.program, "-i", "127.0.0.1", "-p", self.port, "-t", self.threads, self.data.zim]

    def cases(self, turn):
        paths = [f"{self.prefix}/bench/{quote(path)}" for path in self.data.articles]
        hot = [f"{self.prefix}/bench/{path}" for path in self.data.hot_of(turn)]
        cases = {
            "article": paths,
            "hot": in_any_order(hot, HOT_REQUESTS),
            "home": [f"{self.prefix}/bench/index"],
            "shelf": ["/"],
        }
        # 3.3 with several threads dies of suggestions that come together (kiwix-tools issue 751): not asked.
        if self.threads == 1 or self.prefix:
            cases["suggest"] = [f"/suggest?content=bench&term={quote(query)}" for query in self.data.queries]
        return cases


class Kiwix33(Kiwix):
    name = "kiwix33"


class Kiwix33OneThread(Kiwix):
    name, threads = "kiwix33-t1", 1


class Kiwix37(Kiwix):
    name, prefix, program = "kiwix37", "/content", None

    def command(self):
        self.program = self.data.folder.parent / "tools/kiwix37/kiwix-serve"
        return super().command()


class Kiwix37OneThread(Kiwix37):
    name, threads = "kiwix37-t1", 1


class Kiwix37Large(Kiwix37):
    """Caches that hold the whole archive."""
    name = "kiwix37-large"
    environment = {"ZIM_CLUSTERCACHE": "256", "ZIM_DIRENTCACHE": "32768"}

    def cases(self, turn):
        return {"article": super().cases(turn)["article"]}


class Nginx(Server):
    """Files: the least that serving bytes can cost."""
    name, ready = "nginx", "/video.mp4"

    def command(self):
        config = self.tmp / "nginx.conf"
        config.write_text(NGINX.format(port=self.port, root=self.data.folder, tmp=self.tmp))
        return ["nginx", "-p", self.tmp, "-c", config]

    def first_page(self):
        return 200 if get(self.port, self.ready, [("Range", "bytes=0-0")])[0] == 206 else 0

    def cases(self, turn):
        return {
            "hot": in_any_order([f"/hot/{path}.html" for path in self.data.hot_of(turn)], HOT_REQUESTS),
            "video": [f"/video.mp4\t{header}" for header in ranges(self.data.video.stat().st_size)],
        }


class Chalkbox(Server):
    """The box, met as a guest meets it: bar, visit cookie and journal on."""
    name = "chalkbox"
    program = None          # set by run.py
    cache_mib = None        # None: what the box chooses
    shelf = 0               # more ZIMs beside the large one
    prefix = ()             # words before the command

    def command(self):
        self.lessons_port = free_port()
        return [*self.prefix, self.program, "serve", *self.places(), "--portal", f"127.0.0.1:{self.port}",
                "--lessons", f"127.0.0.1:{self.lessons_port}"]

    def places(self):
        return ["--data", self.tmp / "data", "--config", self.tmp / "chalkbox.toml"]

    def prepare(self):
        setting = f"[memory]\ncluster_cache = {self.cache_mib}\n" if self.cache_mib else ""
        (self.tmp / "chalkbox.toml").write_text(setting)
        small = sorted((self.data.folder / "small").glob("*.zim"))[:self.shelf]
        subprocess.run([self.program, "load", *self.places(), "--in-place", self.data.zim, self.data.video, *small],
                       check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.start()
        self.settle()  # checks and indexes what was loaded, once
        self.stop()

    def first_page(self):
        return get(self.port, "/", [("Host", "chalkbox.lan")])[0]

    def settle(self):
        """Until three seconds in a row cost less than 1 % of a processor."""
        quiet, until = 0, time.monotonic() + SETTLE_SECONDS_MAX
        while quiet < 3 and time.monotonic() < until:
            before = run_seconds(self.process.pid)
            time.sleep(1)
            quiet = quiet + 1 if run_seconds(self.process.pid) - before < 0.01 else 0

    def case_port(self, case):
        return self.port if case == "home" else self.lessons_port

    def cases(self, turn):
        guest = Guest(self.port, self.lessons_port)
        where, _ = guest.lesson("Bench library")
        host, path = urlsplit(where).netloc, urlsplit(where).path
        if not path.startswith("/content/"):
            raise Missing(f"the ZIM opened at {where}, not under /content/")
        package = path.split("/")[2]
        cookies = self.headers(guest, host)
        content = [f"/content/{package}/{quote(article)}{cookies}" for article in self.data.articles]
        hot = [f"/content/{package}/{article}{cookies}" for article in self.data.hot_of(turn)]
        return {
            "article": content,
            "article200": content,
            "hot": in_any_order(hot, HOT_REQUESTS),
            "suggest": [f"/suggest?content={package}&term={quote(query)}{cookies}" for query in self.data.queries],
            "home": [f"/{self.headers(guest, 'chalkbox.lan')}"],
            "raw": [f"/raw/{package}/content/{quote(article)}{cookies}" for article in self.data.articles],
            "video": self.film(guest),
        }

    def film(self, guest):
        page, text = guest.lesson("video")
        sources = [urljoin(page, source) for source in Links(text).media]
        films = [source for source in sources if urlsplit(source).path.endswith(".mp4")] or sources
        if not films:
            raise Missing(f"{page} plays nothing")
        address = urlsplit(films[0])
        cookies = self.headers(guest, address.netloc)
        return [f"{address.path}{cookies}\t{header}" for header in ranges(self.data.video.stat().st_size)]

    @staticmethod
    def headers(guest, host):
        """Compression is for phones; here it would hide what an answer costs, and kiwix-serve is not asked for it."""
        return "".join(f"\t{n}: {v}" for n, v in guest.headers(host) if n != "Accept-Encoding")


class Chalkbox16(Chalkbox):
    """As on a board of 512 MB."""
    name, cache_mib = "chalkbox-16", 16

    def cases(self, turn):
        return {"article": super().cases(turn)["article"]}


class ChalkboxLarge(Chalkbox):
    name, cache_mib = "chalkbox-large", 400

    def cases(self, turn):
        return {"article": super().cases(turn)["article"]}


class ChalkboxLimited(Chalkbox):
    """The cache of a 512 MB board, and no more memory than that: by a control group, else a limit on the data segment."""
    name, cache_mib = "chalkbox-512", 16

    def prepare(self):
        folder = MemoryGroup(MEMORY_LIMIT_BYTES).folder
        if folder:
            self.prefix = ("sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', folder)
        else:
            self.prefix = ("prlimit", f"--data={MEMORY_LIMIT_BYTES}", "--")
        super().prepare()

    def cases(self, turn):
        return {"article200": super().cases(turn)["article200"]}


class ChalkboxShelf(Chalkbox):
    """A hundred packages: only its start is measured."""
    name, shelf = "chalkbox-100", 99

    def cases(self, turn):
        return {}


PEERS = [Nginx, Kiwix33, Kiwix33OneThread, Kiwix37, Kiwix37OneThread, Kiwix37Large]
OURS = [Chalkbox, Chalkbox16, ChalkboxLarge, ChalkboxLimited, ChalkboxShelf]


def missing_programs():
    """What must be installed and is not."""
    return [name for name in ("wrk", "nginx", "prlimit") if shutil.which(name) is None]
