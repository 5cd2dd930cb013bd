#!/usr/bin/env python3
"""Make the film `films/a-drop-of-water`: picture, voice, captions and poster.

    python3 make/animation.py [--still SECONDS OUT.png]

Needs on the path: ffmpeg (libx264, aac), espeak-ng, rsvg-convert. Python's
standard library does the rest.

How it works: espeak-ng speaks each line of STORY by itself; the length of each
spoken line, with the silence at its ends cut off, decides when the next one
begins. The same times drive the drawing (every frame is an SVG drawn by
`frame`) and the captions, so voice, picture and captions cannot drift apart.
A thumb piano, computed below, plays softly beneath.

Written beside this folder, in `films/`:
    a-drop-of-water.mp4                 640x360, H.264 main, AAC, faststart
    a-drop-of-water.{en,fr,sw,ar}.vtt   captions
    poster.svg                          the picture on the card
"""

import array
import math
import random
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

FILMS = Path(__file__).resolve().parent.parent / "films"
STEM = "a-drop-of-water"
FRAMES_PER_SECOND = 15
SAMPLES_PER_SECOND = 22050
LEAD_SECONDS = 1.0
PAUSE_SECONDS = 0.8
TAIL_SECONDS = 2.2
# A caption stays this long after its line is spoken, for slower readers.
CAPTION_LINGER_SECONDS = 0.5

STORY = [
    {"en": "Hello! I am a drop of water.",
     "fr": "Bonjour ! Je suis une goutte d’eau.",
     "sw": "Hujambo! Mimi ni tone la maji.",
     "ar": "مرحبًا! أنا قطرة ماء."},
    {"en": "The sun warms me, and I rise into the air. You cannot see me now.",
     "fr": "Le soleil me chauffe et je monte dans l’air. Tu ne peux plus me voir.",
     "sw": "Jua linanipasha joto, nami napanda hewani. Sasa huwezi kuniona.",
     "ar": "تدفئني الشمس فأصعد في الهواء. الآن لا تستطيع أن تراني."},
    {"en": "High up it is cold. I meet my friends, and together we make a cloud.",
     "fr": "Là-haut, il fait froid. Je retrouve mes amies. Ensemble, nous formons un nuage.",
     "sw": "Juu sana kuna baridi. Nakutana na marafiki zangu. Pamoja tunafanya wingu.",
     "ar": "في الأعلى برد. ألتقي صديقاتي، ومعًا نصنع سحابة."},
    {"en": "The wind carries us over the land.",
     "fr": "Le vent nous emporte au-dessus des terres.",
     "sw": "Upepo unatubeba juu ya nchi kavu.",
     "ar": "تحملنا الريح فوق الأرض."},
    {"en": "We grow big and heavy. Then we fall. Rain!",
     "fr": "Nous devenons grosses et lourdes. Puis nous tombons. La pluie !",
     "sw": "Tunakuwa wakubwa na wazito. Kisha tunaanguka. Mvua!",
     "ar": "نكبر ونثقل، ثم نسقط. إنه المطر!"},
    {"en": "I run down the river, past your village, back to the sea.",
     "fr": "Je descends la rivière, je passe près de ton village et je retourne à la mer.",
     "sw": "Natiririka mtoni, napita kijijini kwenu, na kurudi baharini.",
     "ar": "أجري في النهر، وأمر بقريتك، وأعود إلى البحر."},
    {"en": "And then I begin again. Where will you meet me?",
     "fr": "Et puis je recommence. Où vas-tu me rencontrer ?",
     "sw": "Kisha naanza tena. Utakutana nami wapi?",
     "ar": "ثم أبدأ من جديد. أين ستلقاني؟"},
]

# ---------------------------------------------------------------- the voice


def spoken(text, folder):
    """The samples of one line, without the silence at both ends."""
    path = folder / "line.wav"
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "140", "-p", "58", "-g", "2", "-w", path, text], check=True)
    with wave.open(str(path)) as file:
        assert file.getframerate() == SAMPLES_PER_SECOND and file.getnchannels() == 1
        samples = array.array("h", file.readframes(file.getnframes()))
    loud = [i for i, s in enumerate(samples) if abs(s) > 300]
    return samples[loud[0]:loud[-1] + 1]


