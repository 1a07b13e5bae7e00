"""Names from other alphabets, in Latin letters, as far as that is honest. Pure.

Cyrillic, Greek, kana and hangul are written by sound, so a table gives their letters. Chinese characters are not: only
the words in movewatch.classifiers.chinese_words are known, and what is left stays as it is.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from movewatch.classifiers.chinese_words import FORMS, SIMPLIFIED, WORDS
from movewatch.classifiers.text import fold

_FOREIGN: Final = re.compile(r"[\u0370-\u1cff\u1f00-\u1fff\u2e80-\uffff\U00020000-\U0003ffff]")
_NOT_LATIN: Final = re.compile(r"[^\W\d_a-z\u00c0-\u024f\u1e00-\u1eff]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_KANA: Final = re.compile(r"[\u30a0-\u30ff\u3040-\u309f]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\u3040-\u30ff]+")


def _listed(sounds: str) -> list[str]:
    """Sounds in the order of their letters; a dot stands for a silent one."""
    return sounds.replace(".", "").split(" ")


_CYRILLIC: Final = dict(
    zip(
        "абвгдезиклмнопрстуфцыэієґјћђљњџ",
        _listed("a b v g d e z i k l m n o p r s t u f ts y e i e g j c d l n dz"),
        strict=True,
    )
) | {"ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
"""Close to BGN/PCGN, as passports and company registers write it. Whatever remains open, ``sound`` evens out."""

_GREEK: Final = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", _listed("a v g d e z i th i k l m n x o p r s s t y f ch ps o"), strict=True)
)
_GREEK_PAIRS: Final = (("ου", "ou"), ("μπ", "b"), ("γκ", "g"), ("ευ", "ev"), ("αυ", "av"), ("γγ", "ng"))
"""ISO 843, transcription."""

_LETTERS: Final = _CYRILLIC | _GREEK

_KANA_ROWS: Final = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_KANA_LETTERS: Final = {
    char: row + vowel for row, chars in _KANA_ROWS.items() for char, vowel in zip(chars, "aiueo", strict=True)
} | {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヤ": "ya", "ユ": "yu",
    "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "vu", "ー": "", "ッ": "", "・": " ", "ァ": "a", "ィ": "i",
    "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo",
}  # fmt: skip
_SMALL: Final = "ァィゥェォャュョ"

_HANGUL_FIRST: Final = _listed("g kk n d tt r m b pp s ss . j jj ch k t p h")
_HANGUL_VOWELS: Final = _listed("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_HANGUL_LAST: Final = _listed(". k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
"""Revised Romanization, letter by letter."""

_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|sh|sz|š", "s"), (r"tsch|tch|ch|cz", "c"), (r"kh", "h"), (r"ts|tz", "c"), (r"zh", "z"),
        (r"ph", "f"), (r"th", "t"), (r"x", "ks"), (r"ck|q|c", "k"), (r"w", "v"), (r"ou|oo", "u"), (r"[yj]", "i"),
        (r"ie|ii|ee", "i"), (r"(.)\1", r"\1"), (r"i(?=[aou])", ""), (r"e(?=$)", ""),
    )
)  # fmt: skip


def in_latin(text: str) -> str:
    """The text folded, in Latin letters: Cyrillic, Greek, kana and hangul by sound, known Chinese words translated.

    Letters of any other alphabet, and unknown characters, stay (``is_opaque``).
    """
    if not is_foreign(text):
        return fold(text)
    text = unicodedata.normalize("NFKC", text).casefold()
    if _CHINESE.search(text):
        text = _without_forms(text.translate(SIMPLIFIED))
        text = _CHINESE.sub(lambda run: f" {_words_of(run[0])} ", text)
        text = _KANA.sub(lambda run: _romaji(run[0]), text)
        text = _HANGUL.sub(lambda syllable: _syllable(ord(syllable[0])), text)
    text = fold(text)
    for pair, letters in _GREEK_PAIRS:
        text = text.replace(pair, letters)
    return "".join(_LETTERS.get(char, char) for char in text)


def is_foreign(text: str) -> bool:
    """Whether the text holds letters that are not Latin."""
    return not text.isascii() and _FOREIGN.search(text) is not None


def is_opaque(latin: str) -> bool:
    """Whether letters are left, after ``in_latin`` and folding, that cannot be compared with Latin ones."""
    return not latin.isascii() and _NOT_LATIN.search(latin) is not None


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """A rough spelling of a word by sound, in which usual transliterations agree: ``yandex`` and ``yandeks``."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


def _without_forms(text: str) -> str:
    for form in FORMS:
        text = text.replace(form, " ")
    return text


def _words_of(run: str) -> str:
    """Known words of a run without spaces, longest first, set apart by spaces."""
    found: list[str] = []
    rest = ""
    at = 0
    while at < len(run):
        size = next((size for size in range(min(8, len(run) - at), 0, -1) if run[at : at + size] in WORDS), 0)
        if not size:
            rest += run[at]
            at += 1
            continue
        found += [rest, WORDS[run[at : at + size]]]
        rest = ""
        at += size
    return " ".join(part for part in (*found, rest) if part)


def _romaji(run: str) -> str:
    letters = ""
    for char in run:
        kana = chr(ord(char) + 0x60) if "\u3041" <= char <= "\u3096" else char
        if kana in _SMALL and letters[-1:] in ("i", "u", "e", "o"):
            letters = letters[:-1]
        letters += _KANA_LETTERS.get(kana, kana)
    return letters


def _syllable(code: int) -> str:
    first, rest = divmod(code - 0xAC00, 588)
    vowel, last = divmod(rest, 28)
    return _HANGUL_FIRST[first] + _HANGUL_VOWELS[vowel] + _HANGUL_LAST[last]
