#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""lint-easy [--warn] FILE… — checks やさしい日本語 (the rules YJ01…YJ27) of catalogues.

Of a .po whose Language is ja only the readings are checked (YJ04, YJ05).

Readings stand in the text ({困|こま}る), so morae are counted exactly and no dictionary is needed; only YJ19 asks
MeCab for the words of a text and compares them with tests/easy/words.txt. Rules are a table of (id, where, regex,
message); those that count, compare texts of one screen or read a list are functions beside it. The lists are in
tests/easy: avoid.tsv (YJ19), hard.tsv (YJ20), one-word.tsv (YJ26), allow.tsv (every exception, with its reason).
E: errors, exit 1. W: shown with --warn; each must be explained in allow.tsv, and WARNINGS_MAX are one too many. A text that ends with 。 is a
sentence, all else is a label. It does not replace a reader (YJ27): a catalogue nobody has reviewed is one warning.
--words prints the words of the files that words.txt does not have, for a person to look at.
"""
import os
import re
import subprocess
import sys

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "easy")
MECAB = ["mecab", "-d", "/var/lib/mecab/dic/ipadic-utf8"]
WARNINGS_MAX = 10
CONTENT = ("名詞", "動詞", "形容詞", "副詞", "接続詞", "連体詞")  # parts of speech YJ19 looks at
SMALL = "ゃゅょぁぃぅぇぉゎャュョァィゥェォヮ"
PASSIVE_OK = "たたかれ|助けられ|食べられ|見られ|来られ|送れ|受けとれ"
# Screens whose texts people read in an emergency: fewer kanji (YJ06).
URGENT = ("danger", "urgent_kind")
# Not Japanese or not a sentence to read: names of languages, licences with version numbers.
SKIP = {("start", "language_words"), ("about", "licences"), ("about", "version"),
        ("topics", "counter"), ("idle", "countdown")}
SKIP_CONTEXT = ("interp_lang",)
# Keys of one context that stand on the screen together (YJ24); all else comes one at a time.
BODY = re.compile(r"^(label|hint|title\d?|text|lead\d?|p\d|warm)$")
YES_NO = {"choice.Y": "はい", "choice.N": "いいえ", "choice.ZZ": "わからない"}  # YJ25


def table(name):
    """Rows of a list in tests/easy, without comments."""
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]


ALLOW = {}
for rule, what, reason in table("allow.tsv"):
    assert reason, f"allow.tsv: {what} has no reason"
    ALLOW.setdefault(rule, set()).add(what)
AVOID = [(re.compile(bad), good) for bad, good, _ in table("avoid.tsv")]
HARD = [(word, re.compile(where)) for word, where, _ in table("hard.tsv")]
ONE_WORD = [(word, re.compile(others)) for _, word, others in table("one-word.tsv")]

S, L, A = "sentence", "label", "all"
RULES = [  # id, severity, where, regex on the text without readings (spaces kept), message
    ("YJ03", "E", S, r"、.*、.*、", "three commas"),
    ("YJ03", "W", S, r"、.*、", "two commas"),
    ("YJ03", "W", S, r"が、|けれど|ので、|ため、|ながら|つつ|および|ならびに|もしくは", "joined sentences"),
    ("YJ03", "E", S, r"(ます|です|ません|ください).*(ます|です|ません|ください)", "two predicates"),
    ("YJ08", "E", A, r"(ない|ません)(わけ|こと|とは)|なくは(ない|ありません)|ないでは"
     r"|なければ ?(なら|なり|いけ)(ない|ません)", "double negative"),
    ("YJ09", "W", A, r"(?<!た)(さ|ら)れ(る|ます|た|て|ない)|させ(る|ます|た|て|られ)", "passive or causative"),
    ("YJ10", "E", S, r"(?<!です)(?<!ます)(?<!ません)(?<!ました)(?<!ください)(?<!ですか)(?<!ますか)(?<!ましたか)(?<!でした)。$",
     "sentence end"),
    ("YJ10", "E", A, r"ましょう|である", "ending"),
    ("YJ11", "E", A, r"いただ|いたし|ござい|申し上げ|なさ(い|る)|伺|参り|存じ|くださいませ"
     r"|ご(記入|連絡|相談|確認|利用|遠慮|了承)|お(問い合わせ|越し|申し込み)", "honorific"),
    ("YJ12", "W", A, r"たぶん|おそらく|かもしれ|と思われ|恐れ|可能性|適宜|なるべく|できるだけ|しばらく|のちほど|後日"
     r"|ほど|程度|等", "vague"),
    ("YJ16", "E", A, r"\d+/\d+|\d+:\d+|(1[3-9]|2[0-4])時|令和|平成|昭和|\d\s*[〜~–～]\s*\d"
     r"|[一二三四五六七八九十]+(つ|人|回|か月|時|日)", "date, time or number"),
    ("YJ17", "W", A, r"を行|を実施|が必要|が可能|の際|に関する|について|において|により|にて|に伴", "nominal style"),
    ("YJ18", "E", S, r"\s(は|が|を|に|へ|で|と|も|の|から|まで)(\s|、|。)", "space before a particle"),
    ("YJ18", "W", S, r"[^\s、。「」](ください|ところ)", "no space before ください or ところ"),
    ("YJ21", "E", S, r"(ません|(?<!危)ない)(です)?か。", "negative question"),
    ("YJ22", "E", S, r"[※★→…！？・]|\.\.\.", "symbol in a sentence"),
]


def parse_po(path):
    """Yields (context, key, text) of a catalogue; texts stand on one line each."""
    context = key = None
    for line in open(path, encoding="utf-8"):
        m = re.match(r'(msgctxt|msgid|msgstr) "(.*)"$', line.rstrip("\n"))
        if not m:
            continue
        if m[1] == "msgctxt":
            context = m[2]
        elif m[1] == "msgid":
            key = m[2]
        elif key:
            yield context, key, m[2].replace('\\"', '"').replace("\\\\", "\\")


def is_plain_japanese(path):
    return re.search(r'^"Language: ja\\n"$', open(path, encoding="utf-8").read(), re.M) is not None


def plain(text):
    return re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", text).replace("\u200b", "")


def kana(text):
    return re.sub(r"\{[^|}]*\|([^}]*)\}", r"\1", text)


def morae(text):
    """Kana and letters count one, small kana belong to the one before, digits count two (YJ01)."""
    spoken = kana(text)
    return (len(re.findall(r"[ぁ-んァ-ヶーA-Za-z]", spoken)) + 2 * len(re.findall(r"[0-9０-９]", spoken))
            - sum(spoken.count(c) for c in SMALL))


def kanji(text):
    return re.findall(r"[\u3400-\u9fff々]", text)


def sentences(text):
    return [s.strip() for s in re.findall(r"[^。]*。|[^。]+$", text) if s.strip()]


def check_ruby(text):
    rest = re.sub(r"\{[^|{}]*\|[^|{}]*\}", "", text)
    if kanji(rest) or "{" in rest or "|" in rest:
        yield "YJ04", "E", "kanji without reading: " + rest
    for base, reading in re.findall(r"\{([^|}]*)\|([^}]*)\}", text):
        if not re.fullmatch(r"[ぁ-んァ-ンー]+", reading) or not kanji(base):
            yield "YJ05", "E", f"reading of {base}: {reading}"


def check_words(text):
    for run in re.findall(r"[\u3400-\u9fff々]{4,}", text):
        if run not in ALLOW["YJ07"]:
            yield "YJ07", "E", f"{len(run)} kanji in a row: {run}"
    for word in re.findall(r"[ァ-ヶー]{2,}", text):
        if word not in ALLOW["YJ14"]:
            yield "YJ14", "E", f"loanword: {word}"
    for word in re.findall(r"[A-Za-z]{2,}", text):
        if word not in ALLOW["YJ15"]:
            yield "YJ15", "E", f"letters: {word}"
    for m in re.finditer(r"([ぁ-んァ-ン]{2})\1", text):
        if m[0] not in ALLOW["YJ13"]:
            yield "YJ13", "E", f"sound word: {m[0]}"


def check_counts(context, sentence):
    shown = re.sub(r"[\s\u200b]|＜[^＞]*＞", "", plain(sentence))
    mora = morae(re.sub(r"＜[^＞]*＞", "", sentence))
    most = (4, 13) if context in URGENT else (8, 13)
    if mora > 24:
        yield "YJ01", "E" if mora > 30 else "W", f"{mora} morae"
    if len(shown) > 30:
        yield "YJ02", "E", f"{len(shown)} characters"
    if len(kanji(shown)) > most[0]:
        yield "YJ06", "E" if len(kanji(shown)) > most[1] else "W", f"{len(kanji(shown))} kanji"
    if len(shown) > 8 and " " not in sentence:
        yield "YJ18", "E", "no spaces"
    for chunk in re.split(r"[\s、。「」（）＜＞]", plain(sentence)):
        if len(chunk) > 10:
            yield "YJ18", "E" if len(chunk) > 14 else "W", f"long chunk: {chunk}"


def too_much(texts):
    """More than three sentences, two questions or 90 characters at once."""
    parts = [p for text in texts for p in sentences(text) if p.endswith("。")]
    return len(parts) > 3 or sum("か。" in p for p in parts) > 1 or sum(
        len(re.sub(r"\s|\\\\n", "", plain(text))) for text in texts) > 90


def check_size(key, text):
    if too_much([text]):
        yield "YJ24", "E", "too much for one screen"
    if key.startswith("choice.") and len(re.sub(r"[\s（）]", "", plain(text))) > 10:
        yield "YJ24", "W", "label longer than 10 characters"
    if key.startswith("choice.") and morae(text) > 14:
        yield "YJ24", "W", f"label of {morae(text)} morae"


def check_lists(context, text):
    """Words to avoid, second words for one thing, hard words without ＜…＞, long enumerations."""
    bare = re.sub(r"\s", "", plain(text))
    for bad, good in AVOID:
        if bad.search(bare):
            yield "YJ19", "E", f"write {good} for {bad.search(bare)[0]}"
    for word, others in ONE_WORD:
        if others.search(bare):
            yield "YJ26", "E", f"{others.search(bare)[0]} is called {word} elsewhere"
    for word, where in HARD:
        found = plain(text).find(word)
        if found >= 0 and not where.fullmatch(context) and plain(text)[found + len(word):][:1] != "＜":
            yield "YJ20", "W", f"no ＜…＞ after {word}"
    for gloss in re.findall(r"＜([^＞]*)＞", plain(text)):
        if len(gloss) > 20:
            yield "YJ20", "W", f"long explanation: {gloss}"
    if re.search(r"[^、。]{1,6}[、・][^、。]{1,6}[、・][^。]*。", bare):
        yield "YJ23", "W", "three things in one sentence"


def check_screen(context, texts):
    """What only the texts of one context together can show: texts is {key: text}."""
    body = [text for key, text in texts.items() if BODY.match(key)]
    if too_much(body):
        yield "+".join(k for k in texts if BODY.match(k)), "YJ24", "E", "too much for one screen"
    if context.startswith("yes_no"):
        for key, text in texts.items():
            if plain(text) != YES_NO.get(key):
                yield key, "YJ25", "E", "a yes/no question has the answers " + "、".join(YES_NO.values())


def words_of(texts):
    """The dictionary forms of the content words of each text, by MeCab."""
    lines = [re.sub(r"\\\\n|\n", " ", plain(text)) for text in texts]
    out = subprocess.run(MECAB, input="\n".join(lines), capture_output=True, text=True, check=True).stdout
    found = []
    for part in out.split("EOS\n")[:-1]:
        rows = [(row.split("\t")[0], row.split("\t")[1].split(",")) for row in part.splitlines()]
        found.append([f[6] if f[6] != "*" else w for w, f in rows
                      if f[0] in CONTENT and re.search(r"[ぁ-んァ-ヶ\u3400-\u9fff]", w)])
    assert len(found) == len(texts)
    return found


def skipped(context, key):
    return (context, key) in SKIP or context in SKIP_CONTEXT


def check(context, key, text):
    yield from check_ruby(text)
    yield from check_words(plain(text))
    yield from check_size(key, text)
    yield from check_lists(context, text)
    for s in sentences(text):
        is_sentence = s.endswith("。")
        if is_sentence:
            yield from check_counts(context, s)
        for rule, severity, where, regex, message in RULES:
            if where == A or (where == S) == is_sentence:
                m = re.search(regex, plain(s))
                if m and not re.search(PASSIVE_OK, m[0] if rule != "YJ09" else plain(s)):
                    yield rule, severity, f"{message}: {m[0]}"


BAD = [  # what must be found, so that a rule that has gone blind is noticed
    ("YJ01", "{困|こま}って いる ことが とても たくさん あって つらい ときは {話|はな}して ください。"),
    ("YJ02", "ひらがなで かいた とても とても ながい ながい ひとつの ぶんは よみにくいです。"),
    ("YJ03", "{書|か}いて、{見|み}て、{直|なお}して、{送|おく}ります。"), ("YJ04", "困って います。"),
    ("YJ05", "{困|コマ1}って います。"), ("YJ07", "{電話番号|でんわばんごう}を {書|か}きます。"),
    ("YJ06", "{一二三|あ}{四五六|い}が {七八九|う} {東西南|え} {北上下|お}です。"),
    ("YJ08", "{行|い}かなければ なりません。"), ("YJ10", "{書|か}きましょう。"), ("YJ11", "ご{連絡|れんらく}ください"),
    ("YJ13", "どきどき します。"), ("YJ14", "コーディネーター"), ("YJ15", "CSW"),
    ("YJ16", "15{時|じ}に {来|き}て ください。"), ("YJ18", "{市役所|しやくしょ} の {人|ひと}が います。"),
    ("YJ21", "{困|こま}って いませんか。"), ("YJ22", "{水|みず}・{火|ひ}が いります。"),
    ("YJ24", "{見|み}ます。{見|み}ます。{見|み}ます。{見|み}ます。"), ("YJ19", "{記入|きにゅう}して ください。"),
    ("YJ26", "この {端末|たんまつ}です。"),
]
BAD_WARNINGS = [("YJ09", "{人|ひと}に {見|み}せられます。"), ("YJ12", "たぶん {来|き}ます。"),
                ("YJ17", "この {件|けん}に{関|かん}する {話|はなし}です。"), ("YJ20", "{介護|かいご}を {話|はな}します。"),
                ("YJ23", "{水|みず}、{米|こめ}、{肉|にく}を {買|か}います。")]
BAD_SCREENS = [("YJ24", "x", {"label": "{何|なに}ですか。", "hint": "だれですか。"}),
               ("YJ25", "yes_no", {"choice.Y": "する", "choice.N": "しない"})]


def blind_rules():
    """Rules that do not find what is bad on purpose."""
    found = [(rule, "E", check("x", "x", text)) for rule, text in BAD]
    found += [(rule, "W", check("x", "x", text)) for rule, text in BAD_WARNINGS]
    blind = [rule for rule, severity, hits in found if (rule, severity) not in [h[:2] for h in hits]]
    return blind + [rule for rule, context, texts in BAD_SCREENS
                    if rule not in [h[1] for h in check_screen(context, texts)]]


def unknown_words(texts):
    """For each text its words that words.txt does not have."""
    known = {row[0] for row in table("words.txt")}
    return [sorted(set(words) - known) for words in words_of(texts)]


def check_file(path):
    """Everything found in one catalogue: (context/key, rule, severity, message, text)."""
    entries = [e for e in parse_po(path) if not skipped(*e[:2])]
    if is_plain_japanese(path):
        return len(entries), [(f"{c}/{k}", *hit, text) for c, k, text in entries for hit in check_ruby(text)]
    found = [(f"{c}/{k}", *hit, text) for c, k, text in entries for hit in check(c, k, text)]
    screens = {}
    for c, k, text in entries:
        screens.setdefault(c, {})[k] = text
    for c, texts in screens.items():
        found += [(f"{c}/{key}", rule, severity, message, "") for key, rule, severity, message in check_screen(c, texts)]
    for (c, k, text), words in zip(entries, unknown_words([e[2] for e in entries])):
        found += [(f"{c}/{k}", "YJ19", "W", f"not in words.txt: {word}", text) for word in words]
    if "not reviewed" in open(path, encoding="utf-8").read(2000):
        found.append(("header", "YJ27", "W", "no learner and no teacher has read this catalogue", ""))
    return len(entries), found


def main(argv):
    if blind_rules():
        print("lint-easy: these rules find nothing: " + " ".join(blind_rules()))
        return 1
    files = [a for a in argv if not a.startswith("--")]
    if "--words" in argv:
        texts = [text for path in files for c, k, text in parse_po(path) if not skipped(c, k)]
        print("\n".join(sorted({word for words in unknown_words(texts) for word in words})))
        return 0
    texts = errors = warnings = 0
    for path in files:
        n, found = check_file(path)
        texts += n
        for where, rule, severity, message, text in found:
            explained = severity == "E" or where in ALLOW.get(rule, ())
            errors += severity == "E" or not explained
            warnings += severity == "W"
            if severity == "E" or not explained or "--warn" in argv:
                note = "" if explained else " (not explained in allow.tsv)"
                print(f"{path}: {where}: {rule} {severity}{note} {message} — {plain(text)}")
    print(f"lint-easy: {texts} texts, {errors} errors, {warnings} warnings (fewer than {WARNINGS_MAX})")
    return 1 if errors or warnings >= WARNINGS_MAX or texts == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