def narrate():
    """All samples, and for each line when it begins and ends, in seconds."""
    track, times = array.array("h", bytes(2 * int(LEAD_SECONDS * SAMPLES_PER_SECOND))), []
    with tempfile.TemporaryDirectory() as folder:
        for line in STORY:
            begin = len(track) / SAMPLES_PER_SECOND
            track.extend(spoken(line["en"], Path(folder)))
            times.append((begin, len(track) / SAMPLES_PER_SECOND))
            track.extend([0] * int(PAUSE_SECONDS * SAMPLES_PER_SECOND))
    track.extend([0] * int((TAIL_SECONDS - PAUSE_SECONDS) * SAMPLES_PER_SECOND))
    return track, times


def with_music(voice, times):
    """The voice over a thumb piano and, while it rains, a hush of rain."""
    chance, length = random.Random(5), len(voice)
    mixed = [s * 0.85 for s in voice]
    scale = [261.63, 293.66, 329.63, 392.0, 440.0, 523.25]
    beat, at, note = 0.48, 0.1, 2
    while at < length / SAMPLES_PER_SECOND - 1.2:
        note = max(0, min(5, note + chance.choice([-2, -1, 1, 2])))
        talking = any(b - 0.1 < at < e for b, e in times)
        loudness, start = (900 if talking else 2600), int(at * SAMPLES_PER_SECOND)
        for i in range(min(int(1.1 * SAMPLES_PER_SECOND), length - start)):
            t = i / SAMPLES_PER_SECOND
            turn = 2 * math.pi * scale[note] * t
            mixed[start + i] += loudness * math.exp(-4.5 * t) * min(1, t * 200) * (math.sin(turn) + 0.3 * math.sin(3 * turn) * math.exp(-9 * t))
        at += beat * chance.choice([1, 1, 1, 2])
    rain_begin, rain_end, smooth = times[4][0], times[5][0], 0.0
    for i in range(int(rain_begin * SAMPLES_PER_SECOND), int(rain_end * SAMPLES_PER_SECOND)):
        t = i / SAMPLES_PER_SECOND
        smooth += 0.35 * (chance.uniform(-1, 1) - smooth)
        mixed[i] += 1300 * smooth * min(1, (t - rain_begin) / 1.5, (rain_end - t) / 0.8)
    return array.array("h", (max(-32000, min(32000, int(s))) for s in mixed))


# -------------------------------------------------------------- the captions


def clock(seconds):
    milliseconds = round(seconds * 1000)
    return f"{milliseconds // 60000:02}:{milliseconds // 1000 % 60:02}.{milliseconds % 1000:03}"


def captions(language, times):
    cues = ["WEBVTT\n"]
    for number, ((begin, end), line) in enumerate(zip(times, STORY), 1):
        cues.append(f"{number}\n{clock(begin)} --> {clock(end + CAPTION_LINGER_SECONDS)}\n{line[language]}\n")
    return "\n".join(cues)


# --------------------------------------------------------------- the picture

SUN, SEA, WATER, LEAF, WHITE, DARK = "#F7A823", "#3F92C8", "#5DADD0", "#7FB85B", "#FFFDF6", "#1E1410"
RIVER = [(448, 246), (430, 262), (452, 280), (410, 296), (352, 300), (300, 306), (250, 300), (196, 296)]


def ease(t, begin, end):
    """0 before `begin`, 1 after `end`, a soft step between."""
    x = max(0.0, min(1.0, (t - begin) / (end - begin)))
    return x * x * (3 - 2 * x)


def mix(a, b, x):
    return tuple(p + (q - p) * x for p, q in zip(a, b))


def along(points, x):
    """The place at share `x` of a smooth path through `points`."""
    x = max(0.0, min(0.9999, x)) * (len(points) - 1)
    i, f = int(x), x - int(x)
    p = [points[max(0, min(len(points) - 1, i + k))] for k in (-1, 0, 1, 2)]
    return tuple(0.5 * (2 * p[1][n] + (p[2][n] - p[0][n]) * f + (2 * p[0][n] - 5 * p[1][n] + 4 * p[2][n] - p[3][n]) * f * f
                        + (3 * p[1][n] - p[0][n] - 3 * p[2][n] + p[3][n]) * f ** 3) for n in (0, 1))


