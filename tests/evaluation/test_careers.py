"""The proof of the generated careers, and of what is counted as told."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from evaluation import readers, vocabulary
from evaluation.careers import SCENES, Career, Scene, between_titles, careers
from evaluation.movements import movements, told
from evaluation.occupations import FUNCTIONS, functions_of_soc
from evaluation.results import ALL
from evaluation.run import KEPT_APART, TUNED_ON, as_json, main, measure
from movewatch.classifiers.functions import Function
from schemas.signals import SignalKind

LANGUAGES = sorted(vocabulary.LADDERS)


def test_the_same_seed_gives_the_same_careers_and_another_one_others():
    assert list(careers(7, 2)) == list(careers(7, 2))
    assert list(careers(7, 2)) != list(careers(8, 2))
    assert TUNED_ON != KEPT_APART


def test_each_scene_is_played_in_each_language():
    counted = Counter((career.scene, career.language) for career in careers(7, 3))
    assert counted == {(scene.__name__, language): 3 for scene in SCENES for language in LANGUAGES}
    assert LANGUAGES == ["de", "en", "es", "fr", "it", "nl"]


@pytest.mark.parametrize("scene", SCENES, ids=[scene.__name__ for scene in SCENES])
def test_a_career_begins_with_a_baseline_and_goes_on_later(scene: Scene):
    for career in careers(7, 2, [scene]):
        first, *others = career.facts
        assert first.snapshot
        assert others
        assert {fact.entity for fact in others} == {first.entity}
        recorded = [fact.observed_at for fact in others]
        assert all(fact.observed_at - first.observed_at > timedelta(days=30) for fact in others) or (
            scene.__name__ == "told_late"
        )
        assert len(set(recorded)) == len(recorded)


def test_there_are_as_many_ways_to_be_wrong_as_to_be_right():
    """A rule that says nothing, or always the same, must not look good."""
    silent = [career for career in careers(7, 1) if not career.happened]
    assert len(silent) > 0.4 * len(list(careers(7, 1)))
    kinds = {kind for career in careers(7, 1) for kind in career.happened}
    assert kinds == {
        SignalKind.NEW_COMPANY,
        SignalKind.DEPARTMENTAL_MOVE,
        SignalKind.PROMOTION,
        SignalKind.DEPARTURE,
    }


def only(scene: str) -> list[Career]:
    return list(careers(7, 5, [one for one in SCENES if one.__name__ == scene]))


def test_what_was_taken_back_is_not_counted_as_told():
    assert {tuple(told(career)) for career in only("corrected")} == {()}
    assert {tuple(told(career)) for career in only("repeated")} == {(SignalKind.NEW_COMPANY,)}


def test_a_wrong_word_and_a_missing_one_are_counted():
    """The measurement itself can fail: the same facts with another truth."""
    right = only("left")
    wrong = [Career(one.scene, one.language, one.facts, (SignalKind.PROMOTION,)) for one in right]
    counts = movements(wrong, "turned round").counts
    assert counts["departure"][ALL].wrong == counts["promotion"][ALL].missed == len(right)
    unforeseen = [Career(one.scene, one.language, one.facts, ()) for one in right]
    assert movements(unforeseen, "nothing happened").counts["departure"][ALL].wrong == len(right)


def test_occupations_are_divided_by_a_hash():
    apart, tuned = (readers.pairs(readers.occupations(apart=half)) for half in (True, False))
    assert not {title for _, *titles in apart for title in titles} & {title for _, *titles in tuned for title in titles}
    shares = Counter(readers.is_kept_apart(title) for _, _, title in readers.rows("titles.tsv"))
    assert 0.45 < shares[True] / shares.total() < 0.55


def test_reported_titles_are_divided_by_a_hash():
    apart, tuned = readers.reported(apart=True), readers.reported(apart=False)
    assert not apart.keys() & tuned.keys()
    assert 0.45 < len(apart) / (len(apart) + len(tuned)) < 0.55
    reworded = readers.rewordings(apart=False)
    assert {title for _, title, _ in reworded} <= {title for _, title in tuned}
    assert all(old != new for _, old, new in reworded)


@pytest.mark.parametrize("known", [readers.occupations(apart=False), readers.reported(apart=False)])
def test_pairs_of_titles_share_no_function(known: readers.Titles):
    pairs = readers.pairs(known)
    assert all(known[language, old].isdisjoint(known[language, new]) for language, old, new in pairs)
    (career, *_) = between_titles(pairs, SignalKind.DEPARTMENTAL_MOVE)
    assert career.happened == (SignalKind.DEPARTMENTAL_MOVE,)


def test_the_groups_know_the_functions():
    assert {function for group in FUNCTIONS.values() for function in group} <= set(Function)
    assert {group for _, group, _ in readers.rows("titles.tsv")} <= set(FUNCTIONS)
    assert all(functions_of_soc(code) for _, code, *_ in readers.rows("reported.tsv"))


# An O*NET code and its functions.
CODES: list[tuple[int, str, set[Function]]] = [
    (1, "11-3051.00", {Function.PRODUCTION, Function.OPERATIONS}),
    (2, "11-3051.01", {Function.QUALITY}),  # a detail that is another function than its occupation
    (3, "15-1243.01", {Function.INFORMATION_TECHNOLOGY}),  # a detail that is not
    (4, "17-2112.03", {Function.ENGINEERING}),  # a whole group of occupations
    (5, "11-1011.00", set()),  # officers of all functions
    (6, "29-1141.00", set()),  # nurses
]


@pytest.mark.parametrize(("number", "code", "functions"), CODES)
def test_a_code_stands_for_its_functions(number: int, code: str, functions: set[Function]):
    assert functions_of_soc(code) == functions, number


def test_all_of_it_is_measured_and_said(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """On the part that rules are tuned on: the other one is for the page."""
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- measured -->\nold\n<!-- /measured -->\nafter\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--tuned", "--each", "1", "--write", str(page)])
    text = capsys.readouterr().out
    written = page.read_text(encoding="utf-8")
    assert written.startswith("before\n<!-- measured -->\n*Measured:*")
    assert written.endswith("<!-- /measured -->\nafter\n")
    assert "old" not in written.splitlines()
    for name in ("Movements", "Title, function", "Answers in words, tweets"):
        assert f"## {name}" in text


def test_everyday_careers_stay_as_good_as_they_are():
    """What the rules are tuned on must not get worse unnoticed."""
    results = {result.name: result for result in measure(apart=False, each=5)}
    everyday = as_json([results["movements, everyday titles"]])[0]["kinds"]
    wanted = {"new-company": (0.99, 0.99), "departmental-move": (0.99, 0.95), "promotion": (0.98, 0.9)}
    for kind, (precision, recall) in wanted.items():
        figures = everyday[kind][ALL]
        assert figures["precision"] >= precision, kind
        assert figures["recall"] >= recall, kind
    praise = as_json([results["answers in words, tweets"]])[0]["kinds"]["praise"][ALL]
    assert praise["precision"] >= 0.9
