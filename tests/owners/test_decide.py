"""The proof of the owners' decide: stories of one owner, told fact by fact. They begin on a Monday at 09:00 UTC."""

from typing import Any

import pytest

from movewatch.owners import Owner, decide
from movewatch.policy import DEFAULT_POLICY, OwnerPolicy, Policy
from schemas.facts import AskRecorded
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, at, key, owner
from tests.support.play import play
from tests.support.suggestions import ANNA, answered, heard, muted, proposed, published, taken_back

KNOWN = owner(name="Anna Aal", email="anna@example.com", time_zone="UTC")
HELD = ["s1 held 1", "ask reserved"]
RELEASED = ["s1 released 2"]
DELIVERED = ["s1 delivered 3"]
TOLD = [KNOWN, proposed(), Due(at(1)), answered("delivered", days=1.01)]
TOLD_SAID = [[], HELD, RELEASED, DELIVERED]
OTHER = {"outreach_from": at(3)}
FORGET = taken_back(days=9, reason="erased")
REFERENCE = proposed(kind="reference-request")
PRAISED = [KNOWN, REFERENCE, Due(at(1)), answered("delivered", days=1.01)]
UNASKED = ["ask released", "acme not asked"]

STORIES: list[tuple[int, list[Any], list[list[str]]]] = [
    # 1. Held at once, released once settled, delivered, accepted, won.
    (
        1,
        [*TOLD, answered("accepted"), answered("won", days=30)],
        [*TOLD_SAID, ["s1 accepted 4", "ask made"], ["s1 won 5"]],
    ),
    # 2. Dismissed: the reason is kept, the contact may be asked by others again.
    (2, [*TOLD, answered("dismissed", reason="bad-lead")], [*TOLD_SAID, ["s1 dismissed 4: bad-lead", "ask released"]]),
    # 3. Accepted, then dropped: the ask was made.
    (
        3,
        [*TOLD, answered("accepted"), answered("dismissed", days=3)],
        [*TOLD_SAID, ["s1 accepted 4", "ask made"], ["s1 dismissed 5"]],
    ),
    # 4. Edited, then accepted: one ask.
    (
        4,
        [*TOLD, answered("edited"), answered("accepted", days=3)],
        [*TOLD_SAID, ["s1 edited 4", "ask made"], ["s1 accepted 5"]],
    ),
    # 5. Won without anybody having said "accepted": it was asked all the same.
    (5, [*TOLD, answered("won")], [*TOLD_SAID, ["s1 won 4", "ask made"]]),
    # 6. Snoozed until Friday, then told again.
    (
        6,
        [*TOLD, answered("snoozed", until=at(4)), Due(at(4))],
        [*TOLD_SAID, ["s1 snoozed 4"], ["s1 released 5"]],
    ),
    # 7. An answer in the wrong state, an unknown suggestion, a late answer: said, and nothing changes.
    (7, [KNOWN, proposed(), answered("accepted", days=0.1)], [[], HELD, ["no: accepted-when-held"]]),
    (8, [KNOWN, answered("accepted", number=7)], [[], ["no: unknown-suggestion"]]),
    (
        9,
        [*TOLD, answered("dismissed"), answered("accepted", days=3)],
        [*TOLD_SAID, ["s1 dismissed 4", "ask released"], ["no: accepted-when-dismissed"]],
    ),
    # 10. The mail came back: still released, to be found in the inbox.
    (
        10,
        [KNOWN, proposed(), Due(at(1)), answered("undeliverable"), answered("accepted", days=3)],
        [[], HELD, RELEASED, ["no: undeliverable"], ["s1 accepted 3", "ask made"]],
    ),
    # 11. Taken back while held, and after the release but before the delivery.
    (11, [KNOWN, proposed(), taken_back()], [[], HELD, ["s1 retracted 2: corrected", "ask released"]]),
    (
        12,
        [KNOWN, proposed(), Due(at(1)), taken_back(days=1.001)],
        [[], HELD, RELEASED, ["s1 retracted 3: corrected", "ask released"]],
    ),
    # 13. Too late; unless it was to be told again.
    (13, [*TOLD, taken_back(days=2)], [*TOLD_SAID, ["no: too-late-to-retract"]]),
    (
        14,
        [*TOLD, answered("snoozed"), taken_back(days=3)],
        [*TOLD_SAID, ["s1 snoozed 4"], ["s1 retracted 5: corrected", "ask released"]],
    ),
    # 15. Nobody knows of it.
    (15, [KNOWN, taken_back()], [[], []]),
    # 16. The correction is corrected: its revision goes on.
    (
        16,
        [KNOWN, proposed(), taken_back(), proposed(days=0.6)],
        [[], HELD, ["s1 retracted 2: corrected", "ask released"], ["s1 held 3", "ask reserved"]],
    ),
    # 17. The same again; other content while held; other content when delivered; anything when closed.
    (17, [KNOWN, proposed(), proposed()], [[], HELD, []]),
    (18, [KNOWN, proposed(), proposed(**OTHER)], [[], HELD, ["s1 held 2: updated"]]),
    (
        19,
        [KNOWN, proposed(), Due(at(1)), proposed(**OTHER)],
        [[], HELD, RELEASED, ["s1 released 3: updated"]],
    ),
    (20, [*TOLD, proposed(**OTHER)], [*TOLD_SAID, ["no: already-delivered"]]),
    (
        21,
        [*TOLD, answered("dismissed"), proposed(**OTHER)],
        [*TOLD_SAID, ["s1 dismissed 4", "ask released"], ["no: already-dismissed"]],
    ),
    # 22. Nobody answers: it expires, whatever its state.
    (22, [*TOLD, Due(at(45))], [*TOLD_SAID, ["s1 expired 4: unanswered", "ask released"]]),
    (
        23,
        [*TOLD, answered("accepted"), Due(at(367))],
        [*TOLD_SAID, ["s1 accepted 4", "ask made"], ["s1 expired 5: no-outcome"]],
    ),
    # 24. No address: held, said once, and released as soon as the directory has told it.
    (
        24,
        [proposed(), Due(at(1)), owner(days=2, name="Anna"), owner(days=3, email="a@example.com"), Due(at(3))],
        [HELD, ["no: no-address"], [], [], RELEASED],
    ),
    # 25. Inactive, likewise.
    (
        25,
        [KNOWN, owner(days=0, active=False), proposed(), Due(at(1)), owner(days=2, active=True), Due(at(2))],
        [[], [], HELD, ["no: owner-inactive"], [], RELEASED],
    ),
    # 26. Muted when it is proposed: nothing is published, by contact, account and kind.
    (26, [KNOWN, muted("contact", key("c1")), proposed()], [[], [], ["no: muted-contact"]]),
    (27, [KNOWN, muted("account", ACCOUNT), proposed()], [[], [], ["no: muted-account"]]),
    (28, [KNOWN, muted("kind", "departmental-move"), proposed()], [[], [], ["no: muted-kind"]]),
    # 29. Muted something else, or not any more, or until a time that is over.
    (29, [KNOWN, muted("kind", "promotion"), proposed()], [[], [], HELD]),
    (30, [KNOWN, muted("account", ACCOUNT), muted("account", ACCOUNT, unmute=True), proposed()], [[], [], [], HELD]),
    (31, [KNOWN, muted("account", ACCOUNT, until=at(0)), proposed()], [[], [], HELD]),
    # 32. Muted while it is held: taken back when it would have been released.
    (
        32,
        [KNOWN, proposed(), muted("account", ACCOUNT), Due(at(1))],
        [[], HELD, [], ["s1 retracted 2: muted-account", "ask released", "no: muted-account"]],
    ),
    # 33. A reference is another purpose; a successor asks nothing of who has left.
    (33, [KNOWN, proposed(kind="reference-request")], [[], HELD]),
    (34, [KNOWN, proposed(kind="successor")], [[], ["s1 held 1"]]),
    # 35. Delivery reports after the owner has answered: nothing changes.
    (
        35,
        [KNOWN, proposed(), Due(at(1)), answered("accepted"), answered("delivered")],
        [[], HELD, RELEASED, ["s1 accepted 3", "ask made"], ["no: delivered-when-accepted"]],
    ),
    # 36. The person asks to be forgotten: taken back in whatever state, and said once more of what was over.
    (36, [KNOWN, proposed(), FORGET], [[], HELD, ["s1 retracted 2: erased", "ask released"]]),
    (37, [*TOLD, FORGET], [*TOLD_SAID, ["s1 retracted 4: erased", "ask released"]]),
    (
        38,
        [*TOLD, answered("accepted"), FORGET],
        [*TOLD_SAID, ["s1 accepted 4", "ask made"], ["s1 retracted 5: erased"]],
    ),
    (
        39,
        [*TOLD, answered("won"), FORGET, FORGET],
        [*TOLD_SAID, ["s1 won 4", "ask made"], ["s1 won 5: erased"], ["s1 won 6: erased"]],
    ),
    (
        40,
        [KNOWN, proposed(), taken_back(), FORGET],
        [[], HELD, ["s1 retracted 2: corrected", "ask released"], ["s1 retracted 3: erased"]],
    ),
    (41, [KNOWN, FORGET], [[], []]),
    # 42. Another wish of the person's comes too late for what has been told.
    (42, [*TOLD, taken_back(days=9, reason="opted-out")], [*TOLD_SAID, ["no: too-late-to-retract"]]),
    (43, [*TOLD, taken_back(days=9, reason="do-not-contact")], [*TOLD_SAID, ["no: too-late-to-retract"]]),
    # 44. A reference that is not asked: the account is told that it may be asked for another one.
    (44, [*PRAISED, answered("dismissed")], [*TOLD_SAID, ["s1 dismissed 4", *UNASKED]]),
    (45, [*PRAISED, Due(at(45))], [*TOLD_SAID, ["s1 expired 4: unanswered", *UNASKED]]),
    (46, [KNOWN, REFERENCE, taken_back()], [[], HELD, ["s1 retracted 2: corrected", *UNASKED]]),
    (
        47,
        [KNOWN, muted("kind", "reference-request"), REFERENCE],
        [[], [], ["acme not asked", "no: muted-kind"]],
    ),
    (
        48,
        [KNOWN, REFERENCE, muted("contact", key("c1")), Due(at(1))],
        [[], HELD, [], ["s1 retracted 2: muted-contact", *UNASKED, "no: muted-contact"]],
    ),
    # 49. Proposed once more after it was dismissed: the account reserved anew, and is told again.
    (
        49,
        [*PRAISED, answered("dismissed"), proposed(kind="reference-request", **OTHER)],
        [*TOLD_SAID, ["s1 dismissed 4", *UNASKED], ["acme not asked", "no: already-dismissed"]],
    ),
    # 50. It was asked, whatever came of it: that counts.
    (
        50,
        [*PRAISED, answered("accepted"), answered("dismissed", days=3), REFERENCE],
        [*TOLD_SAID, ["s1 accepted 4", "ask made"], ["s1 dismissed 5"], ["no: already-dismissed"]],
    ),
    (51, [*PRAISED, answered("won"), REFERENCE], [*TOLD_SAID, ["s1 won 4", "ask made"], ["no: already-won"]]),
    # 52. It turns out to be no reference: the account is free, the contact is asked for something else.
    (
        52,
        [KNOWN, REFERENCE, proposed()],
        [[], HELD, ["s1 held 2: updated", *UNASKED, "ask reserved"]],
    ),
]


