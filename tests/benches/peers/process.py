"""Processes as the kernel sees them: a server's whole tree, its processor time and its memory."""
import atexit
import os
import signal
import socket
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """The process and all its descendants."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(stat[1]), []).append(int(entry))
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def cpu_seconds(pid):
    """utime + stime of the tree, ended children that were waited for included; in steps of 10 ms."""
    total = 0
    for one in tree(pid):
        try:
            stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, stat[11:15]))
    return total / TICK


def run_seconds(pid):
    """Time on the processor of the tree's living threads, exact to the nanosecond: for idle servers."""
    total = 0
    for one in tree(pid):
        for thread in Path(f"/proc/{one}/task").glob("*/schedstat"):
            try:
                total += int(thread.read_text().split()[0])
            except OSError:
                continue
    return total / 1e9


def memory(pid):
    """Resident and proportional MiB of the tree."""
    total = {"rss": 0.0, "pss": 0.0}
    for one in tree(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        for line in rollup.splitlines():
            key = {"Rss:": "rss", "Pss:": "pss"}.get(line.split()[0])
            if key:
                total[key] += int(line.split()[1]) / 1024
    return total


class MemoryGroup:
    """A control group that may hold so many bytes, files read included; removed at the end of this program."""
    folder = None

    def __init__(self, limit_bytes):
        for parent, limit in (("/sys/fs/cgroup", "memory.max"), ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")):
            folder = Path(parent) / f"chalkbox-peers-{os.getpid()}"
            try:
                folder.mkdir()
                atexit.register(self.remove, folder)
                if (folder / limit).exists():  # not where a plain folder was made, or memory is not controlled
                    (folder / limit).write_text(str(limit_bytes))
                    self.folder = folder
                    return
            except OSError:
                continue  # the other version, or no right to

    @staticmethod
    def remove(folder):
        try:
            folder.rmdir()
        except OSError:
            pass


def signal_tree(pid, number):
    for one in tree(pid):
        try:
            os.kill(one, number)
        except ProcessLookupError:
            pass


def end(process):
    """End a server that this program started, and what it started."""
    pids = tree(process.pid)
    signal_tree(process.pid, signal.SIGCONT)
    process.terminate()
    try:
        process.wait(15)
    except Exception:  # whatever happened, nothing may be left running
        process.kill()
        process.wait()
    for pid in pids:
        try:
            if os.getsid(pid) == process.pid:  # it began its own session: these are its own
                os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
