"""What the name of a department says. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from movewatch.classifiers.company_words import COUNTRIES
from movewatch.classifiers.functions import Function
from movewatch.classifiers.level_stems import FILLERS, VARIANTS
from movewatch.classifiers.regions import division_of
from movewatch.classifiers.stems import DEPARTMENT_STEMS, spaced
from movewatch.classifiers.text import clipped, word_set
from movewatch.classifiers.titles import read_function
from movewatch.policy import DEFAULT_POLICY, ClassifierPolicy

CACHED_DEPARTMENTS: Final = 16_384
"""Distinct names whose reading is kept; a company has tens of departments, not thousands."""


@dataclass(frozen=True, slots=True)
class DepartmentReading:
    """What a department's name says.

    ``function``: None where the name does not tell. ``name``: the folded name without numbers of cost centres and
    words such as "department"; empty where nothing is left. ``why``: a word that can be counted. ``division``: the
    region or unit that is named ("emea"). ``cost_centre``: its number, as written.
    """

    function: Function | None
    name: str
    why: str
    division: str | None = None
    cost_centre: str | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A name, taken apart: what it is about, and where."""

    reading: DepartmentReading
    subject: frozenset[str]
    places: frozenset[str]


_JUNK: Final = word_set(
    "n a|na|none|null|nil|unknown|other|others|misc|various|test|tbd|tba|x|xx|xxx|all|general|keine|unbekannt|divers|"
    "sonstige|autre|aucun|otro|ninguno|not applicable|not provided|redacted|default",
    "|",
)
_FRAMES: Final = word_set(
    "department departments dept dpt abteilung abt bereich fachbereich team teams division unit function group gruppe "
    "office departement departamento area cc kst kostenstelle cost center centre costcenter global corporate "
    "worldwide international central zentral zentrale afdeling kostenplaats ufficio reparto settore"
)
"""Words around a department's name that say nothing of what it does. ("Service" does, in three languages of four.)"""
_CODE: Final = re.compile(r"(?:[a-z]{0,3}\d{3,}[a-z]?)|(?:\d+)")
_WHOLE_FUNCTION: Final = {
    Function.HUMAN_RESOURCES: word_set(
        "hr human resources people culture personal personnel personalwesen personalabteilung ressources humaines rh "
        "recursos humanos rrhh talent operations ops and capital personeelszaken risorse umane personale"
    ),
    Function.FINANCE: word_set("finance finances finanzen finanzas finanz financial financien finanza"),
    Function.INFORMATION_TECHNOLOGY: word_set("it ict edv information technology informatik informatique systems dsi"),
    Function.SALES: word_set("sales vertrieb verkauf ventes ventas commercial commerce verkoop vendite commerciale"),
    Function.PURCHASING: word_set("purchasing procurement einkauf beschaffung achats compras sourcing inkoop acquisti"),
    Function.LEGAL: word_set("legal recht juridique rechtsabteilung affairs juridische zaken legale"),
    Function.ENGINEERING: word_set("engineering technik entwicklung technology tech development ingenierie ingenieria"),
    Function.MARKETING: word_set("marketing mkt mktg"),
    Function.EXECUTIVE: word_set(
        "executive management geschaftsleitung geschaftsfuhrung vorstand direction leadership"
    ),
    Function.RESEARCH: word_set("research development forschung entwicklung r d f e recherche innovation"),
    Function.CUSTOMER_SUPPORT: word_set("customer support service services care kundenservice kundendienst"),
    Function.CUSTOMER_SUCCESS: word_set("customer client success experience"),
    Function.LOGISTICS: word_set("logistics logistik logistique logistica supply chain"),
    Function.OPERATIONS: word_set("operations ops operaciones betrieb"),
    Function.PRODUCTION: word_set("production produktion fertigung manufacturing produccion"),
    Function.COMMUNICATIONS: word_set("communications communication kommunikation comunicacion pr public relations"),
}
"""Names that mean the whole of a function. A name that says more ("Treasury") means a part of it."""


def read_department(text: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> DepartmentReading:
    """Read the function of a department from its name. Only the first 500 characters are read."""
    return _take_apart(clipped(text), policy).reading


def same_department(a: str | None, b: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> bool | None:
    """Whether both names mean one department; None where that cannot be said.

    - Equal but for case, numbers, filling words and order: the same.
    - Other functions: not the same.
    - One function, and one name means the whole of it: the same. "HR" became "People & Culture" for everybody, and
      "Finance" against "Accounting" is more often a finer entry than a move. Two parts of one function ("Accounting",
      "Treasury"): None.
    - A region on one side only ("Finance", "Finance EMEA") is a finer entry, hence the same; two different regions
      ("Finance EMEA", "Finance APAC") have other people in charge, hence not the same.
    """
    left, right = _take_apart(clipped(a), policy), _take_apart(clipped(b), policy)
    if not left.reading.name or not right.reading.name:
        return None
    if left.reading.name == right.reading.name:
        return True
    about = _same_subject(left, right)
    if about is True and left.places and right.places and left.places != right.places:
        return False
    return about


def _same_subject(a: _Parts, b: _Parts) -> bool | None:
    if a.subject == b.subject:
        # Nothing but places on both sides.
        return True if a.subject else None
    function = a.reading.function
    if function is None or b.reading.function is None:
        return None
    # "Sales & Marketing" holds "Marketing", so it is neither the same nor another.
    one_holds_other = a.subject < b.subject or b.subject < a.subject
    if function is not b.reading.function:
        return None if one_holds_other else False
    if one_holds_other and (_is_several(a) or _is_several(b)):
        return None
    whole = {VARIANTS.get(word, word) for word in _WHOLE_FUNCTION.get(function, ())}
    return True if a.subject <= whole or b.subject <= whole else None


def _is_several(parts: _Parts) -> bool:
    return parts.reading.why.endswith("-of-several")


@lru_cache(maxsize=CACHED_DEPARTMENTS)
def _take_apart(text: str, policy: ClassifierPolicy) -> _Parts:
    prepared = spaced(text)
    written = [word for word in prepared.split() if word != ","]
    if not written:
        return _nothing("empty")
    spoken = [word for word in written if not _CODE.fullmatch(word) or _is_small(word)]
    codes = [word for word in written if _CODE.fullmatch(word) and not _is_small(word)]
    bare = [word for word in spoken if word not in _FRAMES] or [word for word in spoken if not word.isdigit()]
    if not any(char.isalpha() for word in bare for char in word):
        return _nothing("only-a-number")
    if " ".join(word for word in bare if word != "and") in _JUNK:
        return _nothing("junk-name")
    read = read_function(DEPARTMENT_STEMS.find(f" {' '.join(bare)} "), policy)
    places = frozenset(COUNTRIES[word] for word in bare if word in COUNTRIES)
    subject = frozenset(VARIANTS.get(word, word) for word in bare if word not in COUNTRIES and word not in FILLERS)
    centre = codes[0] if codes else None
    reading = DepartmentReading(read.function, " ".join(bare), read.why, division_of(prepared), centre)
    return _Parts(reading, subject, places)


def _is_small(word: str) -> bool:
    """One or two digits count teams ("Team 2"); longer numbers are codes."""
    return word.isdigit() and len(word) < 3  # noqa: PLR2004  # the sentence above


def _nothing(why: str) -> _Parts:
    return _Parts(DepartmentReading(None, "", why), frozenset(), frozenset())