@pytest.mark.parametrize(("number", "facts", "expected"), STORIES, ids=[str(story[0]) for story in STORIES])
def test_story(number: int, facts: list[Any], expected: list[list[str]]):
    _, decisions = play(decide, Owner.empty(ANNA), facts)
    assert [heard(decision) for decision in decisions] == expected, f"story {number}"


RELEASES: list[tuple[int, dict[str, Any], float, float | None]] = [
    # Settled on Tuesday at 09:00 UTC (1 day after the beginning).
    # 1. At work: at once.
    (1, {}, 1, 1),
    # 2. Not at work yet in New York: at nine there, which is 14:00 UTC.
    (2, {"time_zone": "America/New_York"}, 1, 1 + 5 / 24),
    # 3. Settled on Saturday: on Monday.
    (3, {}, 5, 7),
    # 4. Absent until Friday: then. Before and after the absence: at once.
    (4, {"absent_from": at(0), "absent_until": at(4)}, 1, 4),
    (5, {"absent_from": at(2), "absent_until": at(4)}, 1, 1),
    (6, {"absent_from": at(-9), "absent_until": at(1)}, 1, 1),
    # 7. Absent until Saturday: back at work on Monday.
    (7, {"absent_until": at(5)}, 1, 7),
    # 8. With a deputy: it is held all the same.
    (8, {"absent_from": at(0), "absent_until": at(4), "deputy": key("dan")}, 1, 4),
    # 9. Absent, nobody knows until when.
    (9, {"absent_from": at(0)}, 1, None),
    # 10. Digest: with the begin of a working day.
    (10, {"digest": True}, 1, 1),
    (11, {"digest": True}, 1.1, 2),
]


