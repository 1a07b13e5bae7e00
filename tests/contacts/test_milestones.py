"""The proof of the milestones: stories of one person who is pleased, or is no longer.

Sources: "Ask a promoter within 48 h; a delivered project within 48-72 h", "never during a renewal negotiation or after
a failure", "warm familiarity mistaken for advocacy" (the field's rules and failures); promoters are 9 and 10, passives
7 and 8, detractors 0 to 6 (the definition of the Net Promoter Score).
"""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY, Policy
from schemas.facts import AskRecorded
from schemas.signals import MILESTONES, SignalRaised, SignalWithdrawn
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, at, base, changed, completed, feedback, key, reached
from tests.support.play import play, said

BASELINE = changed("base", -300, snapshot=True, first_name="Ada", title="Controller", company="Acme", account=ACCOUNT)
SETTLED = Due(at(400))
WON_OVER = [feedback("s1", 0, 4, response="r1"), feedback("s2", 90, 9, response="r2")]
THREE = [feedback(f"s{n}", 60 * n, 5, response=f"r{n}", scale="stars") for n in range(3)]
YEAR = DEFAULT_POLICY.milestones.anniversary_days


def asked(days: float, state: str = "reserved") -> AskRecorded:
    """A reference was asked for."""
    fact = base(f"ask{days}", days)
    return AskRecorded(**fact, contact_id="c1", suggestion_id="s", purpose="reference", state=state)


