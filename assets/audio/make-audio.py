#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""make-audio [--list] [--jobs N] CONTENT RECORDINGS [TAG…] — the sounds of reading aloud.

Every text that the kiosk may speak is taken from CONTENT's compiled catalogues (and digits, and the labels of
keyboards), line by line, as src/kiosk/speech.c takes them from the screen. A sound is
CONTENT/audio/<voice>/<key>.opus; its key is 16 hex digits of SHA-256("<voice>\\n<line>"). Those that are there are
kept, those that no text needs any more are removed: a second run does nothing. Without TAGs: every language.

A human recording wins: RECORDINGS/<tag>/<key>.opus or RECORDINGS/<tag>/<context>.<id>.opus (for a text of
several lines <context>.<id>.<n>.opus) is copied to CONTENT/audio/<voice>/recorded/<key>.opus. A language without
a voice in voices.json is spoken when it has recordings, by the voice "<tag>-recorded".
--list prints tag, key, context, id and line, for whoever records or looks for what is missing.

Not spoken: texts with %1 (but voice.step), and what is a pictogram in letters ("SKIP").
"""
import concurrent.futures
import gettext
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SKIP = {("start", "language_words"), ("about", "licences"), ("about", "version")}
LANGUAGE_OF = {"zh": "zh-Hans", "pt": "pt-BR"}  # interp_lang's codes that are no tags
BITRATE = "20"
RUBY = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def normal(line):
    return line.replace("\u200b", "").strip(" ")


def key_of(voice, line):
    return hashlib.sha256(f"{voice}\n{normal(line)}".encode()).hexdigest()[:16]


def catalogue(content, tag):
    with open(f"{content}/locale/{tag}/LC_MESSAGES/marumado.mo", "rb") as f:
        entries = gettext.GNUTranslations(f)._catalog
    return {tuple(k.split("\x04", 1)): v for k, v in entries.items() if isinstance(k, str) and "\x04" in k}


def steps(content):
    """How many steps a form has."""
    return max(len(json.load(open(path, encoding="utf-8"))["steps"]) for path in glob.glob(f"{content}/forms/*.json"))


def key_labels(content):
    for path in sorted(glob.glob(f"{content}/keyboards/*.json")):
        for layer in json.load(open(path, encoding="utf-8")).get("layers", []):
            for row in layer["rows"]:
                for key in row:
                    label = key.get("l") or key.get("t") or ""
                    if label and not label.startswith("@"):
                        yield os.path.splitext(os.path.basename(path))[0], label


def sayable(label, tag):
    """Has the voice of this language a name for the key?"""
    if tag in ("ja", "ja-simple"):
        return bool(re.fullmatch(r"[\u3041-\u3096]|[A-Za-z]", label))
    return bool(re.fullmatch(r"[A-Za-z]", label))


def texts(content, tag, endonyms):
    """(context, id, line) of all that can be spoken in a language."""
    entries = catalogue(content, tag)
    foreign = {name for other, name in endonyms.items() if other != tag}
    for (context, ident), text in sorted(entries.items()):
        if (context, ident) == ("voice", "step"):
            of = steps(content)
            for at in range(1, of + 1):
                yield context, f"step.{at}", text.replace("%1", str(at)).replace("%2", str(of))
            continue
        if (context, ident) in SKIP or re.search(r"%[1-9]", text) or normal(text) in foreign:
            continue
        if context == "keyboard" and len(normal(text)) < 2:
            continue
        if context == "interp_lang" and ident.startswith("choice.") and ident != "choice.OTH":
            code = ident[7:]
            if LANGUAGE_OF.get(code, code) != tag:
                continue
        lines = text.split("\n")
        for n, line in enumerate(lines, 1):
            if normal(line) and not re.fullmatch(r"[0-9 -]+", normal(line)):
                yield context, ident if len(lines) == 1 else f"{ident}.{n}", line
    yield "language", "endonym", endonyms[tag]
    for digit in "0123456789":
        yield "digit", digit, digit
    for board, label in key_labels(content):
        if sayable(label, tag):
            yield "key", f"{board}.{label}", label


# --- what the engines are given -------------------------------------------------------------------------------

def table(spec, what, tag):
    tables = spec.get(what, {})
    return tables.get(tag, tables.get(tag.split("-")[0], {}))


def japanese(line, spec, readings):
    """Kana for espeak-ng, which cannot read kanji; は and へ as particles as they sound."""
    if readings:
        line = RUBY.sub(r"\2", line)
        line = re.sub(r"(?<=[\u3041-\u30ff])は(?=[ 、。]|$)", "わ", line)
        line = re.sub(r"(?<=[\u3041-\u30ff])へ(?=[ 、。]|$)", "え", line)
        if re.search(r"[\u3400-\u9fff]", line):
            return None
    else:
        line = RUBY.sub(r"\1", line)
    return line.replace("・", "、").replace("「", "").replace("」", "")


def pinyin(lines, exceptions):
    """Numeric pinyin of many lines at once (starting uconv costs more than a sentence)."""
    given = []
    for line in lines:
        for word, sound in exceptions.items():
            line = line.replace(word, f" {sound} ")
        given.append(re.sub(r"[。！？]", ". ", re.sub(r"[，、：；]", ", ", line)))
    out = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin; Latin-NumericPinyin; Latin-ASCII"],
                         input="\n".join(given).encode(), capture_output=True, check=True)
    return out.stdout.decode().split("\n")


def spoken(spec, voice, tag, line):
    """What the engine reads for a line; None when it cannot."""
    line = normal(line)
    digits = table(spec, "digits", tag)
    exceptions = table(spec, "exceptions", tag)
    if re.fullmatch("[0-9]", line) and digits:
        return digits[int(line)]
    if voice.get("pinyin"):
        return line
    for word, sound in exceptions.items():
        line = line.replace(word, sound)
    if tag.startswith("ja"):
        return japanese(line, spec, voice["engine"] == "espeak-ng")
    return RUBY.sub(r"\1", line)


def sayings(spec, voice, items):
    """What is read for each (tag, line) of a voice."""
    says = [spoken(spec, voice, tag, line) for tag, line in items]
    if not voice.get("pinyin") or not items:
        return says
    return pinyin(says, table(spec, "exceptions", items[0][0]))


def synthesise(voice, say, out):
    """False when this voice has no sound for it."""
    if not say or not say.strip():
        return False
    with tempfile.TemporaryDirectory() as folder:
        wav, text, opus = (os.path.join(folder, n) for n in ("s.wav", "s.txt", "s.opus"))
        with open(text, "w", encoding="utf-8") as f:
            f.write(say)
        if voice["engine"] == "open_jtalk":
            command = ["open_jtalk", "-x", voice["dictionary"], "-m", voice["needs"], "-r", "0.9", "-ow", wav, text]
        else:
            command = ["espeak-ng", "-v", voice["voice"], "-s", str(voice["speed"]), "-w", wav, "-f", text]
        subprocess.run(command, check=True, capture_output=True)
        subprocess.run(["opusenc", "--quiet", "--comp", "5", "--speech", "--bitrate", BITRATE, "--downmix-mono", wav, opus],
                       check=True, capture_output=True)
        shutil.copyfile(opus, out + ".new")
        os.replace(out + ".new", out)
    return True


# --- one language ---------------------------------------------------------------------------------------------

def voice_for(spec, tag, recordings):
    for voice in spec["voices"]:
        if tag in voice["tags"] and shutil.which(voice["engine"]) and os.path.exists(voice.get("needs", "/")):
            return voice
    if glob.glob(f"{recordings}/{tag}/*.opus"):
        return {"id": f"{tag}-recorded", "engine": None}
    return None


def copy_recordings(folder, recordings, tag, lines, voice):
    wanted = {}
    for context, ident, line in lines:
        key = key_of(voice["id"], line)
        for name in (key, f"{context}.{ident}"):
            path = f"{recordings}/{tag}/{name}.opus"
            if os.path.exists(path):
                wanted[key] = path
                break
    for key, path in wanted.items():
        to = f"{folder}/recorded/{key}.opus"
        os.makedirs(os.path.dirname(to), exist_ok=True)
        if not os.path.exists(to) or os.path.getmtime(to) != os.path.getmtime(path):
            shutil.copy2(path, to)


def write_table(content, table_now):
    path = f"{content}/audio/voices.json"
    text = json.dumps(dict(sorted(table_now.items())), indent=1) + "\n"
    if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
        with open(path + ".new", "w", encoding="utf-8") as f:
            f.write(text)
        os.replace(path + ".new", path)


def plan(spec, content, recordings, tags):
    """voice id -> (voice, {key: (tag, line)}); the table of languages; what copies."""
    languages = json.load(open(f"{content}/languages.json", encoding="utf-8"))["languages"]
    endonyms = {entry["tag"]: entry["endonym"] for entry in languages}
    made, speaks, silent, listed = {}, {}, [], []
    for tag in endonyms:
        voice = voice_for(spec, tag, recordings)
        if not os.path.exists(f"{content}/locale/{tag}/LC_MESSAGES/marumado.mo"):
            continue
        if not voice:
            silent.append(tag)
            continue
        lines = list(texts(content, tag, endonyms))
        speaks[tag] = (voice, lines)
        listed += [(tag, key_of(voice["id"], line), *rest, line) for *rest, line in lines]
        if tags and not any(t in tags for t in voice.get("tags", [tag])):
            continue
        keys = made.setdefault(voice["id"], (voice, {}))[1]
        for _, _, line in lines:
            keys.setdefault(key_of(voice["id"], line), (tag, line))
    return made, speaks, silent, listed


def main():
    args = sys.argv[1:]
    only_list = "--list" in args and not args.remove("--list")
    jobs = os.cpu_count() or 1
    if "--jobs" in args:
        at = args.index("--jobs")
        jobs = int(args[at + 1])
        del args[at:at + 2]
    if len(args) < 2:
        sys.exit(__doc__.split("\n", maxsplit=1)[0])
    content, recordings, *tags = args
    spec = json.load(open(f"{HERE}/voices.json", encoding="utf-8"))
    made, speaks, silent, listed = plan(spec, content, recordings, tags)
    if only_list:
        for row in listed:
            print(*row, sep="\t")
        return 0
    todo = []
    for name, (voice, keys) in made.items():
        folder = f"{content}/audio/{name}"
        os.makedirs(folder, exist_ok=True)
        there = {n[:-5] for n in os.listdir(folder) if n.endswith((".opus", ".none"))}
        for n in os.listdir(folder):
            if n.endswith((".opus", ".none")) and n[:-5] not in keys:
                os.unlink(f"{folder}/{n}")
        new = [key for key in keys if key not in there] if voice["engine"] else []
        says = sayings(spec, voice, [keys[key] for key in new])
        todo += [(voice, keys[key][1], say, f"{folder}/{key}") for key, say in zip(new, says)]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(lambda t: synthesise(t[0], t[2], t[3] + ".opus"), todo))
    for (voice, line, _, out), ok in zip(todo, done):
        if not ok:  # remembered, so that it is not tried each time
            print(f"audio: {voice['id']} has no reading for: {line}", file=sys.stderr)
            open(out + ".none", "w", encoding="utf-8").close()
    for tag, (voice, lines) in speaks.items():
        if voice["id"] in made:
            copy_recordings(f"{content}/audio/{voice['id']}", recordings, tag, lines, voice)
    write_table(content, {tag: voice["id"] for tag, (voice, _) in speaks.items()
                          if os.path.isdir(f"{content}/audio/{voice['id']}")})
    if todo:
        print(f"audio: {len(todo)} sounds made")
    if silent and not tags:
        print("audio: no voice for:", *silent)
    return 0


if __name__ == "__main__":
    sys.exit(main())
