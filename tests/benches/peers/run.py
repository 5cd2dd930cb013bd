#!/usr/bin/env python3
"""Measure Chalkbox beside kiwix-serve and nginx: the same data, interleaved, each alone on the processor.

    run.py --data target/bench-data --chalkbox target/release/chalkbox
    run.py --data target/bench-data                                     # the peers alone
    run.py --data target/bench-data --only nginx,chalkbox --cases hot --rounds 1

`tests/run peers` makes the data and builds the program first. Every server is started once in each round on a free
port of 127.0.0.1; all but the measured one are frozen, the order is turned round every round, and all get the same
requests in the same order. CPU per request is utime + stime of the server's whole process tree over the requests that
wrk counted: on a machine that others use too, believe only that and the ratios within one run.
"""
import argparse
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import load
import servers
from guest import Missing, get
from process import memory, run_seconds, signal_tree
from report import Results

CASES = ["article", "article200", "hot", "suggest", "home", "shelf", "raw", "video"]
CONNECTIONS = 32
CONNECTIONS_OF = {"article200": 200}
IDLE_SECONDS = 60
PROBES = 3


def arguments():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--data", type=Path, required=True, help="what make_zim.py made")
    args.add_argument("--chalkbox", type=Path, help="our program; without it the peers alone are measured")
    args.add_argument("--only", help="these servers, by name, with commas")
    args.add_argument("--cases", default=",".join(CASES))
    args.add_argument("--rounds", type=int, default=3)
    args.add_argument("--seconds", type=int, default=4, help="of each load")
    args.add_argument("--idle", type=int, default=IDLE_SECONDS, help="seconds of idling watched, in the first round")
    args.add_argument("--json", type=Path, help="write every figure there")
    return args.parse_args()


def chosen(args, data, tmp):
    """The servers to measure, prepared; a peer that is not there is said, not skipped in silence."""
    kinds = [*servers.PEERS, *(servers.OURS if args.chalkbox else [])]
    if args.only:
        kinds = [kind for kind in kinds if kind.name in args.only.split(",")]
    servers.Chalkbox.program = args.chalkbox and args.chalkbox.resolve()
    ready, absent = [], {}
    for kind in kinds:
        server = kind(data, tmp)
        try:
            server.prepare()
            server.start()
            server.cases(0)
            server.stop()
            ready.append(server)
        except (OSError, RuntimeError, Missing, servers.subprocess.CalledProcessError) as why:
            server.stop()
            absent[server.name] = str(why)
            print(f"not measured: {server.name}: {why}", file=sys.stderr, flush=True)
    return ready, absent


def probe(server, absent):
    """Ask for a few of each case by hand: what answers with a redirect or a part must not be measured."""
    for case in list(server.requests):
        wanted = (206, load.MIB) if case == "video" else (200, None)
        for line in server.requests[case][:PROBES]:
            path, *headers = line.split("\t")
            pairs = [tuple(header.split(": ", 1)) for header in headers]
            status, _, body = get(server.case_port(case), path, pairs)
            if status != wanted[0] or not body or wanted[1] not in (None, len(body)):
                absent[f"{server.name}, {case}"] = f"{path} answered {status} with {len(body)} bytes"
                del server.requests[case]
                break


def begin(server, turn, idle_seconds, absent):
    """Start it alone and watch it do nothing; gives the figures of its life, then freezes it."""
    life = {"start_ms": server.start() * 1000}
    server.settle()
    life.update(memory(server.process.pid))
    if idle_seconds:
        before = run_seconds(server.process.pid)
        time.sleep(idle_seconds)
        life["idle_ms"] = (run_seconds(server.process.pid) - before) * 1000 * 60 / idle_seconds
    server.requests = server.cases(turn)
    probe(server, absent)
    signal_tree(server.process.pid, signal.SIGSTOP)
    return life


def measure(server, case, turn, seconds, first, tmp, absent):
    """One load on one server, all others frozen."""
    signal_tree(server.process.pid, signal.SIGCONT)
    server.load_port = server.case_port(case)
    try:
        figures = load.send(server, server.requests[case], CONNECTIONS_OF.get(case, CONNECTIONS), seconds, first, tmp)
    except load.Died:
        server.stop()
        begin(server, turn, 0, absent)
        return {"died": True}
    figures.update(memory(server.process.pid))
    signal_tree(server.process.pid, signal.SIGSTOP)
    return figures


def one_round(turn, args, ready, results, tmp):
    for server in ready:
        # A kiwix or nginx that idles costs nothing (measured): the minute is spent on ours.
        minute = args.idle if turn == 0 and server.name == "chalkbox" else 0
        results.life.setdefault(server.name, []).append(begin(server, turn, minute, results.absent))
    order = ready if turn % 2 == 0 else ready[::-1]
    for number, case in enumerate(args.cases.split(",")):
        first = 1000 + 3571 * (turn * len(CASES) + number)  # elsewhere in the list each time
        for server in (server for server in order if case in server.requests):
            figures = measure(server, case, turn, args.seconds, first, tmp, results.absent)
            results.add(case, server.name, figures)
            seen = "died" if "died" in figures else f"{figures['cpu'] or 0:.1f} µs, {figures['rps']:.0f}/s"
            print(f"round {turn + 1} {case} {server.name}: {seen}", file=sys.stderr, flush=True)
    for server in ready:
        server.stop()


def main():
    args = arguments()
    lacking = servers.missing_programs()
    if lacking:
        sys.exit(f"these programs are missing: {', '.join(lacking)}; `tests/run peers` installs them")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    results, ready = Results(), []
    data = servers.Data(args.data.resolve())
    with tempfile.TemporaryDirectory(prefix="chalkbox-peers-") as folder:
        tmp = Path(folder)
        os.chmod(tmp, 0o755)  # nginx's workers are another user
        try:
            ready, results.absent = chosen(args, data, tmp)
            for turn in range(args.rounds):
                one_round(turn, args, ready, results, tmp)
        finally:
            for server in ready:
                server.stop()
    if args.json:
        args.json.write_text(json.dumps({"runs": results.runs, "life": results.life, "load": os.getloadavg()}, indent=1))
    results.print()


if __name__ == "__main__":
    main()