STORIES: list[tuple[int, list[Any], list[list[str]]]] = [
    # 1. Nine of ten, and no project anywhere: a promoter.
    (1, [feedback("s", 0, 9)], [["promoter"]]),
    # 2. Eight of ten is a passive.
    (2, [feedback("s", 0, 8)], [["no: passive"]]),
    # 3. Five stars are praise, and no promoter: the scale has none.
    (3, [feedback("s", 0, 5, scale="stars")], [["no: no-project-yet"]]),
    # 4. Warm words without a number are no advocacy.
    (4, [feedback("s", 0, None, scale="none", comment="Wonderful team, thank you!")], [["no: no-project-yet"]]),
    # 5. A ten with a complaint is no promoter.
    (5, [feedback("s", 0, 10, comment="The team was great but support is awful")], [["no: passive"]]),
    # 6. A promoter is told once; the second time is the same run of praise.
    (
        6,
        [feedback("s1", 0, 9, response="r1"), feedback("s2", 90, 10, response="r2")],
        [["promoter"], ["no: no-project-yet"]],
    ),
    # 7. The third praise in a row, on whatever scale.
    (7, THREE, [["no: no-project-yet"], ["no: no-project-yet"], ["praised-again"]]),
    # 8. The fourth is no news.
    (
        8,
        [*THREE, feedback("s9", 300, 5, response="r9", scale="stars")],
        [["no: no-project-yet"], ["no: no-project-yet"], ["praised-again"], ["no: no-project-yet"]],
    ),
    # 9. Not in a row.
    (
        9,
        [THREE[0], feedback("s5", 30, 3, response="r5", scale="stars"), *THREE[1:]],
        [["no: no-project-yet"], ["no: passive"], ["no: no-project-yet"], ["no: no-project-yet"]],
    ),
    # 10. A detractor who was won over.
    (10, WON_OVER, [["no: detractor"], ["turned-promoter"]]),
    # 11. A passive who was won over.
    (11, [feedback("s1", 0, 7, response="r1"), WON_OVER[1]], [["no: passive"], ["turned-promoter"]]),
    # 12. Of an answer nobody can read, nobody was won over.
    (
        12,
        [feedback("s1", 0, None, response="r1", comment="See attachment"), WON_OVER[1]],
        [["no: feedback-unclear"], ["promoter"]],
    ),
    # 13. A later bad answer while it settles: taken back, and nothing stands.
    (
        13,
        [feedback("s1", 0, 10, response="r1"), feedback("s2", 0.5, 2, response="r2")],
        [["promoter"], ["withdrawn: praise-replaced", "no: detractor"]],
    ),
    # 14. The same answer, corrected to a seven.
    (
        14,
        [feedback("s1", 0, 10), feedback("s2", 0.5, 7)],
        [["promoter"], ["withdrawn: praise-replaced", "no: passive"]],
    ),
    # 15. A bad answer that was given before, and reaches us late, undoes nothing: it says who was won over.
    (
        15,
        [
            feedback("s1", 10, 10, response="r1"),
            feedback("s0", 10.2, 2, response="r0").model_copy(update={"occurred_at": at(-20)}),
        ],
        [["promoter"], ["withdrawn: stronger-milestone", "turned-promoter"]],
    ),
    # 16. The project's end comes while the promoter still settles: it is the better occasion, and the only one.
    (
        16,
        [feedback("s", 0, 10), completed("p", 0.5)],
        [["promoter"], ["withdrawn: stronger-milestone", "project-praised"]],
    ),
    # 17. The other way round the answer is that of the project.
    (17, [completed("p", 0), feedback("s", 0.5, 10)], [["no: no-feedback-yet"], ["project-praised"]]),
    # 18. A go-live and praise, in either order.
    (18, [reached("g", 0, "go-live"), feedback("s", 2, 9)], [["no: no-feedback-yet"], ["gone-live"]]),
    (
        19,
        [feedback("s", 0, 5, scale="stars"), reached("g", 2, "go-live")],
        [["no: no-project-yet"], ["gone-live"]],
    ),
    # 20. Praise of another project is no praise of this go-live.
    (
        20,
        [reached("g", 0, "go-live", project_id="p1"), feedback("s", 2, 5, scale="stars", project_id="p2")],
        [["no: no-feedback-yet"], ["no: no-project-yet"]],
    ),
    # 21. Two months between them.
    (
        21,
        [reached("g", 0, "go-live"), feedback("s", 60, 5, scale="stars")],
        [["no: no-feedback-yet"], ["no: no-project-yet"]],
    ),
    # 22. A go-live that is told twice.
    (
        22,
        [reached("g", 0, "go-live"), feedback("s", 2, 9), reached("g2", 3, "go-live")],
        [["no: no-feedback-yet"], ["gone-live"], ["no: milestone-known"]],
    ),
    # 23. A renewal by somebody who was pleased within the year.
    (
        23,
        [feedback("s", -100, 5, scale="stars"), reached("n", 0, "renewal", name="Support 2027")],
        [["no: no-project-yet"], ["renewed"]],
    ),
    # 24. A renewal of which nobody knows whether anybody was pleased.
    (24, [reached("n", 0, "renewal")], [["no: no-success-yet"]]),
    # 25. Pleased once, and lately not: a renewal is no reason to ask.
    (
        25,
        [
            feedback("s", -100, 5, scale="stars"),
            feedback("t", -10, 1, scale="stars", response="r2"),
            reached("n", 0, "renewal"),
        ],
        [["no: no-project-yet"], ["no: detractor"], ["no: latest-answer-negative"]],
    ),
    # 26. Pleased after the renewal only.
    (
        26,
        [reached("n", 0, "renewal"), feedback("s", 10, 5, scale="stars")],
        [["no: no-success-yet"], ["no: no-project-yet"]],
    ),
    # 27. A year after a project that was praised.
    (
        27,
        [completed("p", 0), feedback("s", 1, 9), Due(at(2.1)), Due(at(YEAR))],
        [["no: no-feedback-yet"], ["project-praised"], [], ["anniversary"]],
    ),
    # 28. Nobody praised it: nothing to remember.
    (28, [completed("p", 0), Due(at(YEAR))], [["no: no-feedback-yet"], []]),
    # 29. The person has left since, or works elsewhere.
    (
        29,
        [completed("p", 0, account=ACCOUNT), feedback("s", 1, 9), changed("f", 99, no_longer_at_company=True), SETTLED],
        [["no: no-feedback-yet"], ["project-praised"], ["departure"], []],
    ),
    (
        30,
        [
            completed("p", 0, account=ACCOUNT),
            feedback("s", 1, 9),
            changed("f", 99, company="Globex", account=OTHER_ACCOUNT),
            SETTLED,
        ],
        [["no: no-feedback-yet"], ["project-praised"], ["new-company (same)"], []],
    ),
    # 31. The latest answer is a bad one.
    (
        31,
        [completed("p", 0), feedback("s", 1, 9), feedback("t", 200, 3, response="r2"), Due(at(YEAR))],
        [
            ["no: no-feedback-yet"],
            ["project-praised"],
            ["withdrawn: praise-replaced", "no: detractor"],
            ["no: latest-answer-negative"],
        ],
    ),
    # 32. A project that ended more than a year before we heard of it has no anniversary left.
    (
        32,
        [completed("p", 0).model_copy(update={"occurred_at": at(-YEAR)}), SETTLED],
        [["no: no-feedback-yet"], []],
    ),
    # 33. Asked lately: whatever the occasion.
    (33, [asked(-20), feedback("s", 0, 10)], [[], ["no: asked-recently"]]),
    # 34. An ask that came to nothing is none.
    (34, [asked(-20, "released"), feedback("s", 0, 10)], [[], ["promoter"]]),
    # 35. Opted out.
    (35, [changed("o", -1, opted_out=True), feedback("s", 0, 10)], [["no: opted-out"], ["no: opted-out"]]),
    # 36. After a failure nobody is asked, and what was about to be said is taken back.
    (
        36,
        [feedback("s", 0, 10), completed("p", 0.5, outcome="failed"), feedback("t", 9, 10, response="r2")],
        [["promoter"], ["withdrawn: project-failed", "no: project-failed"], ["no: no-project-yet"]],
    ),
    # 37. A survey of last year that is imported today.
    (37, [feedback("s", 0, 10).model_copy(update={"occurred_at": at(-365)})], [["no: too-old"]]),
    # 38. An earlier answer of the same run reaches us late: the promoter has been told.
    (
        38,
        [
            feedback("s1", 10, 10, response="r1"),
            Due(at(12)),
            feedback("s0", 13, 9, response="r0").model_copy(update={"occurred_at": at(5)}),
        ],
        [["promoter"], [], ["no: milestone-known"]],
    ),
]


