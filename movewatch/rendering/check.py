"""Says what is wrong with templates before anybody gets a mail from them.

Pure, but for ``check_templates``, which reads them first.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import TemplateSyntaxError, meta

from movewatch.rendering.errors import RenderError, TemplatesError
from movewatch.rendering.examples import EXAMPLES, lean
from movewatch.rendering.facts import draft_facts, facts_of
from movewatch.rendering.loading import load_templates
from movewatch.rendering.render import (
    DRAFT,
    DRAFT_WORDS,
    LAYOUTS,
    PIECES,
    SHARED,
    WITHOUT_DRAFT,
    Templates,
    render,
    render_draft,
)
from movewatch.rendering.text import count_words
from schemas.suggestions import Suggestion, SuggestionKind

FORBIDDEN: Final = (
    # Words of somebody who watches. A draft speaks of shared work, never of how we came to know something.
    r"we (saw|see|noticed|learned|heard|spotted|detected|understand)",
    r"i (saw|see|noticed|heard|spotted|understand) (that|you)",
    r"you(r|'ve| have)? (recently )?(moved?|changed|left|joined|started|been promoted)",
    r"your (recent )?(move|change|promotion|departure|transfer)",
    r"congratulat\w*",
    r"new (role|job|position|title|company|employer|department|team|challenge)",
    r"(our|the) (records?|system|crm|database|data)",
    r"(tracking|tracked|monitor\w*|alert(ed)?|linkedin|came to (my|our) attention)",
    # Words of somebody who presses.
    r"(act now|last chance|limited time|don't miss|hurry|only today|as soon as possible|asap|urgent\w*)",
    r"(quota|discount|special offer|free trial|game.?chang\w*|best.in.class|leverage|synerg\w+|exciting)",
    r"(just (checking|following) (in|up)|touch(ing)? base|circl(e|ing) back)",
)
"""What no draft says, as regular expressions over whole words, in any case."""

_FORBIDDEN: Final = re.compile("|".join(rf"\b{phrase}\b" for phrase in FORBIDDEN), re.IGNORECASE)
_MAIL_FACTS: Final = frozenset({"draft", "what", "next", "who", "when", "why", "footer"})
_GLOBALS: Final = frozenset({"range", "dict", "lipsum", "cycler", "joiner", "namespace"})


def check_templates(overlay: Path | None = None) -> list[str]:
    """The mistakes in the templates, ours with a user's own in front; empty where there are none.

    Each line says which file and what to do. Nothing is raised: a folder that cannot be read is a mistake too.
    """
    try:
        templates = load_templates(overlay)
    except TemplatesError as error:
        return [str(error)]
    return check(templates)


def check(templates: Templates) -> list[str]:
    """The mistakes in templates: files, syntax, names; then the words, over the examples of each kind."""
    mistakes = [*_files(templates), *_syntax(templates)]
    return mistakes or list(dict.fromkeys(_words(templates)))


def forbidden_phrases(draft: str) -> list[str]:
    """What a draft says and should not."""
    return [match.group(0) for match in _FORBIDDEN.finditer(" ".join(draft.split()))]


def _files(templates: Templates) -> Iterator[str]:
    for kind in SuggestionKind:
        needed = LAYOUTS if kind in WITHOUT_DRAFT else (*LAYOUTS, DRAFT)
        yield from (
            f"{kind.value}/{name} is missing: add it"
            for name in needed
            if f"{kind.value}/{name}" not in templates.sources
        )
        yield from (
            f"{kind.value}/{name} is missing: add it, or {SHARED}/{name} for all kinds"
            for name in PIECES
            if not {f"{kind.value}/{name}", f"{SHARED}/{name}"} & templates.sources.keys()
        )
    for name in sorted(templates.overlay):
        if not _is_used(name):
            yield f"{name} is used by nothing: name it after one of the shipped files, or put it into {SHARED}/"


def _is_used(name: str) -> bool:
    folder, _, file = name.partition("/")
    if folder == SHARED:
        return True
    return folder in set(SuggestionKind) and file in {*LAYOUTS, *PIECES, DRAFT}


def _syntax(templates: Templates) -> Iterator[str]:
    known_to_mails = _MAIL_FACTS | _GLOBALS | facts_of(EXAMPLES[0]).keys()
    known_to_drafts = _GLOBALS | draft_facts(EXAMPLES[0]).keys()
    for name, source in sorted(templates.sources.items()):
        try:
            tree = templates.environment.parse(source)
        except TemplateSyntaxError as error:
            yield f"{name}, line {error.lineno}: {error.message}"
            continue
        if name.startswith(f"{SHARED}/"):
            continue  # a shared file may get its names from the one that includes it; rendering checks these
        known = known_to_drafts if name.endswith(f"/{DRAFT}") else known_to_mails
        for unknown in sorted(meta.find_undeclared_variables(tree) - known):
            yield f"{name}: nothing is called {unknown!r}; the names are in docs/how-to/change-the-words.md"


def _words(templates: Templates) -> Iterator[str]:
    for example in EXAMPLES:
        for suggestion in (example, lean(example)):
            try:
                render(suggestion, templates)
                draft = render_draft(suggestion, templates)
            except RenderError as error:
                yield str(error)
                continue
            yield from _draft(suggestion, draft)


def _draft(suggestion: Suggestion, draft: str) -> Iterator[str]:
    name = f"{suggestion.kind.value}/{DRAFT}"
    least, most = DRAFT_WORDS
    words = count_words(draft)
    if words and not least <= words <= most:
        case = "with all that can be known" if suggestion.work else "with little known"
        yield f"{name}: {words} words {case}; a draft has {least} to {most}"
    if not words and suggestion.kind not in WITHOUT_DRAFT:
        yield f"{name}: the draft is empty"
    for phrase in forbidden_phrases(draft):
        yield f"{name}: says {phrase!r}; a draft speaks of shared work, not of what was noticed, and never presses"
