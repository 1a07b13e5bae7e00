"""Praise that a colleague heard and typed: what it makes, and what it does not."""

from typing import Any

import pytest

from movewatch.classifiers.feedback import read_feedback
from movewatch.contacts import Contact, decide
from schemas.signals import SignalRaised
from tests.contacts.test_decide import BASELINE
from tests.support.facts import completed, feedback, key
from tests.support.play import play, said

WITNESS = key("anna")
QUOTE = "The first close in years that nobody dreaded."


def heard(quote: str | None = QUOTE, days: float = 1, fact: str = "h", **more: Any) -> Any:
    return feedback(fact, days, None, scale="none", comment=quote, heard_by=WITNESS, **more)


READ: list[tuple[int, str, Any, str, str]] = [
    (1, "plain words, which no list of words takes for praise", heard(), "positive", "praise-heard"),
    (
        2,
        "the same words in a survey say nothing",
        heard().model_copy(update={"heard_by": None}),
        "unknown",
        "no-known-word",
    ),
    (3, "words that speak against it are believed rather", heard("Great, but far too late."), "neutral", ""),
    (4, "blame is no praise, whoever types it", heard("Terrible, a disaster."), "negative", ""),
    (5, "nothing was said", heard(" "), "unknown", "no-number"),
    (6, "a number beats the witness", feedback("s", 1, 3, comment=QUOTE, heard_by=WITNESS), "negative", "nps-negative"),
]


@pytest.mark.parametrize(("number", "title", "fact", "polarity", "why"), READ, ids=[f"case {n[0]}" for n in READ])
def test_how_it_is_read(number: int, title: str, fact: Any, polarity: str, why: str):
    reading = read_feedback(fact)
    assert reading.polarity == polarity, f"case {number}: {title}: {reading}"
    assert why in ("", reading.why), f"case {number}: {title}: {reading}"


STORIES: list[tuple[int, str, list[Any], list[str]]] = [
    (1, "of a project that ended well", [completed("p", 0), heard()], ["no: no-feedback-yet", "project-praised"]),
    (2, "in either order", [heard(days=-1), completed("p", 0)], ["no: no-project-yet", "project-praised"]),
    (3, "words alone make nobody a promoter", [heard()], ["no: no-project-yet"]),
    (
        4,
        "a later bad answer takes it back",
        [completed("p", 0), heard(), feedback("s", 1.5, 2, response="r9")],
        ["no: no-feedback-yet", "project-praised", "withdrawn: praise-replaced", "no: detractor"],
    ),
]


@pytest.mark.parametrize(("number", "title", "facts", "expected"), STORIES, ids=[f"story {n[0]}" for n in STORIES])
def test_story(number: int, title: str, facts: list[Any], expected: list[str]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    assert [word for one in decisions[1:] for word in said(one)] == expected, f"story {number}: {title}"


def test_the_signal_names_the_witness_and_the_words():
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, completed("p", 0), heard()])
    (told,) = [one.signal for one in decisions[-1].outputs if isinstance(one, SignalRaised)]
    assert (told.answers[0].heard_by, told.answers[0].quote) == (WITNESS, QUOTE)
    assert f"heard by {WITNESS}" in [seen for verdict in told.evidence.verdicts for seen in verdict.saw]
