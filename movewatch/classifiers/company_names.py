"""What a company's name consists of: words, legal form, country, numbers, former names. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cleanco import prepare_default_terms

from movewatch.classifiers import company_words as words
from movewatch.classifiers.text import clipped, fold, word_set

_AND: Final = re.compile(r"[&+]|(?<=\s)(?:und|et|og|och|en)(?=\s|$)")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")
_DOTTED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_WORD: Final = re.compile(r"[^\W_]+")
_FORMERLY: Final = re.compile(
    r"[\s(\[,;–-]*\b(?:formerly(?: known as)?|previously(?: known as)?|now(?: part of)?(?=[^)]*\)$)|f/?k/?a|vormals|"
    r"ehemals|fruher|ehem\.|anciennement|antes|doing business as|trading as|d/?b/?a|t/a)\b[.:\s]*"
)
_PARENTHESIS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_OWNED: Final = re.compile(r"[\s,(–-]+(?:an?|part of)\s+(?:the\s+)?.{2,40}\s(?:company|group|unternehmen)\)?$")
_ROMAN: Final = word_set("ii iii iv vi vii viii ix xi xii")
_TWO_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name, taken apart. Words are folded: lower case, no accents, no punctuation.

    ``words``: all of them. ``whole``: without legal form, "and", article and brackets. ``core``: also without country
    and group words. ``country``: codes of countries at the end. ``other_names``: former and trade names.
    """

    words: tuple[str, ...]
    whole: tuple[str, ...]
    core: tuple[str, ...]
    country: frozenset[str]
    other_names: tuple["CompanyName", ...]
    junk: bool

    @property
    def joined(self) -> str:
        """The core without spaces."""
        return "".join(self.core)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Words that count: ``II``, ``2``, ``3M``."""
        return tuple(word for word in self.core if word in _ROMAN or any(char.isdigit() for char in word))


def read_name(text: str | None) -> CompanyName:
    """Take a company's name apart. Only its first 500 characters are read."""
    return _read(clipped(text))


@lru_cache(maxsize=65_536)
def _read(text: str) -> CompanyName:
    folded = " ".join(fold(text).split())
    parts = [part for part in _FORMERLY.split(folded) if part]
    main, *others = parts or [""]
    return _plain_name(main, tuple(_plain_name(other, ()) for other in others))


def _plain_name(folded: str, others: tuple[CompanyName, ...]) -> CompanyName:
    tokens = _tokens(folded)
    spoken = " ".join(tokens)
    junk = not tokens or _is_junk(spoken) or _is_junk(" ".join(_WORD.findall(folded)))
    outside = _OWNED.sub("", _PARENTHESIS.sub(" ", folded))
    in_brackets = tuple(_tokens(found) for found in _PARENTHESIS.findall(folded))
    named = _tokens(outside)
    # "(Acme) Inc.": what stands in brackets is the name where nothing else is.
    bare = _without_legal_form(tokens if not named or named in _LEGAL_FORMS else named)
    whole = tuple(word for word in bare if word != "and") or bare
    core, country = _without_country(_without_group_words(whole))
    country |= {code for found in in_brackets if (code := words.COUNTRIES.get(" ".join(found)))}
    core = _without_group_words(core)
    aliases = others + tuple(
        _alias(found) for found in in_brackets if len(found) == 1 and found[0] not in words.COUNTRIES
    )
    return CompanyName(tokens, whole, core, frozenset(country), aliases, junk)


def _alias(tokens: tuple[str, ...]) -> CompanyName:
    return CompanyName(tokens, tokens, tokens, frozenset(), (), junk=False)


def _is_junk(spoken: str) -> bool:
    one_character = len(set(spoken)) <= 1 and not spoken.isdigit()
    return one_character or spoken in words.JUNK or spoken.startswith(words.JUNK_BEGINNINGS)


def _tokens(folded: str) -> tuple[str, ...]:
    """Words; dotted or single letters in a row are one word (``j.p.``, ``s a r l``), and all kinds of "and" are one."""
    for form in words.CHARACTER_FORMS:
        folded = folded.replace(form, " ")
    if "." in folded:
        folded = _DOTTED.sub(lambda letters: letters[0].replace(".", "") + " ", folded)
    found = _WORD.findall(_APOSTROPHE.sub("", _AND.sub(" and ", folded)))
    tokens: list[str] = []
    run = ""
    for word in found:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            tokens.append(run)
            run = ""
        tokens.append(word)
    return (*tokens, run) if run else tuple(tokens)


def _legal_forms() -> frozenset[tuple[str, ...]]:
    forms = {_tokens(fold(" ".join(term))) for _, term in prepare_default_terms()}
    forms |= {_tokens(form) for form in words.MORE_LEGAL_FORMS}
    return frozenset(form for form in forms if form and " ".join(form) not in words.NOT_LEGAL_FORMS)


_LEGAL_FORMS: Final = _legal_forms()
_LONGEST_FORM: Final = max(len(form) for form in _LEGAL_FORMS)


def _without_legal_form(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens without legal forms at the end or beginning, and without the article. Never empty."""
    rest = tokens
    while form := _form_at_end(rest):
        rest = rest[:-form]
    if len(rest) > 1 and (rest[0] == "the" or rest[0] in words.LEADING_LEGAL_FORMS):
        return rest[1:]
    return rest


def _form_at_end(tokens: tuple[str, ...]) -> int:
    """How many words at the end are a legal form; 0 where none is, or where nothing would be left."""
    for length in range(min(_LONGEST_FORM, len(tokens) - 1), 0, -1):
        if tokens[-length:] in _LEGAL_FORMS:
            return length
    return 1 if len(tokens) > 1 and tokens[-1] == "and" else 0


def _without_group_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    rest = tokens
    while len(rest) > 1 and rest[-1] in words.GROUP_WORDS and not _is_general(rest[:-1]):
        rest = _without_legal_form(rest[:-1])
    return rest


def _without_country(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], set[str]]:
    """``volkswagen of america`` is Volkswagen in a country; ``bank of america`` is a name of its own."""
    for length in (_TWO_WORDS, 1):
        code = words.COUNTRIES.get(" ".join(tokens[-length:])) if len(tokens) > length else None
        if code is None:
            continue
        rest = tokens[:-length]
        if len(rest) > 1 and rest[-1] == "of":
            rest = rest[:-1]
        if not _is_general(rest):
            return _without_legal_form(rest), {code}
    return tokens, set()


def _is_general(tokens: tuple[str, ...]) -> bool:
    return all(word in words.GENERAL_WORDS for word in tokens)
