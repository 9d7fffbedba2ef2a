#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""make-pot EN.po JA.po — prints the template of the catalogues: every key with its English and Japanese as comments.

Messages are keyed, not sentences, so xgettext has nothing to read in the sources: en.po is where the keys live.
"""
import re
import sys
import time


def entries(path):
    """The parts of a catalogue in order: section comments and (context, key, text)."""
    for block in re.split(r"\n\n+", open(path, encoding="utf-8").read()):
        for line in re.findall(r"^# --- .* ---$", block, re.M):
            yield line, None, None
        m = re.search(r'msgctxt "(.*)"\nmsgid "(.*)"\nmsgstr "(.*)"', block)
        if m:
            yield m.groups()


def main(english, japanese):
    ja = {(c, k): s for c, k, s in entries(japanese) if k}
    print("# SPDX-License-Identifier: Apache-2.0\n# Template of Marumado's catalogues. Keys, not sentences: see the comments.\n"
          'msgid ""\nmsgstr ""\n"Project-Id-Version: marumado\\n"\n'
          f'"POT-Creation-Date: {time.strftime("%Y-%m-%d %H:%M%z")}\\n"\n'
          '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
          '"X-Marumado-Review: not reviewed by a native reader\\n"')
    for context, key, text in entries(english):
        if key is None:
            print(f"\n{context}", end="")
            continue
        print(f'\n#. English: {text}\n#. 日本語: {ja.get((context, key), "")}\nmsgctxt "{context}"\nmsgid "{key}"\nmsgstr ""')


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
