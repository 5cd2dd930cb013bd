#!/usr/bin/env python3
"""Prints every entry of a ZIM as libzim reads it, one JSON array a line:
[index, path, title, "redirect", index of target] or [index, path, title, MIME type, size, md5].

Usage: zim_dump.py FILE. Exit 3 when libzim refuses the file. Needs the package `libzim`.
"""
import hashlib
import json
import sys

from libzim.reader import Archive


def describe(archive, index):
    entry = archive._get_entry_by_id(index)
    names = [index, entry.path, entry.title]
    if entry.is_redirect:
        return [*names, "redirect", entry.get_redirect_entry()._index]
    item = entry.get_item()
    data = bytes(item.content)
    return [*names, item.mimetype, len(data), hashlib.md5(data).hexdigest()]


def main():
    try:
        archive = Archive(sys.argv[1])
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 3
    for index in range(archive.all_entry_count):
        print(json.dumps(describe(archive, index)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
