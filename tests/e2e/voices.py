#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What reading aloud sounds like, listened to by machine: a few texts of every language that has a voice are made,
decoded with the library of the kiosk and judged as `make audio` judges all of them; and what is wrong is found: a text
read in another language or letter by letter, silence, clipping, another loudness, a file that is none."""
import array
import importlib.util
import math
import os
import subprocess
import sys
import tempfile
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
AUDIO = os.path.join(HERE, "..", "..", "assets", "audio")
HEAR = "build/audio/hear"
sys.path[:0] = [os.path.join(HERE, "..", "lib"), AUDIO]
import hearing  # noqa: E402
import reading  # noqa: E402
from kiosk import CONTENT, tap_out  # noqa: E402

EACH = 10  # texts of a language
MUST = ("0", "7", "#")


def maker():
    spec = importlib.util.spec_from_file_location("make_audio", f"{AUDIO}/make-audio.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = maker()


def sample(keys):
    """Some (key, (tag, line)) of a voice: digits, the longest, and others from all of its texts."""
    items = sorted(keys.items(), key=lambda item: len(item[1][1]))
    chosen = [i for i in items if i[1][1] in MUST] + items[-2:] + items[::max(1, len(items) // EACH)]
    return dict(chosen)


def every_language_with_a_voice_is_heard():
    made, speaks, silent, _ = MAKE.plan(MAKE.SPEC, CONTENT, "/none", [])
    named = {tag for voice in MAKE.SPEC["voices"] for tag in voice["tags"]}
    assert set(speaks) == named and not named & set(silent), (named ^ set(speaks), silent)
    for name, (voice, keys) in made.items():
        some = sample(keys)
        says = reading.sayings(MAKE.SPEC, voice, list(some.values()))
        with tempfile.TemporaryDirectory() as folder:
            files = [f"{folder}/{key}.opus" for key in some]
            for (tag, line), say, path in zip(some.values(), says, files):
                wrong = reading.foreign(voice, tag, say)
                assert not wrong, f"{name}: «{line}», read as «{say}»: {wrong}"
                assert MAKE.synthesise(voice, say, path), f"{name}: «{line}»"
            wrong = hearing.problems(says, hearing.hear(HEAR, files))
            assert not wrong, [(name, says[i], what) for i, what in wrong]
            sounds = {open(path, "rb").read() for path in files}
            assert len(sounds) == len(set(says)), f"{name}: different texts have one sound"


def times_digits_and_names_are_said_in_the_language():
    for tag, line, said in (("ne", "17 वर्षसम्म", "१७ वर्षसम्म"), ("ko", "18~39세", "18부터 39세"), ("ko", "고즈(郡津)", "고즈"),
                            ("en", "Monday to Friday, 9:00–17:45", "Monday to Friday, 9 o'clock to 17 45"),
                            ("vi", "19:00–8:00", "19 giờ đến 8 giờ"),
                            ("id", "09.00–17.45", "pukul 9 sampai pukul 17 lewat 45 menit"),
                            ("es", "De 19:00 a 8:00", "De 19 a 8 horas"), ("ja", "#", "シャープ"), ("ja-simple", "Q", "キュー"),
                            ("ja", "{電話|でんわ}は 119", "でんわわ 119")):
        voice = next(v for v in MAKE.SPEC["voices"] if tag in v["tags"] and v["engine"] == "espeak-ng")
        got = reading.spoken(MAKE.SPEC, voice, tag, line)
        assert got == said, (tag, line, got)
    zh = next(v for v in MAKE.SPEC["voices"] if "zh-Hans" in v["tags"])
    got = reading.sayings(MAKE.SPEC, zh, [("zh-Hans", "周一至周五 9:00至17:45"), ("zh-Hans", "银行（ゆうちょ）")])
    assert "zhi4 17 dian3 45 fen1" in " ".join(got[0].split()) and got[1].split() == ["yin2", "hang2"], got


def a_text_that_is_spelled_out_is_refused():
    for tag, say in (("ko", "まるまど 소개"), ("vi", "Katano"), ("ne", "Kozu"), ("zh-Hans", "ナビ"), ("ko", "~")):
        voice = next(v for v in MAKE.SPEC["voices"] if tag in v["tags"])
        assert reading.foreign(voice, tag, say), (tag, say)


def tone(path, seconds=2.0, peak=0.3, rate=22050, silence=0.0):
    samples = array.array("h", [0] * int(silence * rate))
    samples.extend(int(32767 * max(-1.0, min(1.0, peak * math.sin(i / 9)))) for i in range(int(seconds * rate)))
    with wave.open(f"{path}.wav", "wb") as f:
        f.setparams((1, 2, rate, 0, "NONE", ""))
        f.writeframes(samples.tobytes())
    subprocess.run(["opusenc", "--quiet", f"{path}.wav", path], check=True, capture_output=True)


def bad_sounds_are_found():
    with tempfile.TemporaryDirectory() as folder:
        def judged(text="a text of twenty letters", **how):
            tone(f"{folder}/s.opus", **how)
            return hearing.problem(text, hearing.hear(HEAR, [f"{folder}/s.opus"])[0], 95.0) or ""
        right = 10 ** (hearing.LOUDNESS / 20) * math.sqrt(2)
        assert judged(peak=right) == "", judged(peak=right)
        assert "silent" in judged(peak=0.0)
        assert "clipped" in judged(peak=1.6)
        assert "loud" in judged(peak=right * 2) and "loud" in judged(peak=right / 2)
        assert "letters" in judged(peak=right, seconds=0.3) and "letters" in judged(peak=right, seconds=12)
        assert "letters" in judged("no", peak=right, seconds=6)
        assert "begins after" in judged(peak=right, silence=1.0)
        with open(f"{folder}/broken.opus", "wb") as f:
            f.write(b"OggS no sound")
        assert hearing.hear(HEAR, [f"{folder}/broken.opus", f"{folder}/absent.opus"]) == [None, None]
        assert hearing.problem("x", None, 70.0) == "cannot be decoded"


def a_faulty_text_fails_the_build():
    """make-audio.py itself: one language, one line that it cannot read; then mended, and nothing is made twice."""
    with tempfile.TemporaryDirectory() as folder:
        voice = next(v for v in MAKE.SPEC["voices"] if "en" in v["tags"])
        with MAKE.concurrent.futures.ThreadPoolExecutor(2) as pool:
            good = {"0" * 16: ("en", "Back"), "1" * 16: ("en", "Choose your language")}
            bad = {**good, "2" * 16: ("en", "ナビ")}
            assert MAKE.make_voice(voice, bad, folder, pool, HEAR) == (3, 1)
            assert sorted(n for n in os.listdir(folder) if n.endswith(".opus")) == [f"{k}.opus" for k in good]
            assert MAKE.make_voice(voice, good, folder, pool, HEAR) == (0, 0)
            faster = {**voice, "speed": 150}
            assert MAKE.make_voice(faster, good, folder, pool, HEAR) == (2, 0), "what is read differently is not made anew"
            assert MAKE.make_voice(voice, {"0" * 16: ("en", "Back")}, folder, pool, HEAR) == (1, 0)
            assert sorted(os.listdir(folder)) == ["0" * 16 + ".opus", "made.json"]


if __name__ == "__main__":
    sys.exit(tap_out([every_language_with_a_voice_is_heard, times_digits_and_names_are_said_in_the_language,
                      a_text_that_is_spelled_out_is_refused, bad_sounds_are_found, a_faulty_text_fails_the_build]))