@pytest.mark.parametrize(("number", "facts", "expected"), STORIES, ids=[str(story[0]) for story in STORIES])
def test_story(number: int, facts: list[Any], expected: list[list[str]]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    assert [said(decision) for decision in decisions[1:]] == expected, f"story {number}"


def told(facts: list[Any]) -> list[SignalRaised]:
    """The milestones that were raised."""
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    outputs = (output for decision in decisions for output in decision.outputs)
    return [one for one in outputs if isinstance(one, SignalRaised) and one.signal.kind in MILESTONES]


def test_a_milestone_names_what_it_is_about_and_the_answers_it_rests_on():
    (won_over,) = told(WON_OVER)
    assert [answer.score for answer in won_over.signal.answers] == [4, 9]
    (live,) = told([reached("g", 0, "go-live"), feedback("s", 2, 9, comment="It simply works.")])
    assert live.signal.about == "The new ledger"
    assert [answer.quote for answer in live.signal.answers] == ["It simply works."]
    assert live.signal.evidence.sources == (
        *reached("g", 0, "go-live").sources,
        *feedback("s", 2, 9).sources,
    )


def test_whoever_led_the_work_is_told_where_the_contact_has_no_owner():
    (live,) = told([reached("g", 0, "go-live", lead=key("lena"), account=OTHER_ACCOUNT), feedback("s", 2, 9)])
    assert (live.signal.owner, live.account_id) == (key("lena"), "globex")


def standing_at_the_end(facts: Any) -> set[str]:
    """The kinds of what was raised and not taken back."""
    row, _ = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    return {one.kind.value for one in row.raised if not one.withdrawn}


@pytest.mark.parametrize(
    "facts",
    [
        [completed("p", 0), feedback("s", 0.2, 9), feedback("t", 0.4, 10, response="r2")],
        [feedback("r", 0, 5, response="r0"), feedback("s", 0.2, 9), feedback("t", 0.4, 10, response="r2")],
        [reached("g", 0, "go-live"), feedback("s", 0.2, 9), completed("p", 0.3)],
        [feedback("s", 0.1, 9), feedback("t", 0.2, 3, response="r2"), completed("p", 0.3)],
    ],
    ids=["project", "won over", "go-live and project", "bad in the end"],
)
def test_the_order_of_arrival_within_the_window_does_not_matter(facts: list[Any]):
    ends = {frozenset(standing_at_the_end(order)) for order in permutations(facts)}
    assert len(ends) == 1, ends


answers = st.builds(
    lambda number, day, score: feedback(f"s{number}-{day}-{score}", day, score, response=f"r{number}"),
    st.integers(0, 8), st.integers(0, 600), st.integers(0, 10),
)  # fmt: skip
happenings = st.lists(
    st.one_of(
        answers,
        st.builds(lambda n, day: completed(f"p{n}", day, project=f"p{n}"), st.integers(0, 3), st.integers(0, 600)),
        st.builds(
            lambda what, n, day: reached(f"m{what}{n}", day, what, milestone_id=f"{n}"),
            st.sampled_from(["go-live", "renewal"]), st.integers(0, 2), st.integers(0, 600),
        ),
        st.builds(lambda day: Due(at(day)), st.integers(0, 1000)),
    ),
    max_size=20,
)  # fmt: skip


@settings(max_examples=200)
@given(happenings)
def test_each_milestone_is_told_once_unless_it_was_taken_back(facts: list[Any]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    open_: set[str] = set()
    for decision in decisions:
        for output in decision.outputs:
            if isinstance(output, SignalWithdrawn):
                open_.discard(output.signal_id)
            elif isinstance(output, SignalRaised):
                assert output.signal.signal_id not in open_
                open_.add(output.signal.signal_id)


@settings(max_examples=200)
@given(happenings)
def test_no_milestone_without_praise_and_one_at_a_time(facts: list[Any]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    for decision in decisions:
        raised = [one for one in decision.outputs if isinstance(one, SignalRaised)]
        assert len(raised) <= 1
        for one in raised:
            assert one.signal.answers[-1].score is not None
            assert one.signal.answers[-1].score >= 9
            assert one.signal.evidence.sources


def test_the_numbers_are_the_policys():
    later = Policy.model_validate({"milestones": {"success_days": 50}})
    facts = [BASELINE, feedback("s", -100, 5, scale="stars"), reached("n", 0, "renewal")]
    _, decisions = play(decide, Contact.empty(key("c1")), facts, later)
    assert said(decisions[-1]) == ["no: no-success-yet"]


# A promoter is told, and a project's end turns out to be what it was about. What each thing said in the end.
GIVING_WAY: list[tuple[int, list[Any], list[str]]] = [
    # 1. The ask that was reserved for the promoter stands in nobody's way.
    (1, [asked(0.1), completed("p", 0.2)], ["withdrawn: stronger-milestone", "project-praised"]),
    # 2. An ask that was made does.
    (2, [asked(0.1, "made"), completed("p", 0.2)], ["no: asked-recently"]),
    # 3. What has settled stays, and so does its ask.
    (3, [asked(0.1), Due(at(2)), completed("p", 3)], ["no: asked-recently"]),
    # 4. A project that may not be told takes nothing back: it was given up for nothing.
    (4, [asked(0.1), completed("q", -1, project="p2", outcome="failed"), completed("p", 0.2)], ["no: project-failed"]),
    # 5. Two within the day that both stand: one ask, even before the ledger has heard of it.
    (5, [reached("r", 0.2, "renewal")], ["no: asked-recently"]),
    (6, [Due(at(2)), reached("r", 2, "renewal")], ["renewed"]),
]


@pytest.mark.parametrize(("number", "facts", "expected"), GIVING_WAY)
def test_a_weaker_milestone_gives_way_to_a_stronger_one_that_is_told(
    number: int, facts: list[Any], expected: list[str]
):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, feedback("s", 0, 9), *facts])
    assert said(decisions[-1]) == expected, number


def test_a_project_long_past_takes_no_promoter_back():
    """The answer is recent enough to be told, the project it would belong to is not."""
    answer = feedback("s", 0, 9).model_copy(update={"observed_at": at(70)})
    old = completed("p", -29).model_copy(update={"observed_at": at(70.1)})
    row, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, answer, old])
    assert [said(one) for one in decisions[1:]] == [["promoter"], ["no: too-old"]]
    assert [one.withdrawn for one in row.raised] == [False]


