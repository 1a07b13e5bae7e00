"""How the demonstration looks on a terminal."""

from collections import Counter
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from movewatch.demo.outcome import Heard, Row
from movewatch.demo.story import Story
from movewatch.rendering.loading import load_templates
from movewatch.rendering.render import render
from schemas.suggestions import Suggestion, SuggestionKind

_SHOWN: Final = SuggestionKind.HAND_OVER
"""The suggestion shown in full: two people, one move."""


def show_rows(out: Console, rows: list[Row]) -> None:
    """The table "what happened | what movewatch did | why"."""
    table = Table(show_lines=True, expand=True, title="A week in the CRM")
    for heading, ratio in (("what happened", 3), ("what movewatch did", 3), ("why", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for row in rows:
        did = Text(row.did, style="bold" if not row.did.startswith("nothing") else "")
        if row.missing:
            did.append(f"\nNOT AS EXPECTED: {row.missing}", style="bold red")
        table.add_row(Text(row.happened), did, Text(row.why))
    out.print(table)


def show_summary(out: Console, told: Story, heard: Heard, lag: int, seconds: float) -> None:
    """Counts: events in, suggestions, what was suppressed and why, dead letters, lag."""
    events = sum(len(chapter.records) for chapter in told.chapters)
    states = Counter(one.state.value for one in heard.suggestions)
    reasons = Counter(one.reason for one in heard.suppressions)
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_row("events in", str(events))
    table.add_row("suggestions", ", ".join(f"{count} {state}" for state, count in states.most_common()))
    table.add_row("suppressed", ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()))
    table.add_row("dead letters", str(len(heard.dead_letters)))
    table.add_row("lag", str(lag))
    table.add_row("seconds", f"{seconds:.0f}")
    out.print(Panel(table, title="Summary", expand=False))


def show_mail(out: Console, heard: Heard, outbox: Path) -> None:
    """One suggestion in full, with draft and evidence, and where the mails are."""
    suggestion = next((one for one in heard.suggestions if one.kind is _SHOWN), None)
    if suggestion is not None:
        words = render(suggestion, load_templates())
        out.print(
            Panel(
                Text(f"To: {suggestion.owner.email}\nSubject: {words.subject}\n\n{words.text}"), title="One suggestion"
            )
        )
        out.print(Panel(_evidence(suggestion), title="Its evidence"))
    mails = sorted(outbox.glob("*.eml"))
    out.print(f"{len(mails)} mails lie as .eml files in {outbox}")


def _evidence(suggestion: Suggestion) -> Text:
    evidence = suggestion.evidence
    lines = [f"source records   {', '.join(map(str, evidence.sources))}"]
    if evidence.before is not None and evidence.after is not None:
        lines.append(f"before           {evidence.before.title}, {evidence.before.department}")
        lines.append(f"after            {evidence.after.title}, {evidence.after.department}")
    lines += [f"rule             {one.rule}: {one.verdict} ({' -> '.join(one.saw)})" for one in evidence.verdicts]
    lines += [f"route            {step}" for step in evidence.route]
    lines.append(f"policy           {evidence.policy}")
    return Text("\n".join(lines))
