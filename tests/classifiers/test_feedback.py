"""What answers to surveys mean."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.feedback import MAX_QUOTE, SCALES, Polarity, read_feedback

POSITIVE, NEUTRAL, NEGATIVE, UNKNOWN = Polarity.POSITIVE, Polarity.NEUTRAL, Polarity.NEGATIVE, Polarity.UNKNOWN
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "feedback"

ANSWERS = [
    # 1-5. NPS: promoters, passives, detractors.
    (1, "nps", 10, POSITIVE, "nps-positive"),
    (2, "nps", 9, POSITIVE, "nps-positive"),
    (3, "nps", 8, NEUTRAL, "nps-neutral"),
    (4, "nps", 7, NEUTRAL, "nps-neutral"),
    (5, "nps", 6, NEGATIVE, "nps-negative"),
    # 6-9. Satisfaction and stars: a mean of several questions may lie between.
    (6, "csat", 5, POSITIVE, "csat-positive"),
    (7, "csat", 4.4, NEUTRAL, "csat-neutral"),
    (8, "stars", 4.5, POSITIVE, "stars-positive"),
    (9, "stars", 2, NEGATIVE, "stars-negative"),
    # 10-12. Effort: 7 is "very easy".
    (10, "ces", 6, POSITIVE, "ces-positive"),
    (11, "ces", 4, NEUTRAL, "ces-neutral"),
    (12, "ces", 1, NEGATIVE, "ces-negative"),
    # 13-14. Thumbs.
    (13, "thumbs", 1, POSITIVE, "thumbs-positive"),
    (14, "thumbs", 0, NEGATIVE, "thumbs-negative"),
    # 15-20. A number that the scale does not have is another scale's: nothing can be concluded.
    (15, "csat", 9, UNKNOWN, "score-out-of-scale"),
    (16, "stars", 0, UNKNOWN, "score-out-of-scale"),
    (17, "nps", 11, UNKNOWN, "score-out-of-scale"),
    (18, "nps", -1, UNKNOWN, "score-out-of-scale"),
    (19, "thumbs", 0.5, UNKNOWN, "score-out-of-scale"),
    (20, "nps", math.nan, UNKNOWN, "score-out-of-scale"),
    # 21-23. No number, or no scale for it.
    (21, "nps", None, UNKNOWN, "no-number"),
    (22, "none", 5, UNKNOWN, "no-scale"),
    (23, "smileys", 3, UNKNOWN, "no-scale"),
    # 24. The scale's name in another case.
    (24, " NPS ", 9, POSITIVE, "nps-positive"),
]

QUOTES = [
    # 1-2. The first sentence that says something.
    (1, "Great work from start to finish!", "Great work from start to finish!"),
    (2, "Thanks! You cut our monthly close to four days. We are happy.", "You cut our monthly close to four days."),
    # 3-6. A turn spoils the whole comment, also in a later sentence.
    (3, "Great work, but too slow.", None),
    (4, "Tolle Arbeit. Leider etwas spät.", None),
    (5, "Très bon travail, mais un peu cher.", None),
    (6, "Excelente trabajo, pero caro.", None),
    # 7-8. Too little to quote.
    (7, "Great!", None),
    (8, None, None),
    # 9-11. An address or a number is not for others to read.
    (9, "Great work, ask me at jane@acme.com.", None),
    (10, "Great work, call me on +49 170 1234567.", None),
    (11, "See our review at https://example.com.", None),
    # 12. One line, without control characters.
    (12, "Great work\nfrom\x00 start\tto finish.", "Great work from start to finish."),
    # 13. "Button" holds no "but".
    (13, "The new button works wonders for us.", "The new button works wonders for us."),
]


@pytest.mark.parametrize(("number", "scale", "score", "polarity", "why"), ANSWERS)
def test_polarity(number: int, scale: str, score: float | None, polarity: Polarity, why: str):
    reading = read_feedback(scale, score, None)
    assert (reading.polarity, reading.why) == (polarity, why), number
    assert (reading.score is None) == (polarity is UNKNOWN)


@pytest.mark.parametrize(("number", "comment", "quote"), QUOTES)
def test_quote(number: int, comment: str | None, quote: str | None):
    assert read_feedback("nps", 10, comment).quote == quote, number


def test_the_number_beats_the_words():
    reading = read_feedback("nps", 5, "Nearly flawless! Keep up the good work!")
    assert (reading.polarity, reading.quote) == (NEGATIVE, None)


def test_words_alone_are_no_milestone():
    assert read_feedback("none", None, "The best project we ever had.").polarity is UNKNOWN


def test_an_answer_that_was_broken_off_says_nothing():
    reading = read_feedback("nps", 10, "Great work from all of you.", finished=False)
    assert (reading.polarity, reading.score, reading.why, reading.quote) == (UNKNOWN, None, "unfinished", None)


def test_a_long_sentence_is_cut_between_words():
    quote = read_feedback("nps", 10, "word " * 100).quote
    assert quote is not None
    assert len(quote) <= MAX_QUOTE
    assert quote.endswith("word…")


@pytest.mark.parametrize(
    ("file", "polarity"), [("delighted_promoter.json", POSITIVE), ("delighted_non_promoter.json", NEGATIVE)]
)
def test_real_answers(file: str, polarity: Polarity):
    path = SAMPLES / file
    if not path.exists():
        pytest.skip("the samples lie beside the checkout, and are not here")
    answer = json.loads(path.read_text())["payload"]["event_data"]
    assert read_feedback("nps", answer["score"], answer["comment"]).polarity is polarity


@given(st.sampled_from([*SCALES, "none", "x"]), st.none() | st.floats(), st.none() | st.text(), st.booleans())
def test_anything_is_read(scale: str, score: float | None, comment: str | None, finished: bool):
    reading = read_feedback(scale, score, comment, finished)
    assert reading.score is None or 0 <= reading.score <= 1
    assert reading.quote is None or (reading.polarity is POSITIVE and len(reading.quote) <= MAX_QUOTE)


@given(st.sampled_from(list(SCALES)), st.floats(0, 10), st.floats(0, 10))
def test_a_better_score_is_never_read_worse(scale: str, a: float, b: float):
    order = [NEGATIVE, NEUTRAL, POSITIVE]
    low, high = (read_feedback(scale, score, None).polarity for score in sorted((a, b)))
    assert UNKNOWN in (low, high) or order.index(low) <= order.index(high)


@pytest.mark.parametrize("char", ["a", " ", "\x00", "but ", "\ud800", "1 ", "a. "])
def test_a_very_long_comment_is_read(char: str):
    read_feedback("nps", 10, char * 100_000)
