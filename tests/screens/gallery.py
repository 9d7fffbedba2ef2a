#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The gallery: every screen, in every language, theme and orientation, as small pictures to look at.

    tests/screens/gallery.py FOLDER [LANGUAGE …]        "staff" for the staff's side, in the only language it has

The walks are those of the layout audit; where that measures, this takes pictures (script command `gallery`,
src/kiosk/gallery.h). Writes FOLDER/index.html, which needs no network and works without JavaScript, only long then.
"""
import html
import json
import os
import re
import sys
from multiprocessing import Pool
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import audit  # noqa: E402
from fullsite import Site  # noqa: E402

PANELS = "1920x1080 1080x1920"
NAME = re.compile(r"(?P<lang>[^_]+)_(?P<n>\d+)-(?P<screen>\w+)-(?P<view>[^-]+)-(?P<theme>\w+)-(?P<panel>\d+x\d+)\.png")


class Camera(audit.Walk):
    """Takes pictures where the audit would measure; a state that looks as it did before is not taken again."""

    def __init__(self, kiosk, lang, folder):
        super().__init__(kiosk, audit.Audit(lang))
        self.lang, self.folder, self.n, self.taken = lang, folder, 0, set()

    def look(self):
        now = self.kiosk.inspect()
        state = json.dumps([now["screen"], [(w["id"], w["label"], w["selected"]) for w in now["widgets"]]])
        if state in self.taken:
            return
        self.taken.add(state)
        self.picture()
        self.n += 1

    def picture(self):
        self.kiosk.do(f"gallery {self.folder}/{self.lang}_{self.n:02d} {PANELS}")


def take(job):
    lang, ini, data, folder = job
    return audit.go((lang, ini, data), lambda kiosk: Camera(kiosk, lang, folder))


STYLE = """body{font:16px/1.5 sans-serif;margin:1.5rem;background:#fbf7ee;color:#14161c}
nav{position:sticky;top:0;background:#fbf7ee;padding:.6rem 0;display:flex;gap:1rem;flex-wrap:wrap;z-index:1}
label{display:flex;gap:.4rem;align-items:center} select{font:inherit;padding:.2rem .4rem}
main{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}
figure{margin:0;background:#fff;border:1px solid #808699;border-radius:6px;overflow:hidden;max-width:100%}
figure[hidden]{display:none} img{display:block;max-width:100%} figcaption{padding:.2rem .6rem;font-size:13px}"""
SCRIPT = """const s=[...document.querySelectorAll('select')],f=[...document.querySelectorAll('figure')];
function show(){for(const g of f)g.hidden=s.some(x=>x.value&&g.dataset[x.name]!==x.value)}
const p=new URLSearchParams(location.hash.slice(1));for(const x of s){if(p.has(x.name))x.value=p.get(x.name);
x.onchange=()=>{location.hash=new URLSearchParams(s.map(y=>[y.name,y.value]));show()}}show()"""


def index(folder):
    pictures = sorted((m for m in map(NAME.fullmatch, os.listdir(folder)) if m),
                      key=lambda m: (m["lang"], m["n"], m["view"], m["panel"], m["theme"]))
    first = {"lang": "ja-simple", "theme": "light", "panel": PANELS.split()[0], "screen": ""}
    out = ["<!doctype html><html lang=en><meta charset=utf-8><title>まるまど gallery</title>",
           f"<meta name=viewport content='width=device-width'><style>{STYLE}</style>",
           "<h1>まるまど: every screen</h1><nav>"]
    for field, chosen in first.items():
        values = sorted({m[field] for m in pictures})
        options = "".join(f"<option{' selected' if v == chosen else ''}>{html.escape(v)}</option>" for v in values)
        out.append(f"<label>{field}<select name={field}><option value=''>all</option>{options}</select></label>")
    out.append("</nav><main>")
    for m in pictures:
        w, h = (int(x) // 3 for x in m["panel"].split("x"))
        lang, screen, theme, file = (html.escape(x) for x in (m["lang"], m["screen"], m["theme"], quote(m[0])))
        out.append(f'<figure data-lang="{lang}" data-theme="{theme}" data-panel="{m["panel"]}" data-screen="{screen}">'
                   f'<img loading=lazy width={w} height={h} src="{file}" alt="{screen} in {lang}">'
                   f'<figcaption>{screen} · {lang} · {theme} · {m["panel"]}</figcaption></figure>')
    out.append(f"</main><script>{SCRIPT}</script>")
    with open(f"{folder}/index.html", "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")
    return len(pictures)


def main():
    folder = os.path.abspath(sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if NAME.fullmatch(name):
            os.unlink(f"{folder}/{name}")
    langs = [x["tag"] for x in audit.load("languages.json")["languages"]] + ["staff"]
    langs = [x for x in langs if x in sys.argv[2:]] or langs
    with Site(enrol=False) as site, Pool(os.cpu_count()) as pool:
        failed = [x for x in pool.imap(take, [(*job, folder) for job in audit.jobs(site, langs)]) if x]
    print(f"{folder}/index.html: {index(folder)} pictures")
    for reason in failed:
        print(reason, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
