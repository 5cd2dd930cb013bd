#!/usr/bin/env python3
"""Make the data that the peers are measured on; a second run with the same settings does nothing.

    make_zim.py --out target/bench-data

Real text, because made-up text compresses unlike any library: the manual pages and handbooks that Debian ships in nine
languages, and a dictionary to fill up. Needs apt-get, dpkg-deb, mandoc and the Python package libzim (tests/requirements.txt).

    bench.zim      20,000 articles and 400 pictures, zstd clusters of 2 MiB, title and full-text index
    articles.txt   their paths in a seeded random order
    hot/           some of them as files, and hot.txt with their paths: five draws of 20, what a class opens together
    queries.txt    what a reader types: beginnings of titles, each once, in a seeded random order
    video.mp4      200 MiB
    small/         99 tiny ZIMs: a box with a full shelf

The same Debian packages give the same entries in the same order. Two builds differ in the archive's random UUID.
"""
import argparse
import gzip
import hashlib
import html
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ARTICLES = 20_000
PICTURES = 400
SMALL_ZIMS = 99
HOT_DRAWS = 5  # one draw may happen to share clusters, which flatters a small cache
HOT = 20
QUERIES_MAX = 400_000
VIDEO_BYTES = 200 << 20
PICTURE_BYTES_MAX = 150_000
ARTICLE_CHARS_MAX = 200_000
ARTICLE_CHARS_MIN = 400
SEED = 20261124
VERSION = "3"  # raise it when a change of this file changes the data

PACKAGES = (
    "manpages manpages-dev manpages-fr manpages-de manpages-es manpages-ja manpages-ru manpages-pt-br manpages-pl "
    "manpages-it git-doc perl-doc debian-reference-fr debian-reference-it debian-reference-de dict-gcide "
    "tuxpaint-stamps-default"
).split()
# Their real packages carry the version of the Debian release in the name.
META_PACKAGES = ("linux-doc", "python3-doc", "postgresql-doc")
STYLE = "body{font:16px/1.5 sans-serif;max-width:48em;margin:auto;padding:1em}pre{overflow:auto}img{float:right}"