@pytest.mark.parametrize(("number", "known", "settles", "expected"), RELEASES, ids=[str(case[0]) for case in RELEASES])
def test_release(number: int, known: dict[str, Any], settles: float, expected: float | None):
    facts = [owner(**{"email": "anna@example.com", "time_zone": "UTC", **known}), proposed(settles=settles)]
    row, _ = play(decide, Owner.empty(ANNA), facts)
    assert row.due_at == at(settles if expected is None else expected), f"case {number}"
    _, (decision,) = play(decide, row, [Due(row.due_at)])
    assert heard(decision) == (["no: absent-without-end"] if expected is None else RELEASED), f"case {number}"


def test_no_more_a_day_than_an_owner_can_read():
    policy = Policy(owners=OwnerPolicy(daily_cap=2))
    row, _ = play(decide, Owner.empty(ANNA), [KNOWN, *(proposed(n) for n in range(5))], policy)
    released = []
    while row.due_at is not None and row.due_at < at(10):
        due = row.due_at
        row, (decision,) = play(decide, row, [Due(due)], policy)
        released.append((due, heard(decision)))
    assert released == [
        (at(1), ["s0 released 2", "s1 released 2"]),
        (at(2), ["s2 released 2", "s3 released 2"]),
        (at(3), ["s4 released 2"]),
    ]