def drop(x, y, size, opacity=1.0, tilt=0.0, blink=False):
    """The drop with her face; `size` is about half her height in pixels."""
    eye = ('<path d="M-5 2q2 2 4 0M2 2q2 2 4 0" fill="none" stroke="#1E1410" stroke-width="1.4"/>' if blink else
           f'<ellipse cx="-3.4" cy="1.6" rx="2.3" ry="2.7" fill="{WHITE}"/><ellipse cx="3.8" cy="1.6" rx="2.3" ry="2.7" fill="{WHITE}"/>'
           f'<circle cx="-3" cy="2" r="1.4" fill="{DARK}"/><circle cx="4.2" cy="2" r="1.4" fill="{DARK}"/>')
    return (f'<g transform="translate({x:.1f} {y:.1f}) rotate({tilt:.1f}) scale({size / 15:.3f})" opacity="{opacity:.2f}">'
            f'<path d="M0 -17C5 -8 11 -3 11 5A11 11 0 0 1 -11 5C-11 -3 -5 -8 0 -17Z" fill="{WATER}" stroke="#2A6F97" stroke-width="1.6"/>'
            f'<path d="M-7 3q0 -4 3 -7" fill="none" stroke="#D8F1FA" stroke-width="2"/>{eye}'
            f'<path d="M-3.6 7Q.4 12 4.4 7Z" fill="{WHITE}"/></g>')


def cloud(x, y, size, colour):
    return (f'<path transform="translate({x:.1f} {y:.1f}) scale({size:.3f})" fill="{colour}" '
            'd="M-60 24a28 28 0 0 1 4 -55a38 38 0 0 1 68 -12a30 30 0 0 1 52 30a20 20 0 0 1 -4 37Z"/>')


def shade(x):
    """White cloud to rain cloud."""
    return "#" + "".join(f"{round(a + (b - a) * x):02X}" for a, b in zip((255, 253, 246), (130, 152, 178)))


def land(t):
    waves = "".join(f'<path d="M{x + 6 * math.sin(t * 1.3 + x):.1f} {y}q10 -6 20 0t20 0" fill="none" stroke="#9AD0EA" stroke-width="3"/>'
                    for x, y in ((20, 284), (110, 296), (50, 322), (150, 336), (240, 330), (10, 350)))
    houses = "".join(f'<path d="M{x - 17} {y}v-22h34v22Z" fill="#F2E3C6"/><path d="M{x - 24} {y - 21}l24 -22l24 22Z" fill="{roof}"/><path d="M{x - 5} {y}v-13h10v13Z" fill="#6B4423"/>'
                     for x, y, roof in ((520, 286, "#C8502F"), (572, 296, "#8A5A2B"), (612, 284, "#C8502F")))
    trees = "".join(f'<path d="M{x} {y}v-26" stroke="#6B4423" stroke-width="5"/><circle cx="{x}" cy="{y - 36}" r="16" fill="#2F7D4F"/><circle cx="{x - 11}" cy="{y - 28}" r="11" fill="#3C8C55"/>'
                    for x, y in ((488, 320), (548, 334), (606, 330), (370, 272)))
    flow = "M448 244C410 262 480 276 420 294S300 300 236 302"
    return (f'<path d="M330 270L460 108L600 270Z" fill="#8C7B6B"/><path d="M422 156L460 108L501 156L482 148L462 162L440 148Z" fill="{WHITE}"/>'
            '<path d="M250 276L352 160L470 276Z" fill="#A08D7A"/>'
            f'<path d="M190 310Q260 250 400 248T640 244V360H150Z" fill="{LEAF}"/>'
            f'<path d="M0 272Q40 264 80 272T160 272T240 280Q262 296 250 312Q300 330 360 360H0Z" fill="{SEA}"/>'
            f'<path d="{flow}" fill="none" stroke="{SEA}" stroke-width="20"/><path d="{flow}" fill="none" stroke="#9AD0EA" stroke-width="3" stroke-dasharray="3 17 9 13" stroke-dashoffset="{-40 * t:.0f}"/>'
            f'{waves}{houses}{trees}')


def vapour(t, strength):
    """Warm, invisible water on its way up, shown as faint rings."""
    if strength <= 0:
        return ""
    rings = ""
    for k in range(14):
        age = (t * 0.32 + k * 0.618) % 1
        x, y = 30 + (k * 47) % 200 + 8 * math.sin(t * 2 + k), 266 - 170 * age
        rings += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + 5 * age:.1f}" opacity="{strength * (1 - age) * 0.9:.2f}"/>'
    return f'<g fill="#FFFFFF" fill-opacity="0.5" stroke="#78AFCB" stroke-width="2.4">{rings}</g>'


