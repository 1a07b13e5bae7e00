"""A suggestion in, the words of its mail out. Pure: templates come as text (loading.py reads them)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import ChoiceLoader, DictLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from movewatch.rendering.errors import RenderError
from movewatch.rendering.facts import Facts, draft_facts, facts_of
from movewatch.rendering.text import clean, count_words, day, iso_day, tidy
from schemas.suggestions import Suggestion, SuggestionKind

DRAFT_WORDS: Final = (40, 70)
"""A draft to a contact has at least and at most so many words (practice of the field for first mails)."""

SUBJECT_CHARS: Final = 120
"""Longer subjects are cut by most mail programs anyway."""

WITHOUT_DRAFT: Final = frozenset({SuggestionKind.SUCCESSOR, SuggestionKind.BULK_CASE})
"""There is nobody to write to yet."""

SHARED: Final = "_shared"
PIECES: Final = ("what.txt.j2", "next.txt.j2", "who.txt.j2", "when.txt.j2", "why.txt.j2", "footer.txt.j2")
"""The sentences of a mail. A kind without a file of its own takes the one in ``_shared``."""

LAYOUTS: Final = ("subject.j2", "mail.txt.j2", "mail.html.j2")
DRAFT: Final = "draft.txt.j2"

_LEFT_OUT: Final = (("area",), ("result",), ("result", "area"), ("result", "project"))
_LEANEST: Final = ("area", "result", "project", "about", "origin", "company")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one mail to an owner. ``draft`` is blank where there is nobody to write to."""

    subject: str
    text: str
    html: str
    draft: str


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates ready to be filled in. ``overlay`` holds the names of those that a user has put in place of ours."""

    environment: ImmutableSandboxedEnvironment
    sources: Mapping[str, str]
    overlay: frozenset[str] = frozenset()


def build_templates(shipped: Mapping[str, str], overlay: Mapping[str, str] | None = None) -> Templates:
    """Make templates of their texts, by name (``promotion/draft.txt.j2``); those of the overlay win."""
    own = dict(overlay or {})
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(own), DictLoader(dict(shipped))]),
        undefined=StrictUndefined,
        autoescape=_is_html,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, iso_day=iso_day)
    return Templates(environment, {**shipped, **own}, frozenset(own))


def render(suggestion: Suggestion, templates: Templates) -> Rendered:
    """The mail to the owner of a suggestion. The same revision always gives the same words.

    Raises:
        RenderError: a template is missing, or cannot be filled in.
    """
    facts = facts_of(suggestion)
    kind = suggestion.kind.value
    words: Facts = {
        "draft": render_draft(suggestion, templates),
        "what": _piece(templates, kind, "what.txt.j2", facts),
        "next": _piece(templates, kind, "next.txt.j2", facts),
        "why": [line for line in _piece(templates, kind, "why.txt.j2", facts).splitlines() if line],
        "who": _piece(templates, kind, "who.txt.j2", facts),
        "when": _piece(templates, kind, "when.txt.j2", facts),
        "footer": [line for line in _piece(templates, kind, "footer.txt.j2", facts).splitlines() if line],
    }
    subject = _fill(templates, [f"{kind}/subject.j2"], {**facts, **words})
    if suggestion.question:
        words["what"] = _piece(templates, kind, "question.txt.j2", {**facts, **words})
        subject = _piece(templates, kind, "question-subject.txt.j2", {**facts, "subject": subject})
    said = {**facts, **words}
    return Rendered(
        subject=clean(subject, SUBJECT_CHARS),
        text=tidy(_fill(templates, [f"{kind}/mail.txt.j2"], said)) + "\n",
        html=tidy(_fill(templates, [f"{kind}/mail.html.j2"], said)) + "\n",
        draft=words["draft"],
    )


def render_draft(suggestion: Suggestion, templates: Templates) -> str:
    """The draft to the contact, or blank for a kind that has none.

    Where it would be too long, facts that are good to have are left out, the dearest last.

    Raises:
        RenderError: the template is missing, or cannot be filled in.
    """
    name = f"{suggestion.kind.value}/{DRAFT}"
    if suggestion.kind in WITHOUT_DRAFT and name not in templates.sources:
        return ""
    facts = draft_facts(suggestion)
    draft = ""
    for left_out in ((), *_LEFT_OUT, _LEANEST):
        draft = tidy(_fill(templates, [name], {**facts, **dict.fromkeys(left_out, "")}))
        if count_words(draft) <= DRAFT_WORDS[1]:
            break
    return draft


def _piece(templates: Templates, kind: str, piece: str, facts: Facts) -> str:
    return tidy(_fill(templates, [f"{kind}/{piece}", f"{SHARED}/{piece}"], facts))


def _fill(templates: Templates, names: list[str], facts: Mapping[str, Any]) -> str:
    try:
        return templates.environment.select_template(names).render(facts)
    except TemplateNotFound as error:
        raise RenderError(f"no template {error.name or names[-1]}: put the file back, or remove the overlay") from error
    except TemplateError as error:
        raise RenderError(f"{names[0]}: {error.message}") from error
    except Exception as error:  # whatever an overlay's expression may raise; its words could quote a value
        raise RenderError(f"{names[0]}: {type(error).__name__} while it was filled in") from error


def _is_html(name: str | None) -> bool:
    return name is None or name.endswith(".html.j2")
