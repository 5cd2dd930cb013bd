"""The requests of each case, and wrk, which sends them."""
import random
import subprocess
import time

from process import cpu_seconds

SEED = 20261124
MIB = 1 << 20
RANGES = 4000
WARM_SECONDS = 1

# Each line of the list: path, then headers ("Name: value"), tab between them.
LUA = """
local requests, at, first = {}, 0, 0
function init(args)
  for line in io.lines(args[1]) do
    local path, rest = line:match("^([^\\t]*)(.*)$")
    local headers = {}
    for name, value in rest:gmatch("\\t([%w-]+): ([^\\t]*)") do headers[name] = value end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  at = tonumber(args[2])
end
function request()
  at = at + 1
  return requests[at % #requests + 1]
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d\\n", summary.requests, summary.duration, summary.bytes,
    e.connect + e.read + e.write + e.timeout, e.status, latency:percentile(50), latency:percentile(99)))
end
"""


class Died(Exception):
    """The server ended under the load."""


def ranges(size):
    """Where a phone jumps to in a film: headers for 1 MiB each."""
    source = random.Random(SEED)
    starts = (source.randrange(0, size - MIB) for _ in range(RANGES))
    return [f"Range: bytes={start}-{start + MIB - 1}" for start in starts]


def in_any_order(paths, count):
    """`count` picks out of few: the same for every server."""
    source = random.Random(SEED)
    return [source.choice(paths) for _ in range(count)]


def send(server, lines, connections, seconds, first, folder):
    """Load one server; gives its figures. `first` is where in the list this run begins."""
    script, listing = folder / "requests.lua", folder / "requests.txt"
    script.write_text(LUA)
    listing.write_text("\n".join(lines) + "\n")

    def wrk(connections, seconds):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", script,
                   f"http://127.0.0.1:{server.load_port}", "--", listing, str(first)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 90, stdin=subprocess.DEVNULL)
        if server.process.poll() is not None:
            raise Died
        line = next((x for x in run.stdout.splitlines() if x.startswith("RESULT")), None)
        if line is None:
            raise RuntimeError(f"wrk failed: {run.stdout} {run.stderr}")
        return list(map(int, line.split()[1:]))

    wrk(1, WARM_SECONDS)
    before, begun = cpu_seconds(server.process.pid), time.monotonic()
    count, micros, size, broken, bad_status, p50, p99 = wrk(connections, seconds)
    spent, wall = cpu_seconds(server.process.pid) - before, time.monotonic() - begun
    return {"count": count, "rps": count / micros * 1e6, "cpu": spent / count * 1e6 if count else None,
            "p50": p50 / 1000, "p99": p99 / 1000, "bytes": size / count if count else 0, "cores": spent / wall,
            "errors": broken + bad_status, "repeated": count > len(lines)}
