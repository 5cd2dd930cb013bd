#!/usr/bin/env python3
"""Make `to-print/fractions-and-tables.pdf`: four A4 sheets with hardly a word.

    python3 make/sheets.py

Needs rsvg-convert on the path and the Python package pypdf (Debian:
`apt install librsvg2-bin python3-pypdf`). Each sheet is an SVG in millimetres;
rsvg-convert turns all of them into one PDF, pypdf gives it a title.

1  fraction strips to cut out         2  breads to colour in
3  a multiplication square to fill    4  number lines to complete
"""

import math
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader, PdfWriter

SAMPLE = Path(__file__).resolve().parent.parent
RESULT = SAMPLE / "to-print" / "fractions-and-tables.pdf"
TITLE = "Fractions, tables and number lines: sheets to print"
INK, CREAM = "#3B2314", "#FFF3D6"
# Pale tints, so that a sheet costs little ink and a pencil shows on it.
TINTS = ["#F2B8A2", "#BFDCEB", "#BFDDC6", "#E2CBE8", "#FBE2AE", "#F6CBD9", "#D3EDEF", "#E9E3D3"]


def text(x, y, size, words, extra=""):
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" {extra}>{words}</text>'


def fraction(x, y, size, top, bottom):
    """A stacked fraction centred on (x, y); a whole number if bottom is 1."""
    if bottom == 1:
        return text(x, y + size * 0.36, size, top)
    bar = size * (0.34 if bottom < 10 else 0.62)
    return (text(x, y - size * 0.16, size, top) + text(x, y + size * 0.92, size, bottom)
            + f'<path d="M{x - bar:.2f} {y:.2f}h{2 * bar:.2f}" stroke-width="{size * 0.08:.2f}"/>')


def picture(name, x, y, width):
    """A drawing of the library, `width` mm wide, with rounded corners."""
    drawing = (SAMPLE / "drawings" / f"{name}.svg").read_text(encoding="utf-8")
    height = width * 200 / 320
    inner = drawing.replace("<svg ", f'<svg x="{x}" y="{y}" width="{width}" height="{height}" stroke="none" ', 1)
    return (f'<clipPath id="card"><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5"/></clipPath>'
            f'<g clip-path="url(#card)">{inner}</g>')


def scissors(x, y):
    return (f'<g transform="translate({x} {y})" fill="none" stroke="{INK}" stroke-width="0.9">'
            '<circle cx="-5" cy="-2.6" r="2.1"/><circle cx="-5" cy="2.6" r="2.1"/><path d="M-3.3 -1.4L6 3.4M-3.3 1.4L6 -3.4"/></g>')


def pencil(x, y):
    return (f'<g transform="translate({x} {y}) rotate(40)" stroke="{INK}" stroke-width="0.6"><path d="M-8 -2H5V2H-8Z" fill="#F7A823"/>'
            f'<path d="M5 -2L10 0L5 2Z" fill="{CREAM}"/><path d="M8.4 -0.7L10 0L8.4 0.7Z" fill="{INK}"/><path d="M-8 -2h-2.6v4h2.6Z" fill="#C43E6E"/></g>')


def strips():
    parts, width, height = [picture("bread-friends", 15, 12, 72), scissors(104, 40)], 180, 21
    parts.append('<path d="M112 40H195" stroke-dasharray="3 2.4" stroke-width="0.6"/>')
    for row, count in enumerate((1, 2, 3, 4, 5, 6, 8, 10)):
        y, piece = 66 + row * 27.5, width / count
        for k in range(count):
            parts.append(f'<rect x="{15 + k * piece:.2f}" y="{y}" width="{piece:.2f}" height="{height}" fill="{TINTS[row]}" stroke-width="0.5"/>')
            parts.append(fraction(15 + (k + 0.5) * piece, y + height / 2, 8 if count == 1 else 6.4, 1, count))
        parts.append(f'<path d="M8 {y + height + 3.25}H202" stroke-dasharray="3 2.4" stroke-width="0.35" stroke="#8A8F98"/>')
    return parts


