"""What a company's name consists of: words, legal form, country, numbers, former names, owners. Pure."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from cleanco import prepare_default_terms

from movewatch.classifiers import company_forms as forms
from movewatch.classifiers import company_junk as junk_words
from movewatch.classifiers import company_words as words
from movewatch.classifiers.company_synonyms import CANONICAL
from movewatch.classifiers.scripts import in_latin, is_foreign, is_opaque
from movewatch.classifiers.text import clipped, word_set

_AND: Final = re.compile(r"[&+]|(?<=\s)(?:und|et|og|och|en|ja)(?=\s|$)")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")
_DOTTED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_WORD: Final = re.compile(r"[^\W_]+")
_WEB: Final = re.compile(r"^\s*(?:https?://)?www\.")
_STATE: Final = re.compile(r"\s[/\\][a-z]{2,3}[/\\]?\s*$")
"""The state that EDGAR writes behind a name: ``ACME CORP /DE/``."""
_FORMERLY: Final = re.compile(
    r"[\s(\[,;–/-]*(?<!\w)(?:formerly(?: known as| called)?|previously(?: known as)?|f/?k/?a|"
    r"now(?: known as)?(?=[^)]*\)\s*$)|"
    r"vormals|ehemals|fruher|ehem\.|zuvor|bisher|anciennement|ci-devant|ex(?=[\s-]+\w+\)?$)|antes|anteriormente|"
    r"antiguamente|precedentemente|gia(?=\s\w+\)?$)|voorheen|dawniej|tidligere|tidigare|byvsh\w*|"
    r"doing business as|trading as|d/?b/?a|t/a|a/?k/?a|also known as|handelnd unter|nombre comercial)(?!\w)[.:\s-]*"
)
_PARENTHESIS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_OWNED: Final = re.compile(
    r"[\s,(–-]+(?:now\s+)?(?:an?\s+(?=.*\b(?:company|business|brand|subsidiary|unit)\)?$)|"
    r"part of\s|division of\s|subsidiary of\s|"
    r"unit of\s|owned by\s|acquired by\s|member of\s|ein unternehmen (?:der|von)\s|teil (?:der|von)\s|"
    r"une (?:societe|filiale|marque) d[ue]\s|una (?:empresa|societa) d[ei]\w*\s)\s*(?:the\s+)?"
    r"(.{2,40}?)(?:\s(?:company|business|brand|subsidiary|unit|group|gruppe|groupe))?\)?$"
)
_COUNTERS: Final = word_set("ii iii iv vi vii viii ix xi xii")
_LAST_COUNTERS: Final = word_set("i v x")
_TWO_WORDS: Final = 2


@dataclass(frozen=True)
class CompanyName:
    """A name, taken apart. Words are folded: lower case, Latin letters, no accents, no punctuation.

    ``words``: all of them. ``whole``: without legal form, "and", article and brackets. ``core``: also without country
    and group words. ``country``: codes of countries and cities at the end. ``other_names``: former and trade names.
    ``owners``: of whom the name says that it is a part. ``foreign``: written in other than Latin letters. ``opaque``:
    with characters that cannot be compared with Latin letters.
    """

    words: tuple[str, ...]
    whole: tuple[str, ...]
    core: tuple[str, ...]
    country: frozenset[str] = frozenset()
    other_names: tuple["CompanyName", ...] = ()
    owners: tuple["CompanyName", ...] = ()
    junk: bool = False
    foreign: bool = False
    opaque: bool = False

    @cached_property
    def joined(self) -> str:
        """The core without spaces."""
        return "".join(self.core)

    @cached_property
    def canonical(self) -> tuple[str, ...]:
        """The core with each abbreviation, plural and translation as one word, and without small words inside."""
        first, *others = (CANONICAL.get(word, word) for word in self.core)
        return (first, *(word for word in others if word not in words.FILLERS))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Words that count: ``II``, ``2``, ``3M``, ``First``."""
        last = self.core[-1] if len(self.core) > 1 else ""
        return frozenset(
            CANONICAL.get(word, word)
            for word in self.core
            if word in _COUNTERS
            or any(char.isdigit() for char in CANONICAL.get(word, word))
            or (word is last and word in _LAST_COUNTERS)
        )


def read_name(text: str | None) -> CompanyName:
    """Take a company's name apart. Only its first 500 characters are read."""
    return _read(clipped(text))


@lru_cache(maxsize=65_536)
def _read(text: str) -> CompanyName:
    folded = " ".join(in_latin(text).split())
    folded = _STATE.sub("", _WEB.sub("", folded))
    owned = _OWNED.search(folded)
    owners = (_plain_name(owned[1], (), ()),) if owned else ()
    if owned:
        folded = folded[: owned.start()] or folded
    main, *others = [part for part in _FORMERLY.split(folded) if part.strip("()[] ")] or [""]
    other_names = tuple(_plain_name(other, (), ()) for other in others)
    return _plain_name(main, other_names, owners, foreign=is_foreign(text))


