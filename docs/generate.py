"""Writes what follows from the code: pages of docs/reference, and the mail that the README shows.

With --check it writes nothing and says which files are not current.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from movewatch import reasons
from movewatch.intake.adapters import ADAPTERS
from movewatch.offline.dry_run import Printer, dry_run, pipeline_of
from movewatch.offline.show import Show
from movewatch.policy import DEFAULT_POLICY, Policy
from movewatch.rendering import load_templates, render
from movewatch.settings import Settings
from schemas.base import Message
from schemas.flow import LEADS_TO, TOPIC_OF
from schemas.suggestions import Suggestion, SuggestionKind
from schemas.topics import STAGES, StageTopics, Topic, all_topics, dead_letters

ROOT: Final = Path(__file__).parent.parent
EXAMPLE: Final = ROOT / "docs/examples/first-move.jsonl"
BEGIN: Final = "<!-- Generated from docs/examples/first-move.jsonl: run `make docs`. -->\n"
END: Final = "<!-- End of what is generated. -->\n"
_ENTITIES: Final = ("contact", "account", "owner", "feedback", "project")
_LETTERS: Final = frozenset(dead_letters(topic, stage, "").name for stage in STAGES for topic in stage.reads)


def pages() -> dict[str, str]:
    """The generated files by their path in the project."""
    return {
        "docs/reference/policy.md": policy_page(),
        "docs/reference/topics.md": topics_page(),
        "docs/reference/reasons.md": reasons_page(),
        "docs/reference/sources.md": sources_page(),
        "README.md": readme((ROOT / "README.md").read_text(encoding="utf-8")),
    }


def readme(text: str) -> str:
    """The README with the mail that comes of the example today."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n```text\n{example_mail()}\n```\n\n{END}{after}"


def example_mail() -> str:
    """The mail about the move in the example, down to the end of its draft."""
    found: list[Suggestion] = []
    with EXAMPLE.open("rb") as lines:
        printer = Printer(frozenset({Show.SUGGESTIONS}), lambda line: found.append(_suggestion(line)))
        dry_run(lines, pipeline_of(Settings(), DEFAULT_POLICY, printer), printer)
    move = next(suggestion for suggestion in found if suggestion.kind is SuggestionKind.HAND_OVER)
    mail = render(move, load_templates())
    body, _, _ = mail.text.partition("\nReference number:")
    to = f"To: {move.owner.name} <{move.owner.email}>"
    lines_of_it = (to, f"Subject: {mail.subject}", "", *body.rstrip().splitlines())
    return "\n".join("\n".join(wrap(line, 100)) for line in lines_of_it)


def _suggestion(line: str) -> Suggestion:
    told = json.loads(line)
    del told["what"]
    return Suggestion.model_validate_json(json.dumps(told))


def policy_page() -> str:
    """Every number and choice of the rules: its name, default, range and meaning."""
    schema = Policy.model_json_schema()
    top = {name: field for name, field in Policy.model_fields.items() if not _is_section(field)}
    lines = [
        "# The policy",
        "",
        "All numbers and choices of the rules. A policy file is TOML and names only what differs, for example:",
        "",
        "```toml",
        "[movements]",
        "settling_hours = 48",
        "```",
        "",
        "Try one with `movewatch dry-run EVENTS --policy FILE` ([how](../how-to/try-a-policy.md)). Every piece of",
        "evidence carries the hash of the policy that decided. An unknown name or a value out of range is refused.",
        "",
        *_table(("name", "default", "range", "what it means"), _settings(top, schema["properties"])),
    ]
    for name, field in Policy.model_fields.items():
        if _is_section(field):
            lines += _section(name, field, schema)
    return _page(lines)


def reasons_page() -> str:
    """Every reason that a suppression can carry, by the stage that gives it."""
    lines = [
        "# Reasons",
        "",
        "Whatever did not become a suggestion is a record on `suppressions`, with one of these reasons and the same",
        "evidence. What intake refuses stands in [Intake](intake.md).",
    ]
    for stage, table in (("contacts", reasons.CONTACTS), ("accounts", reasons.ACCOUNTS), ("owners", reasons.OWNERS)):
        lines += ["", f"## {stage}", ""]
        lines += _table(("reason", "what it means"), ((f"`{name}`", words) for name, words in table.items()))
    lines += [
        "",
        "An owner's answer that does not fit is told as `ANSWER-when-STATE`, such as `won-when-dismissed`; a proposal",
        "of what was closed before as `already-STATE`.",
    ]
    return _page(lines)


def sources_page() -> str:
    """Every source of ``crm-events``, and which of its fields are read as what."""
    lines = [
        "# Sources",
        "",
        "What is read of each source of `crm-events`, named by the header `source`. What else there is to know of each",
        "stands in [Intake](intake.md); fields that a tenant has elsewhere can be [mapped](../how-to/map-fields.md).",
    ]
    for source, read in ADAPTERS.items():
        module = sys.modules[read.__module__]
        about = (module.__doc__ or "").removesuffix(" Pure.").replace("``", "`").strip()
        lines += ["", f"## {source}", "", about]
        tables = {entity: getattr(module, f"{entity.upper()}_FIELDS", {}) for entity in _ENTITIES}
        rows = [
            (entity, f"`{ours}`", _paths(theirs)) for entity, names in tables.items() for ours, theirs in names.items()
        ]
        if rows:
            lines += ["", *_table(("entity", "our field", "the source's"), rows)]
        if statuses := getattr(module, "STATUSES", None):
            theirs = dict(tables["account"])["status"]
            lines += ["", f"{_paths(theirs)} of an account, in any case; every other value is `unknown`:", ""]
            lines += _table(("value", "status"), ((f"`{value}`", f"`{status}`") for value, status in statuses.items()))
    return _page(lines)


