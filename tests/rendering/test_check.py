from pathlib import Path

import pytest

from movewatch.rendering import build_templates, check_templates, load_templates
from movewatch.rendering.check import check, forbidden_phrases
from movewatch.rendering.render import PIECES

SHIPPED = load_templates().sources


def test_the_shipped_templates_have_no_mistakes():
    assert check_templates() == []


def words(count: int):
    return " ".join(["word"] * count)


MISTAKES = [
    # 1. A syntax error is told with its file and line.
    (1, {"promotion/next.txt.j2": "a\n{% if %}"}, "promotion/next.txt.j2, line 2"),
    # 2. An unknown name is found even where no example would come by.
    (2, {"promotion/next.txt.j2": "{% if members > 1000 %}{{ nobody }}{% endif %}"}, "nothing is called 'nobody'"),
    # 3. The draft knows less than the mail.
    (3, {"promotion/draft.txt.j2": words(50) + "{{ problems }}"}, "nothing is called 'problems'"),
    # 4. A part that no fact has.
    (4, {"promotion/next.txt.j2": "{{ contact.nickname }}"}, "nickname"),
    # 5. Too short, too long, empty.
    (5, {"promotion/draft.txt.j2": words(39)}, "promotion/draft.txt.j2: 39 words"),
    (6, {"promotion/draft.txt.j2": words(71)}, "promotion/draft.txt.j2: 71 words"),
    (7, {"promotion/draft.txt.j2": ""}, "the draft is empty"),
    # 8. Right with all that can be known, too short with little.
    (8, {"promotion/draft.txt.j2": words(39) + " {{ project }}"}, "39 words with little known"),
    # 9. Words of somebody who watches.
    (9, {"promotion/draft.txt.j2": words(50) + " We noticed your new role."}, "says 'We noticed'"),
    # 10. A file that nothing reads, by a slip of the pen.
    (10, {"promotion/drafts.txt.j2": words(50)}, "promotion/drafts.txt.j2 is used by nothing"),
    (11, {"promotions/draft.txt.j2": words(50)}, "promotions/draft.txt.j2 is used by nothing"),
    # 12. A mistake in a shared file shows in the mails.
    (12, {"_shared/stop.txt.j2": "{{ nobody }}"}, "nobody"),
    # 13. A draft of one's own for a kind that has none is held to the same rules.
    (13, {"successor/draft.txt.j2": "Too short."}, "successor/draft.txt.j2: 2 words"),
]


@pytest.mark.parametrize(("number", "overlay", "expected"), MISTAKES)
def test_a_mistake_is_told(number: int, overlay: dict[str, str], expected: str):
    mistakes = check(build_templates(SHIPPED, overlay))
    assert any(expected in mistake for mistake in mistakes), (number, mistakes)


@pytest.mark.parametrize("name", sorted(name for name in SHIPPED if not name.startswith("_shared/")))
def test_a_missing_file_is_told(name: str):
    left = {other: text for other, text in SHIPPED.items() if other != name}
    mistakes = check(build_templates(left))
    file = name.partition("/")[2]
    assert bool(mistakes) == (file not in PIECES or f"_shared/{file}" not in SHIPPED)
    assert all(name in mistake for mistake in mistakes)


def test_a_good_overlay_has_no_mistakes(tmp_path: Path):
    (tmp_path / "_shared").mkdir()
    (tmp_path / "_shared" / "stop.txt.j2").write_text("Stop: https://example.com/mute?a=1&b=2", encoding="utf-8")
    (tmp_path / "promotion").mkdir()
    (tmp_path / "promotion" / "draft.txt.j2").write_text(words(50), encoding="utf-8")
    assert check_templates(tmp_path) == []


def test_an_overlay_that_is_not_there_is_a_mistake_not_an_error(tmp_path: Path):
    assert "is no folder" in check_templates(tmp_path / "none")[0]


PHRASES = [
    (1, "We saw that you are in Procurement now.", True),
    (2, "I noticed you are with Fabrikam.", True),
    (3, "Congratulations on the step!", True),
    (4, "How is the new role?", True),
    (5, "Since you moved to Procurement", True),
    (6, "Your recent move", True),
    (7, "It came to\nmy attention", True),
    (8, "According to our records", True),
    (9, "This is your last chance.", True),
    # 10. Whole words only: what merely contains one is fine.
    (10, "We seesaw over the remove of quotas", False),
    # 11. The shared work may be named.
    (11, "We worked together on Faster Close.", False),
]


@pytest.mark.parametrize(("number", "draft", "expected"), PHRASES)
def test_forbidden_phrases(number: int, draft: str, expected: bool):
    assert bool(forbidden_phrases(draft)) == expected, number