def rain(t, x, strength):
    if strength <= 0:
        return ""
    strokes = ""
    for k in range(26):
        fall = (t * 1.5 + k * 0.377) % 1
        sx = x - 74 + (k * 53) % 150
        strokes += f"M{sx - 6 * fall:.1f} {126 + 118 * fall:.1f}l-2.5 11"
    return f'<path d="{strokes}" fill="none" stroke="#2A6F97" stroke-width="3" opacity="{strength:.2f}"/>'


def camera(t, s):
    """Centre and width of what the film shows, as (x, y, width)."""
    places = [(0, (132, 246, 270)), (s[1] - 0.3, (132, 246, 270)), (s[1] + 2.2, (240, 190, 560)), (s[2] - 0.2, (240, 190, 560)),
              (s[2] + 1.8, (190, 120, 400)), (s[3] - 0.3, (190, 120, 400)), (s[3] + 1.8, (320, 180, 640)), (s[5] - 0.2, (320, 180, 640)),
              (s[5] + 1.2, (430, 246, 380)), (s[6] - 1.4, (250, 262, 380)), (s[6] + 0.8, (320, 180, 640)), (1e9, (320, 180, 640))]
    for (a, from_), (b, to) in zip(places, places[1:]):
        if t < b:
            x, y, width = mix(from_, to, ease(t, a, b))
            break
    height = width * 9 / 16
    return max(0, min(640 - width, x - width / 2)), max(0, min(360 - height, y - height / 2)), width, height


def frame(t, times):
    """The SVG of the film at `t` seconds."""
    s = [begin for begin, _ in times]
    x, y, width, height = camera(t, s)
    blown = ease(t, s[3], s[4] - 0.2)
    cx, grown = 176 + 276 * blown, ease(t, s[2] + 0.4, s[3] - 0.6)
    heavy = ease(t, s[4] - 0.4, s[4] + 1.4) * (1 - 0.35 * ease(t, s[5], s[5] + 2))
    falling = ease(t, s[4] + 1.2, s[4] + 2.2) * (1 - ease(t, s[5] + 0.6, s[5] + 2)) + 0.9 * ease(t, s[6], s[6] + 1)
    steam = ease(t, s[1] + 0.6, s[1] + 2) * (1 - ease(t, s[2] + 2.4, s[3])) + ease(t, s[6], s[6] + 1)
    pulse = 1 + 0.05 * math.sin(t * 3)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="{x:.2f} {y:.2f} {width:.2f} {height:.2f}" stroke-linecap="round" stroke-linejoin="round">',
             '<rect width="640" height="360" fill="#CDEBF3"/>',
             f'<circle cx="62" cy="62" r="{48 * pulse:.1f}" fill="none" stroke="{SUN}" stroke-width="10" stroke-dasharray="6 {48 * pulse * 2 * math.pi / 12 - 6:.2f}" stroke-linecap="butt" transform="rotate({t * 8:.1f} 62 62)"/><circle cx="62" cy="62" r="34" fill="{SUN}"/>',
             land(t), vapour(t, min(1, steam)), rain(t, cx, min(1, falling))]
    if grown > 0:
        parts.append(cloud(cx - 34, 92, 0.9 * grown, shade(heavy * 0.8)) + cloud(cx + 38, 86, 1.1 * grown, shade(heavy)) + cloud(cx, 100, 1.05 * grown, shade(heavy * 0.9)))
    if 0 < blown < 1:
        parts.append("".join(f'<path d="M{cx - 190 - 20 * k + 30 * math.sin(t * 2 + k):.1f} {64 + 24 * k}h{52 - 8 * k}q14 0 14 -10" fill="none" stroke="#FFFFFF" stroke-width="4" opacity="{4 * blown * (1 - blown):.2f}"/>' for k in range(3)))
    parts.append(hero(t, s, cx) + journey(ease(t, s[6] + 0.8, s[6] + 1.8)))
    parts.append("</svg>")
    return "".join(parts)


def journey(shown):
    """Three arrows that sum up the way of the water, at the end."""
    if shown <= 0:
        return ""
    ways = (("M92 212Q84 150 130 112", 137, 106, -42), ("M214 70Q280 46 348 66", 356, 69, 18), ("M432 318Q360 336 282 330", 273, 329, 185))
    arrows = "".join(f'<path d="{way}" fill="none"/><path transform="translate({x} {y}) rotate({turn})" d="M9 0L-6 9V-9Z" fill="#E06B3A" stroke="none"/>' for way, x, y, turn in ways)
    return f'<g stroke="#E06B3A" stroke-width="7" opacity="{shown:.2f}">{arrows}</g>'


