#!/usr/bin/env python3
"""Write a ZIM of two articles, one of them in an xz cluster, so that a check needs no file from elsewhere.

    tiny_zim.py FILE    writes FILE, and FILE.article: the bytes of its article "moon"

The format is the openZIM project's, version 6.1: header, MIME types, entries sorted by namespace and path, clusters, MD5.
"""
import hashlib
import lzma
import struct
import sys
from pathlib import Path

MIME_TYPES = ["text/html", "text/plain"]
PLAIN, XZ = 1, 4
NOWHERE = 0xFFFFFFFF
MOON = "<!DOCTYPE html><html><head><title>The moon</title></head><body><h1>The moon</h1>" + "<p>It turns.</p>" * 400 + "</body></html>"
SUN = "<!DOCTYPE html><html><head><title>The sun</title></head><body><h1>The sun</h1></body></html>"

# namespace, path, title, MIME type, cluster, content
ENTRIES = sorted([
    (b"C", "moon", "The moon", 0, 0, MOON.encode()),
    (b"C", "sun", "The sun", 0, 1, SUN.encode()),
    (b"M", "Language", "", 1, 1, b"eng"),
    (b"M", "Name", "", 1, 1, b"tiny"),
    (b"M", "Title", "", 1, 1, b"Two lights"),
], key=lambda entry: (entry[0], entry[1].encode()))


def cluster(kind, blobs):
    offsets, at = [], 4 * (len(blobs) + 1)
    for blob in [*blobs, b""]:
        offsets.append(at)
        at += len(blob)
    data = struct.pack(f"<{len(offsets)}I", *offsets) + b"".join(blobs)
    return bytes([kind]) + (lzma.compress(data, check=lzma.CHECK_CRC32) if kind == XZ else data)


def archive():
    kinds = [XZ, PLAIN]
    blobs = [[], []]
    dirents = []
    for namespace, path, title, mime, where, content in ENTRIES:
        dirents.append(struct.pack("<HB1sIII", mime, 0, namespace, 0, where, len(blobs[where]))
                       + path.encode() + b"\0" + title.encode() + b"\0")
        blobs[where].append(content)
    mimes = b"".join(name.encode() + b"\0" for name in MIME_TYPES) + b"\0"
    clusters = [cluster(kind, blob) for kind, blob in zip(kinds, blobs)]

    path_list = 80 + len(mimes)
    title_list = path_list + 8 * len(dirents)
    cluster_list = title_list + 4 * len(dirents)
    at = cluster_list + 8 * len(clusters)
    dirent_at, cluster_at = [], []
    for places, parts in ((dirent_at, dirents), (cluster_at, clusters)):
        for part in parts:
            places.append(at)
            at += len(part)
    by_title = sorted(range(len(ENTRIES)), key=lambda i: (ENTRIES[i][0], (ENTRIES[i][2] or ENTRIES[i][1]).encode()))

    main_page = next(i for i, entry in enumerate(ENTRIES) if entry[1] == "moon")
    header = struct.pack("<IHH16sIIQQQQIIQ", 72173914, 6, 1, hashlib.md5(b"two lights").digest(), len(dirents),
                         len(clusters), path_list, title_list, cluster_list, 80, main_page, NOWHERE, at)
    body = (header + mimes + struct.pack(f"<{len(dirents)}Q", *dirent_at) + struct.pack(f"<{len(dirents)}I", *by_title)
            + struct.pack(f"<{len(clusters)}Q", *cluster_at) + b"".join(dirents) + b"".join(clusters))
    return body + hashlib.md5(body).digest()


def main():
    if len(sys.argv) != 2:
        sys.exit("use: tiny_zim.py FILE")
    Path(sys.argv[1]).write_bytes(archive())
    Path(sys.argv[1] + ".article").write_bytes(MOON.encode())


if __name__ == "__main__":
    main()
