#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lint-easy [--warn] FILE… — checks やさしい日本語 (rules YJ01…YJ24) of catalogues and the directory.

Of a .po whose Language is ja only the readings are checked (YJ04, YJ05); of a .json the texts called
"ja-simple".

Readings stand in the text ({困|こま}る), so morae are counted exactly and no dictionary is needed.
Rules are a table of (id, where, regex, message); the few that count are functions beside it.
E: errors, exit 1. W: shown with --warn. A text that ends with 。 is a sentence, all else is a label.
It does not judge words (YJ19, YJ20) or replace a reader (YJ27).
"""
import re
import sys

SMALL = "ゃゅょぁぃぅぇぉゎャュョァィゥェォヮ"
KATAKANA_OK = """ボタン トイレ バス テレビ パン ペン メール スタッフ センター ページ リスト ビザ マイナンバー アドレス
スマートフォン ホットライン""".split()
LATIN_OK = "OK ABC SMS DV SOS OFIX BIZ UDPGothic Noto OFL Material Icons Apache".split()
RUN_OK = "福祉総務課 社会福祉協議会 生活福祉課 地域包括".split()
REPEAT_OK = "いろいろ ときどき だんだん それぞれ まだまだ".split()
PASSIVE_OK = "たたかれ|助けられ|食べられ|見られ|来られ|送れ|受けとれ"
# Screens whose texts people read in an emergency: fewer kanji (YJ06).
URGENT = ("danger", "urgent_kind")
# Not Japanese or not a sentence to read: names of languages, licences with version numbers.
SKIP = {("start", "language_words"), ("about", "licences"), ("about", "version"), ("bar", "progress"),
        ("topics", "counter"), ("idle", "countdown")}
SKIP_CONTEXT = ("interp_lang",)

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


def parse_json(path):
    """Yields the texts called "ja-simple" of a data file."""
    text = open(path, encoding="utf-8").read()
    for i, m in enumerate(re.finditer(r'"ja-simple": "([^"]*)"', text)):
        yield "directory", f"text {i + 1}", m[1]


def is_plain_japanese(path):
    return re.search(r'^"Language: ja\\n"$', open(path, encoding="utf-8").read(), re.M) is not None


def plain(text):
    return re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", text).replace("\u200b", "")


def kana(text):
    return re.sub(r"\{[^|}]*\|([^}]*)\}", r"\1", text)


def morae(text):
    """Kana, digits and letters that are spoken; small kana belong to the one before."""
    return len(re.findall(r"[ぁ-んァ-ヶーA-Za-z0-9０-９]", kana(text))) - sum(kana(text).count(c) for c in SMALL)


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
        if run not in RUN_OK:
            yield "YJ07", "E", f"{len(run)} kanji in a row: {run}"
    for word in re.findall(r"[ァ-ヶー]{2,}", text):
        if word not in KATAKANA_OK:
            yield "YJ14", "E", f"loanword: {word}"
    for word in re.findall(r"[A-Za-z]{2,}", text):
        if word not in LATIN_OK:
            yield "YJ15", "E", f"letters: {word}"
    for m in re.finditer(r"([ぁ-んァ-ン]{2})\1", text):
        if m[0] not in REPEAT_OK:
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


def check_size(key, text):
    parts = sentences(text)
    if len(parts) > 3 or sum("か。" in p for p in parts) > 1 or len(re.sub(r"\s", "", plain(text))) > 90:
        yield "YJ24", "E", "too much for one screen"
    if key.startswith("choice.") and len(re.sub(r"[\s（）]", "", plain(text))) > 10:
        yield "YJ24", "W", "label longer than 10 characters"
    if key.startswith("choice.") and morae(text) > 14:
        yield "YJ24", "W", f"label of {morae(text)} morae"


def skipped(context, key):
    return (context, key) in SKIP or context in SKIP_CONTEXT


def check(context, key, text):
    yield from check_ruby(text)
    yield from check_words(plain(text))
    yield from check_size(key, text)
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
    ("YJ24", "{見|み}ます。{見|み}ます。{見|み}ます。{見|み}ます。"),
]


def blind_rules():
    return [rule for rule, text in BAD if (rule, "E") not in [f[:2] for f in check("x", "x", text)]]


def main(argv):
    if blind_rules():
        print("lint-easy: these rules find nothing: " + " ".join(blind_rules()))
        return 1
    warn = "--warn" in argv
    errors = texts = 0
    for path in [a for a in argv if not a.startswith("--")]:
        parse = parse_json if path.endswith(".json") else parse_po
        only_ruby = is_plain_japanese(path)
        for context, key, text in parse(path):
            texts += 1
            if skipped(context, key):
                continue
            found = check_ruby(text) if only_ruby else check(context, key, text)
            for rule, severity, message in found:
                errors += severity == "E"
                if severity == "E" or warn:
                    print(f"{path}: {context}/{key}: {rule} {severity} {message} — {plain(text)}")
    print(f"lint-easy: {texts} texts, {errors} errors")
    return 1 if errors or texts == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
