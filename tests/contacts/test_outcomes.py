"""The proof of what a movement is called, how sure it is, and when it is a question. Stories, told fact by fact.

Sources of the expectations: crm-formats, "Which fields carry a move" and "Not a move"; domain, "Classic failures".
"""

from typing import Any

import pytest

from movewatch.contacts import Contact, decide
from movewatch.contacts.history import spells
from movewatch.contacts.row import Link
from movewatch.policy import DEFAULT_POLICY
from schemas.facts import Profile
from schemas.signals import Signal, SignalRaised
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, at, changed, completed, feedback, key, linked, reached
from tests.support.play import play, said

BASELINE = changed(
    "base",
    -100,
    snapshot=True,
    first_name="Ada",
    last_name="Berg",
    email="ada.berg@acme.com",
    title="Sales Manager",
    department="Sales",
    company="Acme",
    account=ACCOUNT,
    owner=key("anna"),
)
NEW_JOB = {"company": "Globex", "account": OTHER_ACCOUNT, "email": "ada.berg@globex.com"}
SETTLED = Due(at(1))

STORIES: list[tuple[int, str, list[Any], list[list[str]]]] = [
    (1, "a lower position is noticed, and nobody is told", [changed("f1", title="Sales Clerk")], [["no: demotion"]]),
    (
        2,
        "department and level at once: one move, and its level beside it",
        [changed("f1", title="VP Marketing", department="Marketing")],
        [["departmental-move (higher)"]],
    ),
    (3, "the same, downwards", [changed("f1", title="Marketing Assistant")], [["departmental-move (lower)"]]),
    (
        4,
        "a new company with a higher position",
        [changed("f1", title="VP Sales", **NEW_JOB)],
        [["new-company (higher)"]],
    ),
    (
        5,
        "a seat on a board beside the position that stays",
        [changed("f1", title="Sales Manager & Board Member")],
        [["no: additional-role"]],
    ),
    (
        6,
        "an advisory role elsewhere, likewise",
        [changed("f1", title="Sales Manager | Advisor at Initech")],
        [["no: additional-role"]],
    ),
    (
        7,
        "back at the old company after months: a new company, and where the person has been is known",
        [changed("f1", **NEW_JOB), SETTLED, changed("f2", 200, company="Acme", account=ACCOUNT, email="ada@acme.com")],
        [["new-company (same)"], [], ["new-company (same)"]],
    ),
    (
        8,
        "an address that is told weeks after the company belongs to that movement",
        [
            changed("f1", company="Globex", account=OTHER_ACCOUNT),
            SETTLED,
            changed("f2", 12, email="ada.berg@globex.com"),
        ],
        [["new-company (same)"], [], ["no: movement-known"]],
    ),
    (
        9,
        "a title that is told days after the department belongs to that movement",
        [changed("f1", department="Marketing"), SETTLED, changed("f2", 5, title="Marketing Manager")],
        [["departmental-move (same)"], [], ["no: movement-known"]],
    ),
    (
        10,
        "a new company after a settled promotion is greater news, and told",
        [changed("f1", title="VP Sales"), SETTLED, changed("f2", 10, **NEW_JOB)],
        [["promotion (higher)"], [], ["new-company (same)"]],
    ),
    (
        11,
        "beyond the time in which things belong together it is a movement of its own",
        [changed("f1", department="Marketing"), SETTLED, changed("f2", 45, title="Marketing Manager")],
        [["departmental-move (same)"], [], ["departmental-move (same)"]],
    ),
    (
        12,
        "both names change, and no identifier of the person stays: the mailbox was handed on",
        [changed("f1", first_name="Tom", last_name="Ford", title="Head of Legal", department="Legal")],
        [["no: another-person"]],
    ),
    (
        13,
        "what was signalled of the one before is taken back",
        [
            changed("f1", department="Marketing"),
            changed("f2", 0.5, first_name="Tom", last_name="Ford", email="tom.ford@acme.com"),
        ],
        [["departmental-move (same)"], ["withdrawn: another-person", "no: another-person"]],
    ),
    (
        14,
        "a marriage changes a surname and an address, not a person",
        [changed("f1", last_name="Ford", email="ada.ford@acme.com", department="Marketing")],
        [["departmental-move (same)"]],
    ),
    (
        15,
        "another alphabet is not another person",
        [changed("f1", first_name="Ада", last_name="Берг", department="Marketing")],
        [["departmental-move (same)"]],
    ),
    (
        16,
        "after the hand-over the new person's moves count from there",
        [
            changed("f1", first_name="Tom", last_name="Ford", title="Counsel", department="Legal"),
            changed("f2", 50, title="Finance Manager", department="Finance"),
        ],
        [["no: another-person"], ["departmental-move (higher)"]],
    ),
    (
        17,
        "a company renamed for all who work there",
        [changed("f1", company="Globex (formerly Acme)", email="ada.berg@globex.com")],
        [["no: same-company"]],
    ),
    (
        18,
        "two accounts of one company are merged in the CRM",
        [changed("f1", company="Acme Ltd", account=OTHER_ACCOUNT)],
        [["no: same-company"]],
    ),
]