def _paths(theirs: str | tuple[str, ...]) -> str:
    return ", ".join(f"`{path}`" for path in ([theirs] if isinstance(theirs, str) else theirs))


def _is_section(field: FieldInfo) -> bool:
    return hasattr(field.annotation, "model_fields")


def _section(name: str, field: FieldInfo, schema: dict[str, Any]) -> Iterator[str]:
    model: Any = field.annotation
    properties = schema["$defs"][model.__name__]["properties"]
    yield from ("", f"## [{name}]", "", (model.__doc__ or "").strip(), "")
    yield from _table(("name", "default", "range", "what it means"), _settings(model.model_fields, properties))


def _settings(fields: dict[str, FieldInfo], properties: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, field in fields.items():
        default = json.dumps(to_jsonable_python(field.default), ensure_ascii=False)
        yield f"`{name}`", f"`{default}`", _range(properties[name]), field.description or ""


def _range(schema: dict[str, Any]) -> str:
    """Which values a setting takes, in words."""
    if "anyOf" in schema:
        return " or ".join(_range(choice) for choice in schema["anyOf"])
    if schema.get("type") == "null":
        return "nothing"
    if "items" in schema:
        return f"a list of {_range(schema['items'])}"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']:g} to {schema['maximum']:g}"
    if "minLength" in schema or "maxLength" in schema:
        return f"{schema.get('minLength', 0)} to {schema.get('maxLength', 'many')} characters"
    return (
        "HH:MM"
        if "pattern" in schema
        else {"string": "text", "boolean": "true or false"}.get(schema.get("type", ""), "")
    )


def topics_page() -> str:
    """Every topic, every stage, and what may follow from what."""
    return _page(
        [
            "# Topics and stages",
            "",
            "`schemas/topics.py` declares all topics, `movewatch topics apply` creates them. Each name takes the",
            "installation's prefix. Keys of entities are `tenant/source/id`, each part percent-escaped.",
            "",
            "## Topics",
            "",
            *_table(
                ("topic", "key", "value", "cleanup", "written by", "read by"),
                (_topic(topic) for topic in all_topics("") if topic.name not in _LETTERS),
            ),
            "",
            "A stage puts what it cannot read or decide into `<topic>.<group>.dlq`, as it came, with headers that say",
            f"what was wrong; kept for {_kept(dead_letters(STAGES[0].reads[0], STAGES[0], ''))} from its arrival on.",
            "[Send it back](../how-to/send-back-dead-letters.md) once that is mended.",
            "",
            "## Stages",
            "",
            "One Faust app and one consumer group each.",
            "",
            *_table(("stage", "group", "reads", "rows", "writes", "has timers"), (_stage(stage) for stage in STAGES)),
            "",
            "## What follows from what",
            "",
            "Timers of a stage lead to whatever its facts lead to. A test proves that the table has no circle.",
            "`AnswerGiven` goes through a person or a mail server: it changes an open suggestion, and opens none.",
            "",
            *_table(
                ("message", "its topic", "may lead to"),
                ((f"`{m.__name__}`", f"`{TOPIC_OF[m].name}`", _names(follow)) for m, follow in LEADS_TO.items()),
            ),
        ]
    )


def _topic(topic: Topic) -> tuple[str, ...]:
    writers = [stage.name for stage in STAGES if topic in stage.writes or topic == stage.rows]
    readers = [stage.name for stage in STAGES if topic in stage.reads]
    cleanup = topic.cleanup if topic.cleanup == "compact" else f"delete after {_kept(topic)}"
    return f"`{topic.name}`", topic.key, topic.value, cleanup, ", ".join(writers) or "others", ", ".join(readers)


def _kept(topic: Topic) -> str:
    return f"{topic.retention_days} days"


def _stage(stage: StageTopics) -> tuple[str, ...]:
    rows = f"`{stage.rows.name}`" if stage.rows else ""
    timers = "yes" if stage.ticks else ""
    return stage.name, f"`{stage.group('')}`", _topic_names(stage.reads), rows, _topic_names(stage.writes), timers


def _topic_names(topics: Iterable[Topic]) -> str:
    return ", ".join(f"`{topic.name}`" for topic in topics)


def _names(messages: Iterable[type[Message]]) -> str:
    return ", ".join(f"`{message.__name__}`" for message in messages) or "nothing"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _page(lines: Iterable[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return f"<!-- Generated: change the code, then run `make docs`. -->\n{text}\n"


def stale() -> list[str]:
    """Paths of the files that differ from the code."""
    return [path for path, text in pages().items() if not _holds(ROOT / path, text)]


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` compare them. Exit code 1: some are not current."""
    if arguments == ["--check"]:
        for path in (paths := stale()):
            sys.stderr.write(f"{path} is not current. Run: make docs\n")
        return int(bool(paths))
    for path, text in pages().items():
        (ROOT / path).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
