"""The proof that nothing is suggested to which the person does not agree. Stories, told fact by fact."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.contacts import Contact, decide
from movewatch.contacts.consent import consents
from movewatch.policy import DEFAULT_POLICY, ConsentPolicy
from schemas.signals import MILESTONES, SignalKind, SignalRaised
from schemas.ticks import Due
from tests.contacts.test_decide import BASELINE, MOVE
from tests.support.facts import ACCOUNT, at, changed, completed, feedback, key, linked
from tests.support.play import converse, play, said

GONE = {"no_longer_at_company": True}
SETTLED = Due(at(2))
DONE, PRAISE = completed("p", 1), feedback("s", 2, 9)

STORIES: list[tuple[int, str, list[Any], list[str]]] = [
    (1, "nothing was said: an existing customer may be asked", [changed("f", **MOVE)], ["departmental-move (higher)"]),
    (
        2,
        "outreach was refused before: no lead",
        [changed("c", -1, outreach_consent=False), changed("f", **MOVE)],
        ["no: refused-outreach"],
    ),
    (
        3,
        "outreach is refused afterwards: the lead is taken back, though it has settled",
        [changed("f", **MOVE), SETTLED, changed("c", 3, outreach_consent=False)],
        ["departmental-move (higher)", "withdrawn: refused-outreach", "no: refused-outreach"],
    ),
    (
        4,
        "refused, then agreed to: from then on",
        [changed("c", -2, outreach_consent=False), changed("d", -1, outreach_consent=True), changed("f", **MOVE)],
        ["departmental-move (higher)"],
    ),
    (
        5,
        "a refusal that is told late changes nothing: a later yes is known",
        [
            changed("d", -1, outreach_consent=True),
            changed("c", 0, late_by=2, outreach_consent=False),
            changed("f", 1, **MOVE),
        ],
        ["departmental-move (higher)"],
    ),
    (
        6,
        "refused in the same change that tells of the move",
        [changed("f", outreach_consent=False, **MOVE)],
        ["no: refused-outreach"],
    ),
    (
        7,
        "one purpose is not another: no references, but leads",
        [changed("c", -1, reference_consent=False), changed("f", **MOVE)],
        ["departmental-move (higher)"],
    ),
    (
        8,
        "a reference was refused: nobody asks for one",
        [changed("c", -1, reference_consent=False), DONE, PRAISE],
        ["no: no-feedback-yet", "no: refused-reference"],
    ),
    (
        9,
        "a reference is refused afterwards: the request is taken back",
        [DONE, PRAISE, changed("c", 3, reference_consent=False)],
        ["no: no-feedback-yet", "project-praised", "withdrawn: refused-reference", "no: refused-reference"],
    ),
    (
        10,
        "who will not be named in public may be asked in private",
        [changed("c", -1, publication_consent=False), DONE, PRAISE],
        ["no: no-feedback-yet", "project-praised"],
    ),
    (
        11,
        "a departure is the account's business: nobody writes to the person",
        [changed("c", -1, outreach_consent=False), changed("f", **GONE)],
        ["departure"],
    ),
    (
        12,
        "it is no longer said whether: as if nothing had been said",
        [changed("c", -2, outreach_consent=False), changed("d", -1, outreach_consent=None), changed("f", **MOVE)],
        ["departmental-move (higher)"],
    ),
    (
        13,
        "an export says that it was refused: that is no news, and it holds",
        [changed("f", **MOVE), changed("c", 1, snapshot=True, outreach_consent=False)],
        ["departmental-move (higher)", "withdrawn: refused-outreach", "no: refused-outreach"],
    ),
]


@pytest.mark.parametrize(("number", "title", "facts", "expected"), STORIES, ids=[f"story {n[0]}" for n in STORIES])
def test_story(number: int, title: str, facts: list[Any], expected: list[str]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    assert [word for one in decisions[1:] for word in said(one)] == expected, f"story {number}: {title}"


NEEDED = DEFAULT_POLICY.model_copy(update={"consent": ConsentPolicy(needed=("outreach", "reference"))})


@pytest.mark.parametrize(
    ("consent", "move", "praise"),
    [
        ({}, "no: no-outreach-consent", "no: no-reference-consent"),
        ({"outreach_consent": True}, "departmental-move (higher)", "no: no-reference-consent"),
        ({"reference_consent": True}, "no: no-outreach-consent", "project-praised"),
        ({"outreach_consent": False, "reference_consent": False}, "no: refused-outreach", "no: refused-reference"),
    ],
)
def test_a_policy_that_wants_a_yes(consent: dict[str, bool], move: str, praise: str):
    facts = [BASELINE, changed("c", -1, **consent), changed("f", **MOVE), DONE, PRAISE]
    _, decisions = play(decide, Contact.empty(key("c1")), facts, NEEDED)
    assert said(decisions[2]) == [move]
    assert said(decisions[4]) == [praise]


def test_the_signal_says_what_was_agreed_to_when_and_where():
    facts = [BASELINE, changed("c", -9, reference_consent=True), changed("d", -3, publication_consent=False)]
    _, decisions = play(decide, Contact.empty(key("c1")), [*facts, DONE, PRAISE])
    (told,) = [one for one in decisions[-1].outputs if isinstance(one, SignalRaised)]
    heard = [(one.purpose, one.given, one.at, one.record) for one in told.signal.consents]
    assert heard == [("reference", True, at(-9), key("c1")), ("publication", False, at(-3), key("c1"))]


# Two records of one person. What is told to one of them holds for both; the latest word counts.
OTHER = changed("other", -90, contact="c2", snapshot=True, first_name="Ada", account=ACCOUNT, company="Acme")
LINKS = [linked("l1", -80, "c1", "c2"), linked("l2", -80, "c2", "c1")]


def heard_by_c1(*facts: Any) -> list[str]:
    rows = {name: Contact.empty(key(name)) for name in ("c1", "c2")}
    heard = converse(decide, rows, [BASELINE, OTHER, *facts])["c1"]
    return [word for word in heard if not word.startswith("tells")]


def test_a_refusal_told_to_one_record_holds_for_the_other():
    refused = changed("c", -5, contact="c2", outreach_consent=False)
    for before in ([*LINKS, refused], [refused, *LINKS]):
        assert heard_by_c1(*before, changed("f", **MOVE))[-1] == "no: refused-outreach"


def test_a_refusal_told_to_one_record_takes_back_what_the_other_has_led_to():
    refused = changed("c", 5, contact="c2", outreach_consent=False)
    assert heard_by_c1(*LINKS, changed("f", **MOVE), refused)[-2:] == [
        "withdrawn: refused-outreach",
        "no: refused-outreach",
    ]


def test_the_latest_word_counts_whichever_record_has_it():
    refused = changed("c", -5, contact="c2", outreach_consent=False)
    agreed = changed("d", -2, outreach_consent=True)
    assert heard_by_c1(*LINKS, refused, agreed, changed("f", **MOVE))[-1] == "departmental-move (higher)"
    assert heard_by_c1(*LINKS, agreed, refused, changed("f", **MOVE))[-1] == "departmental-move (higher)"


def test_of_two_words_at_one_time_the_refusal_counts():
    refused = changed("c", -2, contact="c2", outreach_consent=False)
    agreed = changed("d", -2, outreach_consent=True)
    for order in ([refused, agreed], [agreed, refused]):
        assert heard_by_c1(*LINKS, *order, changed("f", **MOVE))[-1] == "no: refused-outreach"


lives = st.lists(
    st.one_of(
        st.builds(
            lambda n, day, purpose, given: changed(f"c{n}", day, **{f"{purpose}_consent": given}),
            st.integers(0, 30),
            st.integers(0, 60),
            st.sampled_from(["outreach", "reference"]),
            st.sampled_from([True, False, None]),
        ),
        st.builds(
            lambda n, day, title, department: changed(f"f{n}", day, title=title, department=department),
            st.integers(0, 30),
            st.integers(0, 60),
            st.sampled_from(["CFO", "Buyer", "Head of Sales"]),
            st.sampled_from(["Finance", "Sales"]),
        ),
        st.builds(lambda n, day: completed(f"p{n}", day, project=f"p{n}"), st.integers(0, 5), st.integers(0, 60)),
        st.builds(
            lambda n, day, score: feedback(f"s{n}", day, score),
            st.integers(0, 9),
            st.integers(0, 60),
            st.integers(0, 10),
        ),
        st.builds(lambda day: Due(at(day)), st.integers(0, 90)),
    ),
    max_size=20,
)


@settings(max_examples=200)
@given(lives)
def test_nothing_stands_that_was_refused(facts: list[Any]):
    row = Contact.empty(key("c1"))
    for fact in [BASELINE, *facts]:
        decision = decide(row, fact, DEFAULT_POLICY)
        assert decision.row is not None
        row = decision.row
        refused = {one.purpose for one in consents(row) if not one.given}
        standing = {one.kind for one in row.raised if not one.withdrawn}
        assert not ("reference" in refused and standing & MILESTONES)
        assert not ("outreach" in refused and standing - MILESTONES - {SignalKind.DEPARTURE})