def fetch(folder):
    """Download and unpack the Debian packages."""
    packages = folder / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    names = list(PACKAGES)
    for meta in META_PACKAGES:
        seen = subprocess.run(["apt-cache", "depends", meta], capture_output=True, text=True, check=True).stdout
        names += re.findall(r"Depends: (\S*-doc\S*)", seen)[:1]
    subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", *names], cwd=packages, check=True)
    for package in sorted(packages.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
    shutil.rmtree(packages)


def read(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def plain_files(root, pattern):
    return [p for p in sorted(root.rglob("*")) if re.search(pattern, p.name) and p.is_file() and not p.is_symlink()]


def inner_links_only(body):
    """Links out of the page lead nowhere in the archive: keep them harmless."""
    return re.sub(r' href="(?!#|https?:)[^"]*"', ' href="#"', body)


def manual_page(path):
    source = read(path)
    if source[:600].lstrip().startswith(b".so "):
        return ""
    command = ["mandoc", "-K", "utf-8", "-T", "html", "-O", "fragment"]
    return subprocess.run(command, input=source, capture_output=True).stdout.decode("utf-8", "replace")


def manual_pages(root):
    files = plain_files(root, r"\.\d\w*(\.gz)?$")
    with ThreadPoolExecutor(2) as pool:
        for path, body in zip(files, pool.map(manual_page, files)):
            first = path.relative_to(root).parts[0]
            language = "en" if first.startswith("man") else first
            name = path.name.removesuffix(".gz")
            yield language, f"man/{language}/{name}", f"{name} ({language})", body


def handbooks(root):
    for path in plain_files(root, r"\.html(\.\w\w)?(\.gz)?$"):
        if "genindex" in path.name:
            continue
        text = read(path).decode("utf-8", "replace")
        title = re.search(r"<title>(.*?)</title>", text, re.S | re.I)
        body = re.search(r"<body[^>]*>(.*)</body>", text, re.S | re.I)
        if not title or not body:
            continue
        body = re.sub(r"<(script|style|form)\b.*?</\1>|<img[^>]*>|<link[^>]*>", "", body[1], flags=re.S | re.I)
        name = re.sub(r"\.html|\.gz$", "", str(path.relative_to(root)))
        language = re.search(r"\.(fr|de|it)$", name)
        title = re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]*>", "", title[1]))).strip()
        yield (language[1] if language else "en"), f"doc/{name}", title[:150] or name, body


def dictionary(folder, wanted):
    """`wanted` articles of neighbouring words."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    def number(text):
        value = 0
        for digit in text:
            value = value * 64 + digits.index(digit)
        return value

    text = gzip.decompress((folder / "gcide.dict.dz").read_bytes())
    words = {}
    for line in (folder / "gcide.index").read_text("utf-8", "replace").splitlines():
        word, offset, size = line.split("\t")[:3]
        if word[0].isalpha() and not word.startswith("00-"):
            words.setdefault((offset, size), word)
    entries = [(word, number(offset), number(size)) for (offset, size), word in words.items()]
    for turn in range(wanted):
        group = entries[turn * len(entries) // wanted:(turn + 1) * len(entries) // wanted]
        body = ""
        for word, offset, size in group:
            meaning = text[offset:offset + size].decode("utf-8", "replace")
            body += f"<h2>{html.escape(word)}</h2><p>" + html.escape(meaning).replace("\n\n", "</p><p>") + "</p>"
        name = re.sub(r"\W+", "_", group[0][0], flags=re.A)
        yield "en", f"dict/{name}_{turn}", f"{group[0][0]} – {group[-1][0]}", body


def gather(sources):
    """The articles: (language, path, title, body), in an order that mixes the kinds."""
    pages = {}
    for page in [*manual_pages(sources / "usr/share/man"), *handbooks(sources / "usr/share/doc")]:
        body = inner_links_only(page[3])
        if len(body) > ARTICLE_CHARS_MAX:
            body = body[:max(body.rfind("</p>", 0, ARTICLE_CHARS_MAX), ARTICLE_CHARS_MAX // 2)]
        if len(body) >= ARTICLE_CHARS_MIN:
            pages[page[1]] = (*page[:3], body)
    pages = list(pages.values())[:ARTICLES]
    if len(pages) < ARTICLES:
        pages += dictionary(sources / "usr/share/dictd", ARTICLES - len(pages))
    return sorted(pages, key=lambda page: hashlib.sha256(page[1].encode()).digest())


def item_type():
    from libzim.writer import Hint, Item, StringProvider

    class Entry(Item):
        def __init__(self, path, title, mime, data, front=False):
            super().__init__()
            self.path, self.title, self.mime, self.data, self.front = path, title, mime, data, front

        def get_path(self):
            return self.path

        def get_title(self):
            return self.title

        def get_mimetype(self):
            return self.mime

        def get_contentprovider(self):
            return StringProvider(self.data)

        def get_hints(self):
            return {Hint.FRONT_ARTICLE: self.front, Hint.COMPRESS: not self.mime.startswith("image/")}

    return Entry


def dot():
    """A picture of 48 × 48 white points."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compress((b"\0" + b"\xff" * 6) * 48)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 48, 48, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@contextmanager
def silence():
    """libzim tells the terminal of each of its steps."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def write_zim(path, name, title, pages, pictures=()):
    from libzim.writer import Compression, Creator

    entry = item_type()
    creator = Creator(str(path))
    creator.config_compression(Compression.zstd)
    creator.config_clustersize(2 << 20)
    creator.config_indexing(True, "eng")
    creator.config_nbworkers(1)  # several race each other when they index
    creator.set_mainpath("index")
    with silence(), creator:
        for turn, (language, where, heading, body) in enumerate(pages):
            up = "../" * where.count("/")
            picture = f'<img src="{up}img/{turn % len(pictures)}.png" alt="">' if pictures and turn % 3 == 0 else ""
            then = pages[(turn + 1) % len(pages)]
            creator.add_item(entry(where, heading, "text/html", (
                f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{html.escape(heading)}</title>'
                f'<link rel="stylesheet" href="{up}style.css"></head><body><h1>{html.escape(heading)}</h1>{picture}{body}'
                f'<p><a href="{up}{html.escape(then[1])}">{html.escape(then[2])}</a></p></body></html>'), True))
        for turn, picture in enumerate(pictures):
            creator.add_item(entry(f"img/{turn}.png", "", "image/png", picture.read_bytes()))
        creator.add_item(entry("style.css", "", "text/css", STYLE))
        shelf = "".join(f'<li><a href="{html.escape(p[1])}">{html.escape(p[2])}</a></li>' for p in pages[:150])
        creator.add_item(entry("index", title, "text/html", (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="stylesheet" href="style.css"></head><body><h1>{title}</h1><ul>{shelf}</ul></body></html>'), True))
        creator.add_illustration(48, dot())
        for key, value in {"Name": name, "Title": title, "Language": "eng", "Description": "For measuring",
                           "Creator": "bench", "Publisher": "bench", "Date": "2026-01-01"}.items():
            creator.add_metadata(key, value)


def typed(titles):
    """What readers have typed when suggestions are asked for: beginnings of titles, each once."""
    seen = {title[:length].strip().lower() for title in titles for length in range(3, min(len(title), 40) + 1)}
    queries = sorted(query for query in seen if len(query) >= 3 and query.isprintable())
    random.Random(SEED).shuffle(queries)
    return queries[:QUERIES_MAX]


def write_video(path):
    """A film of random bytes: nobody can watch it, but its boxes say what an H.264 film's do."""
    def box(kind, *parts):
        data = b"".join(parts)
        return struct.pack(">I", len(data) + 8) + kind + data

    size = struct.pack(">HH", 640, 360)
    codec = box(b"avcC", bytes([1, 66, 0, 30, 255, 224, 0]))  # the baseline profile, which every phone plays
    entry = box(b"avc1", bytes(7), b"\1", bytes(16), size, struct.pack(">IIIH", 0x480000, 0x480000, 0, 1), bytes(32),
                struct.pack(">Hh", 24, -1), codec)
    tables = box(b"stsd", struct.pack(">II", 0, 1), entry) + b"".join(box(kind, bytes(8)) for kind in (b"stts", b"stsc", b"stco"))
    film = box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, 600_000, 0x55C4, 0)) + box(b"hdlr", bytes(8), b"vide", bytes(13))
    track = box(b"trak", box(b"mdia", film, box(b"minf", box(b"stbl", tables))))
    clock = box(b"mvhd", struct.pack(">IIIIIIH", 0, 0, 0, 1000, 600_000, 0x10000, 0x100), bytes(74))
    head = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + box(b"moov", clock, track)
    rest = VIDEO_BYTES - len(head) - 8
    source = random.Random(SEED)
    with path.open("wb") as file:
        file.write(head + struct.pack(">I4s", rest + 8, b"mdat"))
        while rest:
            part = min(rest, 1 << 20)
            file.write(source.randbytes(part))
            rest -= part