def test_the_owner_is_named_as_the_directory_knows_them_when_it_is_released():
    facts = [KNOWN, proposed(), owner(days=0.5, email="new@example.com"), Due(at(1))]
    held, released = published(play(decide, Owner.empty(ANNA), facts)[1])
    assert (held.owner.name, held.owner.email) == ("Anna Aal", "anna@example.com")
    assert released.owner.email == "new@example.com"


def test_why_it_was_held_until_then_stands_in_the_evidence():
    known = owner(email="a@example.com", time_zone="Mars/Olympus", absent_until=at(4), deputy=key("dan"))
    row, _ = play(decide, Owner.empty(ANNA), [known, proposed()])
    row, decisions = play(decide, row, [Due(at(4))])
    (released,) = published(decisions)
    said = {verdict.rule: verdict for verdict in released.evidence.verdicts}
    assert said["working-hours"].verdict == "unknown-zone"
    assert said["absence"].saw == (f"until: {at(4).isoformat()}", f"deputy: {key('dan')}")
    assert said["release"].verdict == "at-work"
    assert released.evidence.policy == DEFAULT_POLICY.hash
    assert released.evidence.sources


def test_a_day_that_was_full_stands_in_the_evidence():
    policy = Policy(owners=OwnerPolicy(daily_cap=1))
    facts = [KNOWN, proposed(1), proposed(2), Due(at(1)), Due(at(2))]
    _, decisions = play(decide, Owner.empty(ANNA), facts, policy)
    (late,) = published(decisions[-1:])
    assert [verdict.saw for verdict in late.evidence.verdicts if verdict.rule == "daily-cap"] == [
        ("2026-03-03", "released: 1")
    ]