@pytest.mark.parametrize(("number", "title", "facts", "expected"), STORIES, ids=[str(story[0]) for story in STORIES])
def test_story(number: int, title: str, facts: list[Any], expected: list[list[str]]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    assert [said(decision) for decision in decisions[1:]] == expected, f"story {number}: {title}"


def signal_of(*facts: Any, row: Contact | None = None) -> Signal:
    """The signal that the last of the facts raises."""
    _, decisions = play(decide, row or Contact.empty(key(facts[-1].contact_id)), facts)
    (told,) = [one for one in decisions[-1].outputs if isinstance(one, SignalRaised)]
    return told.signal


def test_rows_that_an_import_has_swapped_are_no_movement():
    """Two contacts, each with the other's data: neither has moved."""
    one = {"first_name": "Ada", "last_name": "Berg", "title": "CFO", "department": "Finance", "email": "ada@acme.com"}
    two = {"first_name": "Tom", "last_name": "Ford", "title": "Buyer", "department": "Legal", "email": "tom@acme.com"}
    for mine, others in ((one, two), (two, one)):
        facts = [changed("b", -9, snapshot=True, account=ACCOUNT, **mine), changed("f", 0, **others)]
        _, decisions = play(decide, Contact.empty(key("c1")), facts)
        assert said(decisions[-1]) == ["no: another-person"]


def test_nothing_of_the_person_before_is_kept():
    row, _ = play(decide, Contact.empty(key("c1")), [BASELINE, linked("l", -1, "c1", "c2")])
    row, _ = play(decide, row, [completed("p", -5), feedback("s", -4, 9), reached("g", -3, "go-live")])
    assert row.projects
    assert row.answers
    assert row.reached
    row, _ = play(decide, row, [changed("f1", first_name="Tom", last_name="Ford", title="Counsel")])
    assert (row.projects, row.answers, row.reached, row.links) == ((), (), (), ())
    assert [spell.title for spell in spells(row.history, DEFAULT_POLICY)] == ["Counsel"]


@pytest.mark.parametrize("kept", ["linkedin_url", "personal_email", "phone"])
def test_an_identifier_of_the_person_that_stays_makes_it_a_change_of_name(kept: str):
    base = BASELINE.model_copy(update={"fields": {**BASELINE.fields, kept: "the same"}})
    _, decisions = play(
        decide,
        Contact.empty(key("c1")),
        [base, changed("f1", first_name="Tom", last_name="Ford", department="Marketing")],
    )
    assert said(decisions[-1]) == ["departmental-move (same)"]


def test_a_return_stands_in_the_evidence():
    facts = STORIES[6][2]
    signal = signal_of(BASELINE, *facts)
    assert ("history", "returned") in [(one.rule, one.verdict) for one in signal.evidence.verdicts]
    first = signal_of(BASELINE, facts[0])
    assert ("history", "returned") not in [(one.rule, one.verdict) for one in first.evidence.verdicts]


# How sure a movement is, and whether it is put as a question (policy: claim_from 0.6).
CONFIDENCE: list[tuple[int, str, str, dict[str, Any], bool]] = [
    (1, "people typed it into the CRM", "crm", NEW_JOB, False),
    (2, "a service that follows people, mostly right", "usergems", NEW_JOB, False),
    (3, "the contact's own profile", "linkedin", NEW_JOB, False),
    (4, "enrichment, and every sign is there: account, address and name", "enrichment", NEW_JOB, False),
    (5, "a bounced mail is a hint, no more", "bounce", NEW_JOB, True),
    (6, "a title of two functions, one of which is the old one", "crm", {"title": "Finance & Sales Director"}, True),
    (7, "a source's name is compared in any case", "UserGems", NEW_JOB, False),
    (
        8,
        "a title of two functions: whichever is meant, it is not the old one",
        "crm",
        {"title": "Marketing & Finance Manager"},
        False,
    ),
]


@pytest.mark.parametrize(
    ("number", "title", "source", "fields", "question"), CONFIDENCE, ids=[str(case[0]) for case in CONFIDENCE]
)
def test_confidence(number: int, title: str, source: str, fields: dict[str, Any], question: bool):
    told = [fact.model_copy(update={"source": source}) for fact in (BASELINE, changed("f1", **fields))]
    signal = signal_of(*told, row=Contact.empty(f"t/{source}/c1"))
    assert signal.question is question, f"case {number}, {title}: {signal.confidence}"
    assert signal.question == (signal.confidence < DEFAULT_POLICY.movements.claim_from)


def test_two_sources_that_agree_are_surer_than_either():
    row = Contact.empty("t/bounce/c1")
    base, news = (one.model_copy(update={"source": "bounce"}) for one in (BASELINE, changed("f1", **NEW_JOB)))
    alone = signal_of(base, news, row=row)
    row, _ = play(decide, row, [base])
    other = Profile(company="Globex Inc.", email_domain="globex.com")
    known = row.with_(links=tuple(link_to("t/linkedin/x", other)))
    both = signal_of(news, row=known)
    elsewhere = signal_of(news, row=row.with_(links=tuple(link_to("t/linkedin/x", Profile(company="Initech")))))
    itself = signal_of(news, row=row.with_(links=tuple(link_to("t/bounce/x", other))))
    assert alone.confidence < both.confidence
    assert elsewhere.confidence == itself.confidence == alone.confidence
    assert alone.question
    assert not both.question


def test_another_record_of_the_same_source_is_no_second_witness_however_its_name_is_written():
    row = Contact.empty("t/Bounce/c1")
    base, news = (one.model_copy(update={"source": "Bounce"}) for one in (BASELINE, changed("f1", **NEW_JOB)))
    alone = signal_of(base, news, row=row)
    row, _ = play(decide, row, [base])
    told_apart = row.with_(
        links=tuple(link_to("t/BOUNCE/x", Profile(company="Globex Inc.", email_domain="globex.com")))
    )
    assert signal_of(news, row=told_apart).confidence == alone.confidence
    by_feed = news.model_copy(update={"told_by": "apollo"})
    assert signal_of(by_feed, row=told_apart).confidence == signal_of(by_feed, row=row).confidence


# A feed finds out what nobody has entered in the CRM; its word stands on the CRM's own record. With account, address
# and name the reading itself is 0.98 sure; each witness leaves as much doubt as its trust (policy) does not take away.
FEEDS: list[tuple[int, str, list[Any], list[float], bool]] = [
    (1, "the CRM says so", [changed("f1", **NEW_JOB)], [0.98], False),
    (2, "a good feed", [changed("f1", told_by="usergems", **NEW_JOB)], [0.882], False),
    (3, "an enrichment", [changed("f1", told_by="Apollo", **NEW_JOB)], [0.686], False),
    (4, "a hint", [changed("f1", told_by="bounce", **NEW_JOB)], [0.392], True),
    (
        5,
        "two feeds that agree are surer than either",
        [changed("f1", told_by="bounce", **NEW_JOB), changed("f2", 0.1, told_by="apollo", **NEW_JOB)],
        [0.392, 1 - 0.608 * 0.314],
        False,
    ),
    (
        6,
        "the CRM confirms a hint",
        [changed("f1", told_by="bounce", **NEW_JOB), changed("f2", 0.1, company="Globex Inc.")],
        [0.392, 1 - 0.608 * 0.02],
        False,
    ),
    (
        7,
        "who says it twice is no second witness",
        [changed("f1", told_by="bounce", **NEW_JOB), changed("f2", 0.1, told_by="bounce", **NEW_JOB)],
        [0.392],
        True,
    ),
    (
        8,
        "who repeats what was so before the move confirms nothing",
        [changed("f1", told_by="bounce", **NEW_JOB), changed("f2", 0.1, told_by="apollo", title="Sales Manager")],
        [0.392],
        True,
    ),
]


@pytest.mark.parametrize(("number", "title", "facts", "sure", "question"), FEEDS, ids=[f"feed {n[0]}" for n in FEEDS])
def test_feeds(number: int, title: str, facts: list[Any], sure: list[float], question: bool):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    told = [one.signal for decision in decisions for one in decision.outputs if isinstance(one, SignalRaised)]
    assert [one.confidence for one in told] == pytest.approx(sure, abs=1e-4), f"feed {number}: {title}"
    assert told[-1].question is question, f"feed {number}: {title}"


def test_a_signal_names_all_that_say_so():
    told = signal_of(BASELINE, changed("f1", told_by="bounce", **NEW_JOB), changed("f2", 0.1, **NEW_JOB))
    assert told.told_by == ("bounce", "crm")
    assert len(told.evidence.sources) == 2


def link_to(other: str, profile: Profile) -> list[Link]:
    return [Link(other=other, identifier="linkedin", profile=profile)]
