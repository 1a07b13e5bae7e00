"""Who asks to be forgotten is: told to all stages in memory, whatever had become of the person's suggestion."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.offline.records import Numbering, parse_line
from movewatch.policy import DEFAULT_POLICY
from schemas.suggestions import AnswerGiven
from tests.offline.story import STORY, line
from tests.support.facts import account, at, base, changed, completed, erased, feedback, key, owner

NAMES = ("zelda", "quist")
"""In the person's name and address, and in nothing else of the story."""

FINANCE = {"title": "Controller", "department": "Finance", "company": "Acme", "account": key("acme")}
BUYING = {"title": "Head of Procurement", "department": "Procurement"}


def change(fact: Any) -> str:
    return line("contact-changes", fact, (fact.observed_at - at()).total_seconds() / 86_400)


WHO = [
    *STORY[:2],
    line("directory", account("a9", 0, account="globex", name="Globex", owner=key("gina")), 0),
    line("directory", owner("o9", 0, owner="gina", name="Gina", email="gina@us.example"), 0),
    change(
        changed("f1", snapshot=True, first_name="Zelda", last_name="Quist", email="zelda.quist@acme.example", **FINANCE)
    ),
]
MOVES = [change(changed("f2", 1, **BUYING))]
LEAVES = [change(changed("f3", 1, company="Globex", account=key("globex"), email="zelda.quist@globex.example"))]
PRAISES = [
    line("project-completions", completed("p1", 1), 1),
    line("feedback", feedback("q1", 1, 10, comment="Zelda Quist says thank you", project_id="p1"), 1),
]
OPTS_OUT = [change(changed("f5", 8, opted_out=True))]
OTHERS = [f"m{n}" for n in range(6)]
CROWD = [
    *(change(changed(f"b{m}", contact=m, snapshot=True, first_name="Mo", last_name=m, **FINANCE)) for m in OTHERS),
    change(changed("f2", 1, transaction="t1", **BUYING)),
    *(change(changed(f"c{m}", 1, contact=m, transaction="t1", **BUYING)) for m in OTHERS),
]

STORIES: list[tuple[int, list[str], float, list[str]]] = [
    # The story, the day of the erasure, and what the owner had answered until then.
    # 1. While it is held; when it was released; when it has expired.
    (1, MOVES, 1.5, []),
    (2, MOVES, 9, []),
    (3, MOVES, 60, []),
    # 4. When it was read, worked on, won, refused, put off.
    (4, MOVES, 9, ["delivered"]),
    (5, MOVES, 9, ["delivered", "accepted"]),
    (6, MOVES, 9, ["delivered", "accepted", "won"]),
    (7, MOVES, 9, ["delivered", "dismissed"]),
    (8, MOVES, 9, ["delivered", "snoozed"]),
    # 9. Another company and another owner.
    (9, LEAVES, 9, []),
    (10, LEAVES, 9, ["delivered"]),
    # 11. A reference.
    (11, PRAISES, 9, ["delivered"]),
    # 12. One of a crowd: the case quotes some of its members.
    (12, CROWD, 9, []),
    (13, CROWD, 9, ["delivered"]),
    (14, CROWD, 9, ["delivered", "dismissed"]),
    # 15. Nothing was ever suggested.
    (15, [], 9, []),
]


class Play:
    """The stages in memory, told in lines."""

    def __init__(self) -> None:
        self.collector = Collector()
        config = IntakeConfig(salt=b"a salt for tests only", default_tenant="t")
        self.pipeline = Pipeline.build(DEFAULT_POLICY, config, self.collector)
        self._numbers = Numbering()

    def tell(self, *lines: str) -> None:
        for number, text in enumerate(lines, 1):
            given = parse_line(text, number)
            self.pipeline.live(self._numbers.record(given, given.topic))

    def wait_until(self, days: float) -> None:
        self.pipeline.advance(int(at(days).timestamp() * 1000))

    def answer(self, answer: Any, days: float) -> None:
        """Say so of each suggestion that is open."""
        for each in self.collector.suggestions.values():
            if each.state not in {"retracted", "expired"}:
                owner_id = each.owner.key.rpartition("/")[2]
                fact = base(f"{answer}-{each.suggestion_id}", days, owner_id=owner_id)
                said = AnswerGiven(**fact, suggestion_id=each.suggestion_id, answer=answer)
                self.tell(line("answers", said, days))

    def knows_of(self) -> list[str]:
        """Where the person's name or address stands: the latest suggestions and the rows."""
        kept = [(f"suggestion {each.kind}", each.to_json()) for each in self.collector.suggestions.values()]
        kept += [(f"{stage} {key_.decode()}", row.value) for stage, key_, row in self.pipeline.rows()]
        return [where for where, value in kept if any(name in value.decode().casefold() for name in NAMES)]


@pytest.mark.parametrize(("number", "story", "day", "answers"), STORIES, ids=[str(case[0]) for case in STORIES])
def test_nothing_of_the_person_stays(number: int, story: list[str], day: float, answers: list[str]):
    play = Play()
    play.tell(*WHO, *story)
    if answers:
        play.wait_until(4)
        for count, answer in enumerate(answers):
            play.answer(answer, 4 + count / 10)
        assert {each.state for each in play.collector.suggestions.values()} >= {answers[-1]}
    play.wait_until(day)
    assert play.knows_of(), f"case {number}"
    assert bool(play.collector.suggestions) == bool(story)
    play.tell(change(erased("e", day)))
    # A case that quotes is told anew once it has gathered.
    play.wait_until(day + 1)
    assert play.knows_of() == [], f"case {number}"
    assert play.collector.dead_letters == []


def test_nothing_stays_where_an_opt_out_came_first():
    """The signal had been taken back already; whoever was told of it must forget all the same."""
    play = Play()
    play.tell(*WHO, *MOVES)
    play.wait_until(4)
    play.answer("delivered", 4)
    play.tell(*OPTS_OUT, change(erased("e", 9)))
    play.wait_until(10)
    assert play.collector.suggestions
    assert play.knows_of() == []
