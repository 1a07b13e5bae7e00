"""What the parts with all stages rely on: the events made up for them lead to what is waited for."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

from benchmarks import contacts
from benchmarks.people import answer, changes, contact_key, move, who_is_who
from benchmarks.soak import Answers
from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import DEFAULT_POLICY
from schemas.records import Record

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
PEOPLE = 40


class Customers:
    """People of whom a baseline is known, in memory; each with a project."""

    def __init__(self) -> None:
        self.made = Collector()
        self._offsets = count()
        self._pipeline = Pipeline.build(DEFAULT_POLICY, IntakeConfig(b"salt of the tests"), self.made)
        for record in who_is_who(PEOPLE, YESTERDAY, range(PEOPLE)):
            self.feed(record)
        self.made.suppressions.clear()

    def feed(self, record: Record) -> list[tuple[str, str]]:
        """What follows from an event without any time passing: contact and state of each revision."""
        before = len(self.made.revisions)
        self._pipeline.feed(record._replace(partition=0, offset=next(self._offsets)))
        assert self.made.dead_letters == []
        return [(one.contact.key if one.contact else "", one.state.value) for one in self.made.revisions[before:]]


def test_a_move_leads_to_one_suggestion_at_once() -> None:
    customers = Customers()
    for person in range(PEOPLE):
        assert customers.feed(move(person, NOW)) == [(contact_key(person), "held")]
    assert len({one.suggestion_id for one in customers.made.revisions}) == PEOPLE, "nothing became one case"


def test_an_answer_leads_to_one_suggestion_at_once() -> None:
    customers = Customers()
    for person in range(PEOPLE):
        assert customers.feed(answer(person, NOW)) == [(contact_key(person), "held")]


def test_answers_can_go_on_for_ever_and_each_one_is_seen() -> None:
    """As in the soak: it is praised, taken back and praised again, and nothing grows with it."""
    customers, answers = Customers(), Answers()
    for turn in range(120):
        expected = "held" if turn % 2 == 0 else "retracted"
        at = NOW + timedelta(minutes=turn)
        assert customers.feed(answers.make(7, at)) == [(contact_key(7), expected)], turn
    sizes = [len(one.to_json()) for one in customers.made.revisions]
    assert max(sizes[-20:]) <= max(sizes[20:40]) + 50


def test_of_the_changes_one_in_twenty_concerns_the_rules() -> None:
    customers = Customers()
    turns = 40
    for record in changes(PEOPLE * turns, range(PEOPLE), YESTERDAY + timedelta(hours=1)):
        customers.feed(record)
    told = Counter((one.contact.key if one.contact else "") for one in customers.made.revisions)
    # Everybody moves and, within the settling window, is moved back.
    assert told == {contact_key(person): 2 for person in range(PEOPLE)}
    assert {one.reason for one in customers.made.suppressions} == {"no-followed-field", "corrected"}


def test_the_mix_of_facts_is_as_it_says() -> None:
    """Each contact is known at first; of its 4 changes, 1 in 20 is told on."""
    many = 2_000
    people = many // 5
    stage, memory = contacts.stage(), contacts.Memory()
    signals = 0
    for offset, fact in enumerate(contacts.mostly_irrelevant(many)):
        written = stage.apply(memory, [contacts.as_record(offset, *fact)])
        assert written.poison == []
        memory.rows |= {key: row for key, row in written.rows.items() if row is not None}
        signals += sum(output.topic == "account-facts" for output in written.outputs)
    assert signals == (many - people) // 20
