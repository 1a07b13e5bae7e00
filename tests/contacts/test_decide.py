"""The proof of the contacts' decide: stories of one person, told fact by fact."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from schemas.signals import SignalRaised
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, at, changed, completed, erased, feedback, key, linked, removed
from tests.support.play import play, said

BASELINE = changed(
    "base",
    -100,
    snapshot=True,
    first_name="Ada",
    last_name="Berg",
    email="ada.berg@acme.com",
    title="Controller",
    department="Finance",
    company="Acme",
    account=ACCOUNT,
    owner=key("anna"),
    opted_out=False,
)
GONE = {"no_longer_at_company": True}
MOVE = {"title": "Head of Procurement", "department": "Procurement"}
NEW_JOB = {"company": "Globex", "account": OTHER_ACCOUNT, "email": "ada@globex.com"}


def old_project(fact_id: str) -> Any:
    """A project of two years ago, recorded today."""
    return completed(fact_id, 0).model_copy(update={"occurred_at": at(-700)})


STORIES: list[tuple[int, list[Any], list[list[str]]]] = [
    # 1. Another department in the same company.
    (1, [BASELINE, changed("f1", **MOVE)], [["no: baseline"], ["departmental-move (higher)"]]),
    # 2. Nothing was known before: a first look is never news.
    (2, [changed("f1", title="CFO")], [["no: no-baseline"]]),
    # 3. The source tells the old value: that is a baseline for this field.
    (
        3,
        [changed("f1", old={"department": "Finance", "account": ACCOUNT}, department="Sales")],
        [["departmental-move"]],
    ),
    # 4. Known to be empty, then filled in: enrichment.
    (
        4,
        [changed("b", snapshot=True, title=None, account=ACCOUNT), changed("f", title="CFO")],
        [["no: baseline"], ["no: enrichment"]],
    ),
    # 5. The same change again, under the same id and under another.
    (
        5,
        [BASELINE, changed("f1", **MOVE), changed("f1", **MOVE), changed("f2", 1, **MOVE)],
        [["no: baseline"], ["departmental-move (higher)"], ["no: duplicate"], ["no: nothing-changed"]],
    ),
    # 6. A correction inside the settling window takes the signal back.
    (
        6,
        [BASELINE, changed("f1", **MOVE), changed("f2", 0.5, title="Controller", department="Finance")],
        [["no: baseline"], ["departmental-move (higher)"], ["withdrawn: corrected", "no: corrected"]],
    ),
    # 7. After the window it is a movement of its own.
    (
        7,
        [BASELINE, changed("f1", **MOVE), Due(at(1)), changed("f2", 3, title="Controller", department="Finance")],
        [["no: baseline"], ["departmental-move (higher)"], [], ["departmental-move (lower)"]],
    ),
    # 8. Weak changes of one move, hours apart, are one movement: the second replaces the first.
    (
        8,
        [
            BASELINE,
            changed("f1", email="ada@globex.com"),
            changed("f2", 0.2, company="Globex"),
            changed("f3", 0.4, account=OTHER_ACCOUNT),
        ],
        [["no: baseline"], ["new-company (same)"], ["new-company (same)"], ["new-company (same)"]],
    ),
    # 9. A late fact: something newer is held already.
    (
        9,
        [BASELINE, changed("f1", 5, **MOVE), changed("f2", 6, late_by=3, title="Clerk")],
        [["no: baseline"], ["departmental-move (higher)"], ["no: late-fact"]],
    ),
    # 10. An opt-out takes everything back, and nothing is signalled afterwards.
    (
        10,
        [BASELINE, changed("f1", **MOVE), changed("f2", 0.5, opted_out=True), changed("f3", 9, **NEW_JOB)],
        [
            ["no: baseline"],
            ["departmental-move (higher)"],
            ["withdrawn: opted-out", "no: opted-out"],
            ["no: opted-out"],
        ],
    ),
    # 11. Even what has settled is taken back by an opt-out: it may not have been told yet.
    (
        11,
        [BASELINE, changed("f1", **MOVE), Due(at(1)), changed("f2", 2, opted_out=True)],
        [["no: baseline"], ["departmental-move (higher)"], [], ["withdrawn: opted-out", "no: opted-out"]],
    ),
    # 12. "No longer at the company": a departure; the destination, later on the same record, is the better news.
    (
        12,
        [BASELINE, changed("f1", **GONE), changed("f2", 0.5, **NEW_JOB)],
        [["no: baseline"], ["departure"], ["new-company (same)"]],
    ),
    # 13. The flag was a mistake.
    (
        13,
        [BASELINE, changed("f1", **GONE), changed("f2", 0.5, no_longer_at_company=False)],
        [["no: baseline"], ["departure"], ["withdrawn: corrected", "no: corrected"]],
    ),
    # 14. A legal form is no company change.
    (14, [BASELINE, changed("f1", company="Acme Inc.")], [["no: baseline"], ["no: same-company"]]),
    # 15. A change that became true long ago is history.
    (
        15,
        [BASELINE, changed("f1", start_date=at(-300), **MOVE)],
        [["no: baseline"], ["no: too-old"]],
    ),
    # 16. A change of the owner re-routes; it is no movement.
    (16, [BASELINE, changed("f1", owner=key("bob"))], [["no: baseline"], []]),
    # 17. A contact without an account: nobody could be told.
    (
        17,
        [changed("b", snapshot=True, department="Finance"), changed("f1", department="Sales")],
        [["no: baseline"], ["no: no-account"]],
    ),
    # 18. Merge, delete and undelete are never moves, and take back what was signalled.
    (
        18,
        [
            BASELINE,
            changed("f1", **MOVE),
            removed("d", 0.5, "deleted"),
            removed("u", 1, "restored"),
            changed("f2", 2, title="Buyer"),
        ],
        [
            ["no: baseline"],
            ["departmental-move (higher)"],
            ["withdrawn: contact-deleted", "no: contact-deleted"],
            ["no: contact-restored"],
            ["no: demotion"],
        ],
    ),
    # 19. After an erasure nothing is kept, nothing is read.
    (
        19,
        [BASELINE, changed("f1", **MOVE), erased("e", 0.5), changed("f2", 1, **NEW_JOB)],
        [["no: baseline"], ["departmental-move (higher)"], ["withdrawn: erased"], ["no: erased"]],
    ),
    # 20. A project has ended well, then praise.
    (
        20,
        [BASELINE, completed("p", 0), feedback("s", 2, 10)],
        [["no: baseline"], ["no: no-feedback-yet"], ["project-praised"]],
    ),
    # 21. Praise first, then the end of the project: the same milestone. Stars, which have no promoters.
    (
        21,
        [BASELINE, feedback("s", 0, 5, scale="stars"), completed("p", 2)],
        [["no: baseline"], ["no: no-project-yet"], ["project-praised"]],
    ),
    # 22. Too far apart.
    (
        22,
        [BASELINE, feedback("s", 0, 5, scale="stars"), completed("p", 45)],
        [["no: baseline"], ["no: no-project-yet"], ["no: no-feedback-yet"]],
    ),
    # 23. A detractor.
    (
        23,
        [BASELINE, completed("p", 0), feedback("s", 2, 3)],
        [["no: baseline"], ["no: no-feedback-yet"], ["no: detractor"]],
    ),
    # 24. Seven is no praise.
    (
        24,
        [BASELINE, completed("p", 0), feedback("s", 2, 7)],
        [["no: baseline"], ["no: no-feedback-yet"], ["no: passive"]],
    ),
    # 25. The same response arrives with 9 and later with 5: the later answer counts.
    (
        25,
        [BASELINE, completed("p", 0), feedback("s", 1, 9), feedback("s2", 1.5, 5)],
        [
            ["no: baseline"],
            ["no: no-feedback-yet"],
            ["project-praised"],
            ["withdrawn: praise-replaced", "no: detractor"],
        ],
    ),
    # 26. A project that failed is no milestone, whatever the answer.
    (
        26,
        [BASELINE, completed("p", 0, outcome="failed"), feedback("s", 1, 10)],
        [["no: baseline"], ["no: project-failed"], ["no: project-failed"]],
    ),
    # 27. A survey that was broken off does not count.
    (
        27,
        [BASELINE, completed("p", 0), feedback("s", 1, 10, finished=False)],
        [["no: baseline"], ["no: no-feedback-yet"], ["no: feedback-unclear"]],
    ),
    # 28. Praise for another project is not praise for this one.
    (
        28,
        [BASELINE, completed("p", 0), feedback("s", 1, 10, project_id="p2")],
        [["no: baseline"], ["no: no-feedback-yet"], ["promoter"]],
    ),
    # 29. A second answer for the same project signals nothing more.
    (
        29,
        [BASELINE, completed("p", 0), feedback("s", 1, 10), feedback("s2", 2, 9, response="r2")],
        [["no: baseline"], ["no: no-feedback-yet"], ["project-praised"], ["no: milestone-known"]],
    ),
    # 30. The flag alone, of somebody of whom nothing was known: there is nobody to miss.
    (30, [changed("f1", account=ACCOUNT, **GONE)], [["no: no-baseline"]]),
    # 31. A snapshot that shows the old department takes the move back; a snapshot is never news, but it can correct.
    (
        31,
        [BASELINE, changed("f1", **MOVE), changed("s", 0.5, snapshot=True, title="Controller", department="Finance")],
        [["no: baseline"], ["departmental-move (higher)"], ["withdrawn: corrected", "no: corrected"]],
    ),
    # 32. An import of old projects asks nobody for a reference.
    (
        32,
        [BASELINE, old_project("p"), feedback("s", 0, 10).model_copy(update={"occurred_at": at(-699)})],
        [["no: baseline"], ["no: no-feedback-yet"], ["no: too-old"]],
    ),
    # 33. A bad answer after the praise has settled: taken back, in case it has not been told yet.
    (
        33,
        [BASELINE, completed("p", 0), feedback("s", 1, 9), Due(at(2)), feedback("s2", 3, 5)],
        [
            ["no: baseline"],
            ["no: no-feedback-yet"],
            ["project-praised"],
            [],
            ["withdrawn: praise-replaced", "no: detractor"],
        ],
    ),
    # 34. The project system corrects itself: it failed after all.
    (
        34,
        [BASELINE, completed("p", 0), feedback("s", 1, 9), completed("p2", 1.5, outcome="failed")],
        [
            ["no: baseline"],
            ["no: no-feedback-yet"],
            ["project-praised"],
            ["withdrawn: project-failed", "no: project-failed"],
        ],
    ),
]


@pytest.mark.parametrize(("number", "facts", "expected"), STORIES, ids=[str(story[0]) for story in STORIES])
def test_story(number: int, facts: list[Any], expected: list[list[str]]):
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    assert [said(decision) for decision in decisions] == expected, f"story {number}"


def test_one_episode_has_one_signal_id():
    facts = STORIES[7][1]
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    raised = [output for decision in decisions for output in decision.outputs if isinstance(output, SignalRaised)]
    assert len({output.signal.signal_id for output in raised}) == 1
    assert len({output.fact_id for output in raised}) == len(raised)


def test_evidence_names_the_records_of_the_whole_episode():
    facts = STORIES[7][1]
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    last = decisions[-1].outputs[0]
    assert isinstance(last, SignalRaised)
    assert last.signal.evidence.sources == tuple(source for fact in facts[1:] for source in fact.sources)
    assert last.signal.evidence.policy == DEFAULT_POLICY.hash


def test_a_movement_cites_what_was_done_together():
    facts = [
        BASELINE,
        completed("p1", -90, project="p1", result="closed three ledgers into one"),
        completed("p2", -40, project="p2"),
        feedback("s2", -38, 2, response="r2", project_id="p2"),
        completed("p3", -30, project="p3", outcome="failed"),
        completed("p4", -2, project="p4"),
        feedback("s4", -1, 9, response="r4", project_id="p4", comment="Calm and on time."),
        changed("f1", **MOVE),
    ]
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    told = next(output for output in decisions[-1].outputs if isinstance(output, SignalRaised))
    work = [(one.project_id, one.result, one.quote) for one in told.signal.work]
    # The latest first; not the failed one, and not the one whose end was answered badly.
    assert work == [("p4", None, "Calm and on time."), ("p1", "closed three ledgers into one", None)]


def test_two_movements_at_one_moment_are_two_episodes():
    """A source that knows days only: both have the same effective time."""
    day = at(0)
    first = changed("f1", 0, **MOVE).model_copy(update={"occurred_at": day})
    second = changed("f2", 3, **NEW_JOB).model_copy(update={"occurred_at": day})
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, first, Due(at(1)), second])
    ids = [output.signal.signal_id for one in decisions for output in one.outputs if isinstance(output, SignalRaised)]
    assert len(ids) == len(set(ids)) == 2


def test_a_long_name_is_cut_and_not_refused():
    facts = [BASELINE, changed("f1", first_name="A" * 400, last_name="B" * 400), changed("f2", 1, **MOVE)]
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    assert said(decisions[-1]) == ["departmental-move (higher)"]


OLD = BASELINE
NEW = changed(
    "new", 1, contact="c2", created=True, first_name="Ada", last_name="Berg", title="Head of Finance", company="Globex",
    account=OTHER_ACCOUNT, email="ada@globex.com", opted_out=False,
)  # fmt: skip


def test_an_old_record_flagged_and_a_new_one_created_are_one_new_company():
    """Whatever comes first: the flag, the new record or the links."""
    flag = changed("flag", 0.5, **GONE)
    for order in (["flag", "new", "link"], ["new", "link", "flag"]):
        rows = {"c1": play(decide, Contact.empty(key("c1")), [OLD])[0], "c2": Contact.empty(key("c2"))}
        steps: dict[str, list[Any]] = {
            "flag": [flag],
            "new": [NEW],
            "link": [linked("l1", 1, "c1", "c2"), linked("l2", 1, "c2", "c1")],
        }
        heard: list[str] = []
        queue = [fact for name in order for fact in steps[name]]
        while queue:
            fact = queue.pop(0)
            decision = decide(rows[fact.contact_id], fact, DEFAULT_POLICY)
            rows[fact.contact_id] = decision.row or rows[fact.contact_id]
            heard += said(decision)
            queue += [output for output in decision.outputs if not hasattr(output, "account_id")]
        assert heard.count("new-company (higher)") == 1, heard
        assert heard.count("departure") == heard.count("withdrawn: moved-with-new-record"), heard


def exchange(facts: list[Any]) -> list[str]:
    """What two linked records say to all these facts, and to each other."""
    rows = {"c1": play(decide, Contact.empty(key("c1")), [OLD])[0], "c2": Contact.empty(key("c2"))}
    heard: list[str] = []
    queue = list(facts)
    while queue:
        fact = queue.pop(0)
        row, (decision,) = play(decide, rows[fact.contact_id], [fact])
        rows[fact.contact_id] = row
        heard += said(decision)
        queue = [output for output in decision.outputs if not hasattr(output, "account_id")] + queue
    return heard


LINKED = [linked("l1", 1, "c1", "c2"), linked("l2", 1, "c2", "c1")]


def test_a_wish_told_to_one_record_holds_for_all_of_them():
    flag, wish = changed("flag", 0.5, **GONE), changed("out", 1.2, opted_out=True)
    assert "withdrawn: opted-out" in exchange([flag, NEW, *LINKED, wish])
    later = exchange([flag, NEW, *LINKED, wish, changed("f9", 5, contact="c2", title="CFO", department="Legal")])
    assert later[-1] == "no: opted-out"
    first = [changed("flag", 0.3, **GONE), changed("out", 0.6, opted_out=True), NEW, *LINKED]
    assert "new-company (higher)" not in exchange(first)


def test_a_new_record_whose_creation_is_told_apart_from_what_is_in_it():
    """A source with one event for each property, in any order; the link may be found before the rest is told."""
    flag = changed("flag", 0.5, **GONE)
    born = changed("born", 1, contact="c2", created=True)
    properties = [
        changed(f"p{number}", 1, contact="c2", **{name: value})
        for number, (name, value) in enumerate(NEW.fields.items())
    ]
    orders = (
        [born, *properties, *LINKED],
        [*properties, born, *LINKED],
        [*properties, *LINKED, born],
        [born, *LINKED, *properties],
        [*LINKED, *properties, born],
        [born, *properties[:2], *LINKED, *properties[2:]],
    )
    for facts in orders:
        heard = exchange([flag, *facts])
        signals = [word for word in heard if word.startswith("new-company")]
        assert signals[-1] == "new-company (higher)", heard
        assert heard.count("departure") == heard.count("withdrawn: moved-with-new-record") == 1, heard


def test_the_new_record_was_put_into_the_wrong_company():
    flag = changed("flag", 0.5, **GONE)
    back = changed("back", 1.3, contact="c2", company="Acme", account=ACCOUNT, email="ada.b@acme.com")
    heard = exchange([flag, NEW, *LINKED, back])
    # One episode: the new company turns into the promotion that it was.
    assert [word for word in heard if word.endswith("(higher)")] == ["new-company (higher)", "promotion (higher)"]


def test_the_old_records_flag_was_a_mistake():
    flag, mistake = changed("flag", 0.5, **GONE), changed("back", 1.3, no_longer_at_company=False)
    heard = exchange([flag, NEW, *LINKED, mistake])
    assert heard.index("new-company (higher)") < heard.index("withdrawn: corrected")


def test_a_new_record_beside_an_open_old_one_is_asked_about_later():
    """The old record is not flagged: the person may have two roles, or the record is a duplicate."""
    row, _ = play(decide, Contact.empty(key("c1")), [OLD, linked("l1", 1, "c1", "c2")])
    old_profile = (
        decide(row, linked("l3", 1, "c1", "c3"), DEFAULT_POLICY)
        .outputs[0]
        .model_copy(update={"contact_id": "c2", "fact_id": "profile"})
    )
    _, decisions = play(decide, Contact.empty(key("c2")), [NEW, old_profile])
    assert said(decisions[-1]) == ["no: old-record-open"]


facts_of_a_life = st.lists(
    st.one_of(
        st.builds(
            lambda n, day, title, department: changed(f"c{n}", day, title=title, department=department),
            st.integers(0, 30), st.integers(0, 60), st.sampled_from(["CFO", "Buyer", "Head of Sales"]),
            st.sampled_from(["Finance", "Sales", None]),
        ),
        st.builds(
            lambda n, day, out: changed(f"o{n}", day, opted_out=out),
            st.integers(0, 9), st.integers(0, 60), st.booleans(),
        ),
        st.builds(lambda n, day: completed(f"p{n}", day, project=f"p{n}"), st.integers(0, 5), st.integers(0, 60)),
        st.builds(
            lambda n, day, score: feedback(f"s{n}", day, score),
            st.integers(0, 9), st.integers(0, 60), st.integers(0, 10),
        ),
        st.builds(lambda day: Due(at(day)), st.integers(0, 90)),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=150)
@given(facts_of_a_life)
def test_a_fact_seen_twice_changes_nothing(facts: list[Any]):
    row, _ = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    for fact in facts[-5:]:
        if not isinstance(fact, Due) and fact.fact_id in row.facts:
            again = decide(row, fact, DEFAULT_POLICY)
            assert again.row is row
            assert not again.outputs


@settings(max_examples=150)
@given(facts_of_a_life)
def test_nothing_is_signalled_without_evidence_or_against_the_persons_will(facts: list[Any]):
    row, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    for decision in decisions:
        for output in decision.outputs:
            if isinstance(output, SignalRaised):
                assert output.signal.evidence.sources
                assert output.signal.settles_at > output.observed_at
    if row.fields.get("opted_out"):
        assert all(raised.withdrawn for raised in row.raised)


@settings(max_examples=100)
@given(facts_of_a_life)
def test_a_timer_makes_progress_and_a_row_survives_its_changelog(facts: list[Any]):
    row, _ = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    assert Contact.model_validate_json(row.to_json()) == row
    while row.due_at is not None:
        before = row.due_at
        row = decide(row, Due(before), DEFAULT_POLICY).row
        assert row.due_at is None or row.due_at > before
