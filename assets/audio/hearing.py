# SPDX-License-Identifier: Apache-2.0
"""hearing — makes sounds equally loud, and listens to them: a file that cannot be decoded, is silent, clipped, louder
or softer than the others, or shorter or longer than its text can be, is an error of make-audio.py."""
import array
import math
import operator
import re
import statistics
import subprocess
import sys
import wave

LOUDNESS = -21.0  # dB below full scale, of the parts with speech
PEAK = -2.0       # dB that no sample goes beyond
SPREAD = 4.0      # dB that a sound may be off the middle of its language
CLIPPED = -0.1    # dB of the decoded sound
RATE = (0.45, 2.2)  # of the middle of its language: how long a letter takes
SHORT = 16        # letters; below it a text's length says little
SHORT_MS = (60, 4000)
DIGIT = 5         # letters that a digit is worth
GATE = 0.02       # as in hear.c


def loudness(samples, rate):
    """(peak, RMS of the frames with speech) of 16 bit samples."""
    peak = max(max(samples, default=0), -min(samples, default=0))
    size = rate // 50
    frames = [sum(map(operator.mul, f, f)) / size for f in
              (samples[i:i + size] for i in range(0, len(samples) - size + 1, size))]
    active = [f for f in frames if f > (peak * GATE) ** 2]
    return peak, math.sqrt(statistics.fmean(active)) if active else 0.0


def level(path):
    """Brings a WAV to LOUDNESS, its peak staying below PEAK."""
    with wave.open(path, "rb") as f:
        params, samples = f.getparams(), array.array("h", f.readframes(f.getnframes()))
    if sys.byteorder != "little":
        samples.byteswap()
    peak, rms = loudness(samples, params.framerate)
    if rms == 0:
        return
    gain = min(10 ** (LOUDNESS / 20) * 32768 / rms, 10 ** (PEAK / 20) * 32768 / peak)
    samples = array.array("h", [round(s * gain) for s in samples])
    if sys.byteorder != "little":
        samples.byteswap()
    with wave.open(path, "wb") as f:
        f.setparams(params)
        f.writeframes(samples.tobytes())


def hear(program, paths):
    """What hear.c says about each file: None when it cannot be decoded, else a tuple of its numbers."""
    out = subprocess.run([program], input="".join(f"{p}\n" for p in paths).encode(), capture_output=True, check=True)
    said = out.stdout.decode().splitlines()
    return [None if line == "bad" else tuple(float(x) for x in line.split()) for line in said]


def letters(say):
    return sum(DIGIT if c.isdigit() else c.isalpha() for c in re.sub(r"(?<=[a-zü])[1-5]", "", say))


def problem(say, heard, middle_rate):
    """What is wrong with one sound, or None. middle_rate: milliseconds of speech a letter, of the language."""
    if heard is None:
        return "cannot be decoded"
    length, active, peak, loud, silence = heard
    n = letters(say)
    if loud < LOUDNESS - 15 or active == 0:
        return f"is silent ({loud} dB)"
    if peak > CLIPPED:
        return f"is clipped ({peak} dB)"
    if abs(loud - LOUDNESS) > SPREAD:
        return f"is {loud} dB loud, others {LOUDNESS}"
    if silence > 500 or length > 2.2 * active + 1500:
        return f"is {length} ms long, {active} of them speech, which begins after {silence}"
    if n < SHORT and not SHORT_MS[0] <= active <= SHORT_MS[1]:
        return f"takes {active} ms for {n} letters"
    if n >= SHORT and not RATE[0] <= active / n / middle_rate <= RATE[1]:
        return f"takes {active} ms for {n} letters; others {middle_rate * n:.0f}"
    return None


def problems(says, heard):
    """[(index, what is wrong)] of the sounds of one language."""
    rates = [h[1] / letters(s) for s, h in zip(says, heard) if h and letters(s) >= SHORT]
    middle = statistics.median(rates) if rates else 70.0
    found = [(i, problem(s, h, middle)) for i, (s, h) in enumerate(zip(says, heard))]
    return [(i, what) for i, what in found if what]