def test_what_is_held_is_planned_anew_when_the_hours_change():
    facts = [KNOWN, proposed(), owner(days=0.5, work_from="13:00")]
    row, _ = play(decide, Owner.empty(ANNA), facts)
    assert row.due_at == at(1 + 4 / 24)


def test_an_older_word_of_the_directory_does_not_undo_a_newer_one():
    row, _ = play(decide, Owner.empty(ANNA), [KNOWN, owner(days=-9, email="old@example.com", deputy=key("dan"))])
    assert (row.email, row.deputy) == ("anna@example.com", key("dan"))


def test_who_is_asked_is_the_contact():
    _, decisions = play(decide, Owner.empty(ANNA), [KNOWN, proposed(kind="reference-request")])
    (ask,) = [output for output in decisions[1].outputs if isinstance(output, AskRecorded)]
    assert (ask.entity, ask.purpose, ask.suggestion_id) == (key("c1"), "reference", "s1")


def test_the_oldest_that_is_held_gives_way_when_the_queue_is_full():
    policy = Policy(owners=OwnerPolicy(open_suggestions=2))
    facts = [KNOWN, proposed(1, 0), proposed(2, 0.1), proposed(3, 0.2)]
    row, decisions = play(decide, Owner.empty(ANNA), facts, policy)
    assert heard(decisions[-1]) == ["s3 held 1", "ask reserved", "s1 expired 2: queue-full", "ask released"]
    assert len(row.open) == 2


def test_what_the_owner_works_on_gives_way_last():
    policy = Policy(owners=OwnerPolicy(open_suggestions=2))
    facts = [*TOLD, answered("accepted"), proposed(2, 2.1), proposed(3, 2.2), Due(at(3.2)), proposed(4, 3.3)]
    _, decisions = play(decide, Owner.empty(ANNA), facts, policy)
    assert "s2 expired 2: queue-full" in heard(decisions[-3])
    assert "s3 expired 3: queue-full" in heard(decisions[-1])


def test_large_suggestions_do_not_outgrow_the_row():
    examples = tuple("x" * 500 for _ in range(10))
    facts = [KNOWN, *(proposed(n, n / 1000, examples=examples) for n in range(100))]
    row, _ = play(decide, Owner.empty(ANNA), facts)
    assert 20 < len(row.open) < 100
    assert len(row.to_json()) < 600_000


def test_closed_suggestions_are_forgotten_by_timer():
    row, _ = play(decide, Owner.empty(ANNA), [*TOLD, answered("dismissed")])
    assert row.due_at == at(2 + DEFAULT_POLICY.owners.closed_kept_days)
    row, decisions = play(decide, row, [Due(row.due_at)])
    assert (row.closed, row.due_at, heard(decisions[0])) == ((), None, [])


def test_closed_suggestions_are_bounded():
    policy = Policy(owners=OwnerPolicy(closed_suggestions=2))
    facts = [fact for n in range(4) for fact in (proposed(n), taken_back(n))]
    row, _ = play(decide, Owner.empty(ANNA), facts, policy)
    assert [entry.suggestion_id for entry in row.closed] == ["s2", "s3"]


def test_mutes_are_bounded():
    policy = Policy(owners=OwnerPolicy(mutes=2))
    row, _ = play(decide, Owner.empty(ANNA), [muted("contact", key(f"c{n}")) for n in range(4)], policy)
    assert [mute.value for mute in row.mutes] == [key("c2"), key("c3")]


def test_nothing_new_gives_back_the_same_row():
    row, _ = play(decide, Owner.empty(ANNA), [*TOLD, muted("kind", "promotion")])
    for fact in (KNOWN, muted("kind", "promotion"), taken_back(9), proposed(), answered("delivered")):
        assert decide(row, fact, DEFAULT_POLICY).row is row
