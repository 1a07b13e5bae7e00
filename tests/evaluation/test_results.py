"""The proof of judging: what counts as right, wrong and missed, and what is shown of it."""

from evaluation.figures import Counts
from evaluation.report import markdown
from evaluation.results import ALL, Item, Target, judge, worst_language

ITEMS = [
    # 1. Said and so.
    Item("en", "move", "move", "one"),
    # 2. Said, and something else was so: wrong for one kind, missed for the other.
    Item("en", "move", "promotion", "two"),
    # 3. Said, and nothing was so.
    Item("de", "move", None, "three"),
    # 4. Something was so, and nothing said.
    Item("de", None, "promotion", "four"),
    # 5. Nothing said, nothing so: an item, and no count.
    Item("de", None, None, "five"),
]


def test_counts_by_kind_and_language():
    result = judge("rules", "made up", ITEMS)
    assert result.items == 5
    assert result.counts["move"] == {
        ALL: Counts(right=1, wrong=2),
        "en": Counts(right=1, wrong=1),
        "de": Counts(wrong=1),
    }
    assert result.counts["promotion"][ALL] == Counts(missed=2)
    assert [error.seen for error in result.errors] == ["two", "three", "four"]


def test_all_kinds_can_be_counted_together():
    merged = judge("rules", "made up", ITEMS, merged="any").counts["any"]
    assert merged[ALL] == Counts(right=1, wrong=2, missed=2)


def test_what_is_wanted_and_missed_is_said():
    targets = {"move": Target(precision=0.3, recall=1.0), "promotion": Target(recall=0.5), "never": Target(0.5)}
    assert judge("rules", "made up", ITEMS, targets).missed_targets() == [
        "rules, promotion: recall 0.0 < 0.5",
        "rules, never: precision None < 0.5",
    ]


def test_the_worst_language():
    result = judge("rules", "made up", ITEMS)
    worst = worst_language(result.counts["move"])
    assert worst is not None
    assert worst[0] == "de"
    assert worst_language({ALL: Counts()}) is None


def test_the_page_shows_figures_targets_and_what_was_said_wrongly_first():
    text = markdown([judge("rules", "made up", ITEMS, {"move": Target(0.9)})], "make evaluate", "2026-11-27")
    assert "- **Below what is wanted.** rules, move: precision 0.333 < 0.9" in text
    assert "| move | 0.333 (0.061–0.792) | 1.000 (0.207–1.000) | 0.500 | 1 | 2 | 0 | P ≥ 0.9 |" in text
    assert "| – worst language: de |" in text
    lines = [line for line in text.splitlines() if line.startswith("- ") and ": said " in line]
    assert lines[-1] == "- de: said nothing, was promotion: `four`"
    assert "All that is wanted is met." in markdown([judge("rules", "made up", ITEMS)], "make evaluate", "2026-11-27")
