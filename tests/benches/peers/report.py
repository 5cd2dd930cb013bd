"""Figures to tables, and beside them the bars that Chalkbox set itself."""
from statistics import median


def number(value):
    if value is None:
        return "-"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def table(head, rows):
    rows = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for at, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if at == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print()


class Results:
    """runs[case][server] and life[server]: one dictionary of figures for each round."""

    def __init__(self):
        self.runs, self.life, self.absent = {}, {}, {}

    def add(self, case, server, figures):
        self.runs.setdefault(case, {}).setdefault(server, []).append(figures)

    def of(self, case, server, key):
        """The rounds' figures; None where a round has none."""
        return [figures.get(key) for figures in self.runs.get(case, {}).get(server, [])]

    def ratio(self, case, key, ours, theirs):
        """Median over the rounds of the ratio within one round; of several peers, against the best of them."""
        values = []
        for peer in theirs:
            pairs = [(a, b) for a, b in zip(self.of(case, ours, key), self.of(case, peer, key)) if a and b]
            if pairs:
                values.append(median(a / b for a, b in pairs))
        return max(values) if values else None  # ours is worst against the best

    def at(self, server, key):
        values = [life[key] for life in self.life.get(server, []) if life.get(key) is not None]
        return median(values) if values else None

    def worst(self, case, server, key):
        values = [value for value in self.of(case, server, key) if value is not None]
        return max(values) if values else None

    def print(self):
        print("\n## Start, idle and memory (medians)\n")
        table(["server", "start ms", "idle RSS MiB", "idle PSS MiB", "idle CPU ms in 60 s"],
              [[name, *(number(self.at(name, key)) for key in ("start_ms", "rss", "pss", "idle_ms"))]
               for name in self.life])
        print("## Load (medians)\n")
        rows = []
        for case, servers in self.runs.items():
            for name, rounds in servers.items():
                whole = [figures for figures in rounds if "died" not in figures]
                middle = {key: median(f[key] for f in whole if f[key] is not None) for key in
                          ("cpu", "rps", "p50", "p99", "bytes", "cores", "rss", "pss")} if whole else {}
                notes = [f"{sum(f['errors'] for f in whole)} errors"] if any(f["errors"] for f in whole) else []
                notes += [f"died {len(rounds) - len(whole)} times"] if len(rounds) > len(whole) else []
                notes += ["list began anew"] if case == "suggest" and any(f["repeated"] for f in whole) else []
                rows.append([case, name, *(number(middle.get(key)) for key in
                                           ("cpu", "rps", "p50", "p99", "bytes", "cores", "rss", "pss")), ", ".join(notes)])
        table(["case", "server", "CPU µs/request", "requests/s", "p50 ms", "p99 ms", "bytes/request", "cores",
               "RSS after MiB", "PSS after MiB", ""], rows)
        for name, why in self.absent.items():
            print(f"not measured: {name}: {why}")
        self.print_bars()

    def bars(self):
        """(what, figure, bar): the figure must not be above the bar."""
        kiwix, t1 = ("kiwix33", "kiwix33-t1", "kiwix37", "kiwix37-t1"), ("kiwix33-t1", "kiwix37-t1")
        cpu = lambda case, ours, *theirs: self.ratio(case, "cpu", ours, theirs)  # noqa: E731
        start, shelf = self.at("chalkbox", "start_ms"), self.at("chalkbox-100", "start_ms")
        yield "random article, CPU / kiwix37's", cpu("article", "chalkbox", "kiwix37"), 0.6
        yield "… PSS after it / kiwix37's", self.ratio("article", "pss", "chalkbox", ["kiwix37"]), 1.0
        yield "… with our cache at 16 MiB, CPU / kiwix37's", cpu("article", "chalkbox-16", "kiwix37"), 1.0
        yield "… both caches large, CPU / kiwix37-large's", cpu("article", "chalkbox-large", "kiwix37-large"), 0.4
        yield "… PSS after it / kiwix37-large's", self.ratio("article", "pss", "chalkbox-large", ["kiwix37-large"]), 0.7
        yield "20 hot articles, CPU / the best kiwix's", cpu("hot", "chalkbox", *kiwix), 0.12
        yield "… CPU / nginx's", cpu("hot", "chalkbox", "nginx"), 6.0
        yield "suggestions, CPU / the best -t 1's", cpu("suggest", "chalkbox", *t1), 0.5
        yield "home page, CPU / kiwix33's front page", cpu("home", "chalkbox", "kiwix33"), 0.5
        yield "1 MiB video ranges, CPU / nginx's", cpu("video", "chalkbox", "nginx"), 2.5
        yield "start to first page, ms", start, 100.0
        yield "… with 100 packages / with 2 (noise: 1.3)", shelf / start if shelf and start else None, 1.3
        yield "idle, resident MiB", self.at("chalkbox", "rss"), 25.0
        yield "idle, CPU ms in 60 s", self.at("chalkbox", "idle_ms"), 5.0
        yield "200 connections in 512 MiB, failures", self.worst("article200", "chalkbox-512", "errors"), 0.0
        yield "… resident MiB", self.worst("article200", "chalkbox-512", "rss"), 96.0

    def print_bars(self):
        print("\n## Chalkbox against its bars\n")
        rows = []
        for what, figure, bar in self.bars():
            verdict = "not measured" if figure is None else "holds" if figure <= bar else "FALLS SHORT"
            rows.append([what, number(figure), f"≤ {bar:g}", verdict])
        table(["what", "seen", "bar", ""], rows)
        print(f"/raw beside /content, CPU of a random article: {number(self.raw_share())} of it")
        verdicts = [row[3] for row in rows if row[3] != "not measured"]
        print(f"{verdicts.count('holds')} of {len(verdicts)} measured bars hold")

    def raw_share(self):
        pairs = [(a, b) for a, b in zip(self.of("raw", "chalkbox", "cpu"), self.of("article", "chalkbox", "cpu")) if a and b]
        return median(a / b for a, b in pairs) if pairs else None
