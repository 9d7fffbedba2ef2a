#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""make-audio [--list] [--jobs N] --hear PROGRAM CONTENT RECORDINGS [TAG…] — the sounds of reading aloud.

Every text that the kiosk may speak is taken from CONTENT's compiled catalogues (and digits, and the labels of
keyboards), line by line, as src/kiosk/speech.c takes them from the screen. A sound is
CONTENT/audio/<voice>/<key>.opus; its key is 16 hex digits of SHA-256("<voice>\\n<line>"). Those that are there and
would be read the same are kept, those that no text needs any more are removed: a second run does nothing. Each new one
is listened to (hearing.py, with PROGRAM, hear.c's): a text that an engine reads in another language, or a sound that is
silent, clipped, too short, too long or not as loud as the others is an error. Without TAGs: every language.

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

import hearing
from reading import foreign, normal, sayings

HERE = os.path.dirname(os.path.abspath(__file__))
SKIP = {("start", "language_words"), ("about", "licences"), ("about", "version")}
with open(f"{HERE}/voices.json", encoding="utf-8") as table_of_voices:
    SPEC = json.load(table_of_voices)
LANGUAGE_OF = {"zh": "zh-Hans", "pt": "pt-BR"}  # interp_lang's codes that are no tags
KANA_KEYS = {"kana", "small", "dakuten"}
BITRATE = "24"  # not with --speech: at low rates that mode puts clicks at full scale into some voices
COMPARED = 60  # sounds that new ones are compared with
QUIET = "40"  # of 100: espeak-ng clips some voices at its normal volume; hearing.level makes all equally loud


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


def texts(content, tag, languages):
    """(context, id, line) of all that can be spoken in a language."""
    entries = catalogue(content, tag)
    endonyms = {entry["tag"]: entry["endonym"] for entry in languages}
    others = {name for other, name in endonyms.items() if other != tag}
    kana = any("kana" in entry["keyboards"] for entry in languages if entry["tag"] == tag)
    for (context, ident), text in sorted(entries.items()):
        if (context, ident) == ("voice", "step"):
            of = steps(content)
            for at in range(1, of + 1):
                yield context, f"step.{at}", text.replace("%1", str(at)).replace("%2", str(of))
            continue
        if (context, ident) in SKIP or re.search(r"%[1-9]", text) or normal(text) in others:
            continue
        if context == "keyboard" and (len(normal(text)) < 2 or (ident in KANA_KEYS and not kana)):
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
    for digit in "0123456789#":
        yield "digit", digit, digit
    for board, label in key_labels(content):
        if sayable(label, tag):
            yield "key", f"{board}.{label}", label


# --- sounds ---------------------------------------------------------------------------------------------------

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
            command = ["espeak-ng", "-v", voice["voice"], "-s", str(voice["speed"]), "-a", QUIET, "-w", wav, "-f", text]
        subprocess.run(command, check=True, capture_output=True)
        hearing.level(wav)
        subprocess.run(["opusenc", "--quiet", "--comp", "5", "--bitrate", BITRATE, "--downmix-mono", wav, opus],
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
    made, speaks, silent, listed = {}, {}, [], []
    for tag in (entry["tag"] for entry in languages):
        voice = voice_for(spec, tag, recordings)
        if not os.path.exists(f"{content}/locale/{tag}/LC_MESSAGES/marumado.mo"):
            continue
        if not voice:
            silent.append(tag)
            continue
        lines = list(texts(content, tag, languages))
        speaks[tag] = (voice, lines)
        listed += [(tag, key_of(voice["id"], line), *rest, line) for *rest, line in lines]
        if tags and not any(t in tags for t in voice.get("tags", [tag])):
            continue
        keys = made.setdefault(voice["id"], (voice, {}))[1]
        for _, _, line in lines:
            keys.setdefault(key_of(voice["id"], line), (tag, line))
    return made, speaks, silent, listed


# --- making and listening -------------------------------------------------------------------------------------

def digest(voice, say):
    """Of all that a sound is made from beside its line: when a reading is mended the sound is made anew."""
    made_from = [say, voice, QUIET, BITRATE, hearing.LOUDNESS, hearing.PEAK]
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:12]


def read_made(folder):
    try:
        with open(f"{folder}/made.json", encoding="utf-8") as f:
            return json.load(f)
    except (OSError, ValueError):
        return {}


def write_made(folder, made):
    with open(f"{folder}/made.json.new", "w", encoding="utf-8") as f:
        json.dump(made, f, indent=0, sort_keys=True)
    os.replace(f"{folder}/made.json.new", f"{folder}/made.json")


def tidy(folder, keys):
    """Removes the sounds that no text needs any more."""
    for name in os.listdir(folder):
        if name.endswith((".opus", ".none")) and name[:-5] not in keys:
            os.unlink(f"{folder}/{name}")


def listen(hear, folder, says, new):
    """{key: what is wrong} of the new sounds, judged beside others of the same voice."""
    others = [k for k in sorted(says) if k not in new and os.path.exists(f"{folder}/{k}.opus")][:COMPARED]
    keys = [k for k in [*new, *others] if os.path.exists(f"{folder}/{k}.opus")]
    heard = hearing.hear(hear, [f"{folder}/{k}.opus" for k in keys])
    return {keys[i]: what for i, what in hearing.problems([says[k] for k in keys], heard) if keys[i] in new}


def make_voice(voice, keys, folder, pool, hear):
    """All sounds of a voice that are not there. (how many were made, how many are faulty)"""
    os.makedirs(folder, exist_ok=True)
    tidy(folder, keys)
    if not voice["engine"]:
        return 0, 0
    made, says = read_made(folder), dict(zip(keys, sayings(SPEC, voice, list(keys.values()))))
    new = [k for k in keys if made.get(k) != digest(voice, says[k]) or
           not any(os.path.exists(f"{folder}/{k}.{end}") for end in ("opus", "none"))]
    if len(new) > 50:  # seconds in which nothing else is said
        print(f"audio: {voice['id']}: making {len(new)} sounds", flush=True)
    wrong = {k: what for k, what in zip(new, pool.map(lambda k: foreign(voice, keys[k][0], says[k]), new)) if what}
    done = dict(zip(new, pool.map(lambda k: k not in wrong and synthesise(voice, says[k], f"{folder}/{k}.opus"), new)))
    wrong.update(listen(hear, folder, says, [k for k in new if done[k]]) if new else {})
    for k in new:
        made[k] = digest(voice, says[k])
        if k in wrong:
            print(f"audio: {voice['id']}: «{keys[k][1]}», read as «{says[k]}»: {wrong[k]}", file=sys.stderr)
            made.pop(k)
        elif not done[k]:  # remembered, so that it is not tried each time
            print(f"audio: {voice['id']} has no reading for: {keys[k][1]}", file=sys.stderr)
            open(f"{folder}/{k}.none", "w", encoding="utf-8").close()
        if (k in wrong or not done[k]) and os.path.exists(f"{folder}/{k}.opus"):
            os.unlink(f"{folder}/{k}.opus")
    write_made(folder, {k: v for k, v in made.items() if k in keys})
    return len(new), len(wrong)


def option(args, name, default):
    if name not in args:
        return default
    at = args.index(name)
    value = args[at + 1]
    del args[at:at + 2]
    return value


def main():
    args = sys.argv[1:]
    only_list = "--list" in args and not args.remove("--list")
    jobs = int(option(args, "--jobs", os.cpu_count() or 1))
    hear = option(args, "--hear", None)
    if len(args) < 2 or not (hear or only_list):
        sys.exit(__doc__.split("\n", maxsplit=1)[0])
    content, recordings, *tags = args
    made, speaks, silent, listed = plan(SPEC, content, recordings, tags)
    if only_list:
        for row in listed:
            print(*row, sep="\t")
        return 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        sums = [make_voice(voice, keys, f"{content}/audio/{name}", pool, hear) for name, (voice, keys) in made.items()]
    for tag, (voice, lines) in speaks.items():
        if voice["id"] in made:
            copy_recordings(f"{content}/audio/{voice['id']}", recordings, tag, lines, voice)
    write_table(content, {tag: voice["id"] for tag, (voice, _) in speaks.items()
                          if os.path.isdir(f"{content}/audio/{voice['id']}")})
    new, wrong = (sum(x) for x in zip(*sums)) if sums else (0, 0)
    if new:
        print(f"audio: {new} sounds made and listened to, {wrong} faulty")
    if silent and not tags:
        print("audio: no voice for:", *silent)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
