"""The command that shows how a text is read: classify."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from movewatch.commands.shared import REFUSED, AsJson, end, settings_here


class Kind(StrEnum):
    """What a text is."""

    TITLE = "title"
    DEPARTMENT = "department"
    COMPANY = "company"
    PERSON = "person"
    FEEDBACK = "feedback"


_PAIR: Final = 2


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("classify", rich_help_panel="Start here")(_classify)


def _classify(
    kind: Annotated[Kind, typer.Argument(help="What the texts are.")],
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            help="The text; of companies and persons two names. Without it, lines of standard input are read."
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Of a title or of feedback, where it is known: en, de, fr, es, nl, it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is understood of a title, a department, an answer, two companies' or two persons' names, and why.

    Instead of a person's name an e-mail address, a phone number with its country or a LinkedIn URL may stand. A line of
    standard input is one text; for companies and persons it is two, with a tab between them. --json writes one object
    a line, with what was read in `text`.

    Exit code 2: a company or a person has no second one to be compared with.
    """
    from movewatch.policy_file import load_policy  # noqa: PLC0415 - loads the settings' models

    policy = load_policy(settings_here().policy).classifiers
    for parts in _texts(kind, texts):
        read = {"text": parts[0] if len(parts) == 1 else parts} | _reading(kind, parts, language, policy)
        typer.echo(json.dumps(read, ensure_ascii=False) if as_json else _line(read))


def _texts(kind: Kind, texts: list[str] | None) -> Iterator[list[str]]:
    """What is to be read together: one text, or two names of companies. Lines are taken as they come."""
    if kind not in {Kind.COMPANY, Kind.PERSON}:
        yield from ([text] for text in texts or _lines())
        return
    pairs = iter([texts]) if texts else (line.split("\t") for line in _lines())
    for number, parts in enumerate(pairs, start=1):
        if len(parts) != _PAIR:
            where = "" if texts else f"Line {number}: "
            end(REFUSED, f"{where}A {kind} is compared with another: give two names, in a line with a tab between.")
        yield parts


def _lines() -> Iterator[str]:
    return (line.rstrip("\r\n") for line in sys.stdin if line.strip())


def _reading(kind: Kind, parts: list[str], language: str | None, policy: Any) -> dict[str, Any]:
    """What the reader of that kind says, by name."""
    from dataclasses import asdict  # noqa: PLC0415 - these take a while to load, which --help need not wait for

    from movewatch.classifiers import companies, departments, feedback, people, titles  # noqa: PLC0415

    if kind is Kind.TITLE:
        reading = asdict(titles.read_title(parts[0], language, policy))
        seniority = reading["seniority"]
        return reading | {"seniority": seniority.name.lower() if seniority is not None else None}
    if kind is Kind.DEPARTMENT:
        return asdict(departments.read_department(parts[0], policy))
    if kind is Kind.COMPANY:
        return asdict(companies.compare_names(parts[0], parts[1], policy))
    if kind is Kind.PERSON:
        return asdict(people.same_person(people.evidence_of(parts[0]), people.evidence_of(parts[1]), policy))
    return asdict(feedback.read_text(parts[0], language, policy))


def _line(read: dict[str, Any]) -> str:
    said = [f"{name} {_in_words(value)}" for name, value in read.items() if name != "text" and value != ()]
    text = read["text"] if isinstance(read["text"], str) else " | ".join(read["text"])
    return f"{text}: {', '.join(said)}"


def _in_words(value: Any) -> str:
    if value is None:
        return "unknown"
    return " and ".join(value) if isinstance(value, tuple) else str(value)