def build(out):
    from libzim.reader import Archive

    sources = out / "sources"
    print("make_zim: fetching Debian's documents", flush=True)
    fetch(sources)
    print("make_zim: reading them", flush=True)
    pages = gather(sources)
    stamps = plain_files(sources / "usr/share/tuxpaint/stamps", r"\.png$")
    pictures = [p for p in stamps if p.stat().st_size < PICTURE_BYTES_MAX][:PICTURES]
    if len(pages) != ARTICLES or len(pictures) != PICTURES:
        sys.exit(f"make_zim: {len(pages)} articles and {len(pictures)} pictures; {ARTICLES} and {PICTURES} were wanted")
    print(f"make_zim: writing {len(pages)} articles", flush=True)
    write_zim(out / "bench.zim", "bench", "Bench library", pages, pictures)

    paths = [page[1] for page in pages]
    random.Random(SEED).shuffle(paths)
    (out / "articles.txt").write_text("\n".join(paths) + "\n")
    hot = [path for draw in range(HOT_DRAWS) for path in random.Random(SEED + draw).sample(paths, HOT)]
    (out / "hot.txt").write_text("\n".join(hot) + "\n")
    archive = Archive(str(out / "bench.zim"))
    for path in set(hot):
        file = out / "hot" / f"{path}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(archive.get_entry_by_path(path).get_item().content))
    (out / "queries.txt").write_text("\n".join(typed([page[2] for page in pages])) + "\n")

    (out / "small").mkdir()
    for turn in range(SMALL_ZIMS):
        write_zim(out / "small" / f"small_{turn:02}.zim", f"small_{turn:02}", f"Small book {turn:02}",
                  pages[turn * 5:turn * 5 + 5])
    write_video(out / "video.mp4")
    shutil.rmtree(sources)
    print(f"make_zim: bench.zim has {(out / 'bench.zim').stat().st_size:,} bytes", flush=True)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--out", type=Path, required=True)
    out = args.parse_args().out
    stamp = out / "made"
    if stamp.exists() and stamp.read_text() == VERSION:
        return
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    build(out)
    stamp.write_text(VERSION)  # last: without it the folder is made anew


if __name__ == "__main__":
    main()