def _plain_name(
    folded: str, others: tuple[CompanyName, ...], owners: tuple[CompanyName, ...], *, foreign: bool = False
) -> CompanyName:
    tokens = _tokens(folded)
    in_brackets: tuple[tuple[str, ...], ...] = ()
    named = tokens
    if "(" in folded or "[" in folded:
        named = _tokens(_PARENTHESIS.sub(" ", folded))
        in_brackets = tuple(_tokens(found) for found in _PARENTHESIS.findall(folded))
    # "(Acme) Inc.": what stands in brackets is the name where nothing else is.
    bare = _without_legal_form(tokens if not named or named in _LEGAL_FORMS else named)
    whole = tuple(word for word in bare if word != "and") or bare
    core, country = _without_country(_without_group_words(whole))
    country |= {code for found in in_brackets if (code := words.COUNTRIES.get(" ".join(found)))}
    core = _without_group_words(core)
    return CompanyName(
        tokens,
        whole,
        core or ("",),
        frozenset(country),
        others + _aliases(in_brackets),
        owners,
        junk=not tokens or _is_junk(tokens, folded),
        foreign=foreign,
        opaque=is_opaque(folded),
    )


def _aliases(in_brackets: tuple[tuple[str, ...], ...]) -> tuple[CompanyName, ...]:
    """Names in brackets: ``International Business Machines (IBM)``."""
    bare = (_without_legal_form(found) for found in in_brackets if found)
    return tuple(
        CompanyName(name, name, name)
        for name in bare
        if " ".join(name) not in words.COUNTRIES and not all(word in words.GENERAL_WORDS for word in name)
    )


def _is_junk(tokens: tuple[str, ...], folded: str) -> bool:
    spoken = " ".join(tokens)
    if len(set(spoken)) <= 1 and not spoken.isdigit():
        return True
    if spoken in junk_words.JUNK or spoken.startswith(junk_words.JUNK_BEGINNINGS):
        return True
    if any(word in junk_words.JUNK_WORDS for word in tokens):
        return all(word in junk_words.JUNK_WORDS or word in junk_words.JUNK_COMPANIONS for word in tokens)
    return len(tokens) <= 3 and " ".join(_WORD.findall(folded)) in junk_words.JUNK  # noqa: PLR2004


def _tokens(folded: str) -> tuple[str, ...]:
    """Words; dotted or single letters in a row are one word (``j.p.``, ``s a r l``), and all kinds of "and" are one."""
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
    found = {_tokens(in_latin(" ".join(term))) for _, term in prepare_default_terms()}
    found |= {_tokens(in_latin(form)) for form in forms.MORE_LEGAL_FORMS}
    return frozenset(form for form in found if form and " ".join(form) not in forms.NOT_LEGAL_FORMS)


_LEGAL_FORMS: Final = _legal_forms()
_LONGEST_FORM: Final = max(len(form) for form in _LEGAL_FORMS)
_FORM_ENDS: Final = frozenset(form[-1] for form in _LEGAL_FORMS) | {"and"}


def _without_legal_form(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens without legal forms at the end, at the beginning and within, and without the article. Never empty."""
    rest = tokens
    while form := _form_at_end(rest):
        rest = rest[:-form]
    while len(rest) > 1 and (rest[0] == "the" or rest[0] in forms.LEADING_LEGAL_FORMS):
        rest = rest[1:]
    if len(rest) > _TWO_WORDS and not forms.INNER_LEGAL_FORMS.isdisjoint(rest[1:]):
        return (rest[0], *(word for word in rest[1:] if word not in forms.INNER_LEGAL_FORMS))
    return rest


def _form_at_end(tokens: tuple[str, ...]) -> int:
    """How many words at the end are a legal form; 0 where none is, or where nothing would be left."""
    if len(tokens) < _TWO_WORDS or tokens[-1] not in _FORM_ENDS:
        return 0
    for length in range(min(_LONGEST_FORM, len(tokens) - 1), 0, -1):
        if tokens[-length:] in _LEGAL_FORMS:
            return length
    return 1 if tokens[-1] == "and" else 0


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
        if len(rest) > 1 and rest[-1] in words.FILLERS:
            rest = rest[:-1]
        if not _is_general(rest):
            return _without_legal_form(rest), {code}
    return tokens, set()


def _is_general(tokens: tuple[str, ...]) -> bool:
    return all(word in words.GENERAL_WORDS for word in tokens)