def told_of(*facts: Any) -> list[SignalRaised]:
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    return [one for decision in decisions for one in decision.outputs if isinstance(one, SignalRaised)]


# At which account a milestone is told: where it was reached, else where the contact is.
PLACES = [
    (1, ACCOUNT, None, ACCOUNT),
    (2, ACCOUNT, OTHER_ACCOUNT, OTHER_ACCOUNT),
    (3, None, OTHER_ACCOUNT, OTHER_ACCOUNT),
]


@pytest.mark.parametrize(("number", "of_contact", "of_project", "expected"), PLACES)
def test_the_account_that_hears_of_it(number: int, of_contact: str | None, of_project: str | None, expected: str):
    base_ = changed("base", -300, snapshot=True, first_name="Ada", account=of_contact)
    (told,) = told_of(base_, completed("p", 0, account=of_project, lead=key("lee")), feedback("s", 1, 10))
    assert told.entity == expected, number
    # Nobody is known to look after the contact: who led the work does.
    assert told.signal.owner == key("lee")


# Whether an anniversary is kept, by where the contact is and where the project was.
ANNIVERSARIES = [
    (1, {"account": ACCOUNT}, ACCOUNT, True),
    (2, {"account": ACCOUNT}, None, True),
    (3, {"account": None}, ACCOUNT, True),
    (4, {"account": OTHER_ACCOUNT}, ACCOUNT, False),
    (5, {"account": ACCOUNT, "no_longer_at_company": True}, ACCOUNT, False),
]


@pytest.mark.parametrize(("number", "fields", "of_project", "kept"), ANNIVERSARIES)
def test_an_anniversary_is_kept_where_it_was_worked(
    number: int, fields: dict[str, Any], of_project: str | None, kept: bool
):
    facts = [BASELINE, completed("p", 0, account=of_project), feedback("s", 1, 10), changed("c", 200, **fields)]
    told = [one for one in told_of(*facts, Due(at(YEAR))) if one.signal.kind == "anniversary"]
    assert bool(told) is kept, number
    for one in told:
        assert one.entity == ACCOUNT
        assert one.signal.about == "Project p1"
        assert [answer.response_id for answer in one.signal.answers] == ["r1"]
