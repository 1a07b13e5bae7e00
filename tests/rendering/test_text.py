from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.rendering.text import clean, count_words, cut, day, first_words, iso_day, money, short, tidy

CLEANED = [
    # 1. Nothing is blank.
    (1, None, ""),
    (2, "", ""),
    # 3. A header may not begin inside a name.
    (3, "Dana\r\nBcc: all@example.com", "Dana Bcc: all@example.com"),
    # 4. Every other kind of line break, too.
    (4, "a\u2028b\u2029c\x85d\x0be\x0cf", "a b c d e f"),
    # 5. Control characters vanish.
    (5, "Da\x00na\x1b[31m", "Dana[31m"),
    # 6. What reorders the text beside it vanishes.
    (6, "Dana \u202egnp.exe", "Dana gnp.exe"),
    # 7. White space is one space, and none at the ends.
    (7, "  Dana \t  Reed ", "Dana Reed"),
    # 8. Names keep the characters they are written with.
    (8, "Łukasz Nguyễn-O’Brien 李", "Łukasz Nguyễn-O’Brien 李"),
    # 9. Persian names need the zero width non-joiner.
    (9, "علی\u200cرضا", "علی\u200cرضا"),
    # 10. Markup is only text; escaping belongs to the HTML template.
    (10, "<b>Dana</b>", "<b>Dana</b>"),
]


@pytest.mark.parametrize(("number", "given_text", "expected"), CLEANED)
def test_clean(number: int, given_text: str | None, expected: Any):
    assert clean(given_text) == expected, number


@given(st.text(max_size=500), st.integers(1, 60))
def test_what_is_cleaned_is_one_short_line_and_stays_as_it_is(text: str, limit: int):
    once = clean(text, limit)
    assert len(once) <= limit
    assert len(once.splitlines()) <= 1
    assert clean(once, limit) == once


def test_a_cut_text_says_that_it_is_cut():
    assert cut("Head of Procurement", 8) == "Head of…"
    assert cut("Head", 4) == "Head"


WORDS = [("", 0), ("one", 1), ("Hello Dana,", 2), ("a - b — c", 3), ("nine days\nto four.", 4), ("→ 42", 1)]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_count_words(text: str, expected: Any):
    assert count_words(text) == expected


def test_what_is_too_long_or_was_cut_is_left_out():
    assert short("one two three", 3) == "one two three"
    assert short("one two three four", 3) == ""
    assert short("one tw…", 3) == ""
    assert short(" - ", 3) == ""


def test_the_first_words_are_words():
    assert first_words("Maria - de la Fuente", 3) == "Maria de la"
    assert first_words(":", 1) == ""


def test_tidy_keeps_paragraphs_apart_by_one_line():
    assert tidy("\n\na  \n\n\n\nb\n") == "a\n\nb"


def test_days_are_those_of_utc():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(-timedelta(hours=5)))
    assert day(late) == "2 March 2026"
    assert iso_day(late) == "2026-03-02"
    assert [day(datetime(2026, month, 1, tzinfo=UTC)).split()[1][:3] for month in (1, 12)] == ["Jan", "Dec"]


def test_money():
    assert money(120_000, "EUR") == "EUR 120,000"
    assert money(999.6, None) == "1,000"