def hero(t, s, cx):
    """Where our drop is, and how she looks, at `t`."""
    blink = (t % 3.1) < 0.14
    bob = 4 * math.sin(t * 2.2)
    if t < s[2]:
        up = ease(t, s[1] + 0.4, s[2] + 0.3)
        px, py = mix((126, 248), (170, 104), up)
        return drop(px + 14 * math.sin(up * 9), py + bob * (1 - up), 30 - 8 * up, 1 - 0.72 * ease(t, s[1] + 1.6, s[1] + 3.6), 8 * math.sin(t * 2), blink)
    if t < s[4] + 1.4:
        friends = "".join(drop(cx + dx * (2.6 - 1.6 * ease(t, s[2], s[3] - 0.8)), 96 + dy * (2.6 - 1.6 * ease(t, s[2], s[3] - 0.8)) + 2 * math.sin(t * 2 + dx), 13, min(1, ease(t, s[2] + 0.2, s[2] + 1.4)), 0, blink)
                          for dx, dy in ((-58, 4), (58, -2), (-30, -30), (34, -34)))
        return friends + drop(cx, 100 + bob * 0.6, 22 + 4 * ease(t, s[4], s[4] + 1), 0.28 + 0.72 * ease(t, s[2] + 0.2, s[2] + 1.6), 6 * math.sin(t * 2), blink)
    if t < s[5]:
        down = max(0.0, min(1.0, (t - s[4] - 1.4) / (s[5] - s[4] - 1.8))) ** 2
        return drop(cx - 4 * down, 100 + 140 * down, 26 - 6 * down, 1, 0, False)
    if t < s[6]:
        px, py = along(RIVER, ease(t, s[5], s[6] - 0.4))
        return drop(px, py - 8 + 2 * math.sin(t * 6), 20, 1, 10 * math.sin(t * 3), blink)
    home = mix((196, 288), (126, 248), ease(t, s[6], s[6] + 1.2))
    return drop(home[0], home[1] + bob, 20 + 10 * ease(t, s[6], s[6] + 1.2), 1, 8 * math.sin(t * 2), blink)


# ---------------------------------------------------------------- the making


def png(svg):
    return subprocess.run(["rsvg-convert", "-w", "640", "-h", "360"], input=svg.encode(), stdout=subprocess.PIPE, check=True).stdout


def film(voice, times):
    end = len(voice) / SAMPLES_PER_SECOND
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "sound.wav"
        with wave.open(str(sound), "wb") as file:
            file.setparams((1, 2, SAMPLES_PER_SECOND, 0, "NONE", ""))
            file.writeframes(with_music(voice, times).tobytes())
        command = ["ffmpeg", "-y", "-loglevel", "error", "-f", "image2pipe", "-framerate", str(FRAMES_PER_SECOND), "-c:v", "png", "-i", "-",
                   "-i", sound, "-c:v", "libx264", "-profile:v", "main", "-level", "3.0", "-preset", "veryslow", "-tune", "animation", "-crf", "27",
                   "-g", str(FRAMES_PER_SECOND * 4), "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "40k", "-ar", "44100", "-ac", "1",
                   "-metadata", "title=A drop of water", "-metadata:s:a:0", "language=eng", "-fflags", "+bitexact", "-flags:v", "+bitexact",
                   "-flags:a", "+bitexact", "-movflags", "+faststart", FILMS / f"{STEM}.mp4"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as maker:
            for number in range(math.ceil(end * FRAMES_PER_SECOND)):
                maker.stdin.write(png(frame(number / FRAMES_PER_SECOND, times)))
            maker.stdin.close()
            if maker.wait() != 0:
                sys.exit("ffmpeg could not make the film; its message is above.")


def main():
    voice, times = narrate()
    if sys.argv[1:2] == ["--still"]:
        Path(sys.argv[3]).write_bytes(png(frame(float(sys.argv[2]), times)))
        return
    FILMS.mkdir(exist_ok=True)
    for language in ("en", "fr", "sw", "ar"):
        (FILMS / f"{STEM}.{language}.vtt").write_text(captions(language, times), encoding="utf-8")
    (FILMS / "poster.svg").write_text(frame(times[6][0] + 2.2, times) + "\n", encoding="utf-8")
    film(voice, times)
    print(f"{len(voice) / SAMPLES_PER_SECOND:.1f} s, lines at " + ", ".join(f"{b:.2f}-{e:.2f}" for b, e in times))


main()