def breads():
    parts = [picture("bread-parts", 15, 12, 72), pencil(112, 36)]
    tasks = ((1, 2), (1, 3), (2, 3), (3, 4), (2, 5), (5, 6), (3, 8), (4, 8), (7, 10))
    for number, (top, bottom) in enumerate(tasks):
        x, y, r = 43 + number % 3 * 62, 96 + number // 3 * 72, 24
        parts.append(f'<circle cx="{x}" cy="{y}" r="{r}" fill="{CREAM}" stroke-width="0.8"/>')
        cuts = "".join(f"M{x} {y}L{x + r * math.sin(2 * math.pi * k / bottom):.2f} {y - r * math.cos(2 * math.pi * k / bottom):.2f}" for k in range(bottom))
        parts.append(f'<path d="{cuts}" stroke-width="0.6"/>')
        parts.append(fraction(x, y + r + 9.5, 8.5, top, bottom))
    return parts


def square():
    parts, cell, left, top = [picture("market-rows", 15, 12, 72), pencil(112, 36)], 16.2, 15.9, 72
    for row in range(11):
        for column in range(11):
            x, y = left + column * cell, top + row * cell
            head, same = row == 0 or column == 0, row == column
            fill = TINTS[4] if head else TINTS[2] if same else "#FFFFFF"
            parts.append(f'<rect x="{x:.2f}" y="{y:.2f}" width="{cell}" height="{cell}" fill="{fill}" stroke-width="0.45"/>')
            words = "×" if head and same else max(row, column) if head else row * column if same else ""
            if words != "":
                parts.append(text(x + cell / 2, y + cell / 2 + 2.7, 7.6, words, 'font-weight="bold"' if head else ""))
    return parts


def lines():
    parts = [picture("story-bird", 15, 12, 72), pencil(112, 36)]

    def axis(y, marks, tall, label):
        step = 176 / marks
        parts.append(f'<path d="M14 {y}H196M14 {y}l3 -1.8M14 {y}l3 1.8M196 {y}l-3 -1.8M196 {y}l-3 1.8" fill="none" stroke-width="0.7"/>')
        for k in range(marks + 1):
            x, size = 17 + k * step, 4.2 if k % tall == 0 else 2.4
            parts.append(f'<path d="M{x:.2f} {y - size}v{2 * size}" stroke-width="0.6"/>')
            shown = label(k)
            if shown is None and k % tall == 0:
                parts.append(f'<rect x="{x - 5:.2f}" y="{y + 6}" width="10" height="9" rx="1.6" fill="{TINTS[4]}" stroke-width="0.4"/>')
            elif isinstance(shown, tuple):
                parts.append(fraction(x, y + 11.5, 5.2, *shown))
            elif shown is not None:
                parts.append(text(x, y + 12.6, 6, shown))

    axis(78, 10, 1, lambda k: k if k in (0, 1, 2, 5, 10) else None)
    axis(112, 20, 2, lambda k: k if k in (0, 2, 10, 20) else None)
    axis(146, 50, 5, lambda k: 2 * k if k in (0, 5, 25, 50) else None)
    axis(180, 10, 1, lambda k: 100 * k if k in (0, 1, 5, 10) else None)
    axis(214, 4, 1, lambda k: {0: (0, 1), 1: (1, 4), 2: (1, 2), 4: (1, 1)}.get(k))
    axis(248, 8, 1, lambda k: {0: (0, 1), 1: (1, 8), 4: (1, 2), 8: (1, 1)}.get(k))
    return parts


def sheet(parts):
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" stroke-linecap="round" stroke-linejoin="round">'
            f'<rect width="210" height="297" fill="#FFFFFF"/><style>text{{fill:{INK};stroke:none;text-anchor:middle;font-family:"Noto Sans","DejaVu Sans",sans-serif}}</style>'
            f'<g stroke="{INK}">{"".join(parts)}</g></svg>')


def main():
    RESULT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        for number, parts in enumerate((strips(), breads(), square(), lines()), 1):
            pages.append(Path(folder) / f"{number}.svg")
            pages[-1].write_text(sheet(parts), encoding="utf-8")
        joined = Path(folder) / "joined.pdf"
        subprocess.run(["rsvg-convert", "-f", "pdf", "-o", joined, *pages], check=True)
        writer = PdfWriter()
        for page in PdfReader(joined).pages:
            writer.add_page(page)
        writer.add_metadata({"/Title": TITLE, "/Subject": "Mathematics", "/Producer": "rsvg-convert and pypdf"})
        with RESULT.open("wb") as file:
            writer.write(file)


main()
