"""What answers to surveys mean."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.feedback import MAX_QUOTE, SCALES, Polarity, read_answer, read_text
from movewatch.policy import parse_policy

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

TEXTS = [
    # 1-8. English: a strong word, two mild ones, one that is too few.
    (1, "The team was excellent.", POSITIVE, "words-positive"),
    (2, "Great work from start to finish!", POSITIVE, "words-positive"),
    (3, "Friendly and reliable people.", POSITIVE, "words-positive"),
    (4, "We love working with you.", POSITIVE, "words-positive"),
    (5, "Very satisfied with the outcome", POSITIVE, "words-positive"),
    (6, "I highly recommend them.", POSITIVE, "words-positive"),
    (7, "It was good.", UNKNOWN, "words-too-few"),
    (8, "It works.", UNKNOWN, "no-known-word"),
    # 9-16. Blame.
    (9, "Worst experience ever", NEGATIVE, "words-negative"),
    (10, "Slow and expensive.", NEGATIVE, "words-negative"),
    (11, "A complete waste of money", NEGATIVE, "words-negative"),
    (12, "Never again.", NEGATIVE, "words-negative"),
    (13, "Disappointing support", NEGATIVE, "words-negative"),
    (14, "Two weeks late, and full of bugs", NEGATIVE, "words-negative"),
    (15, "The tool crashes daily.", NEGATIVE, "words-negative"),
    (16, "Poor communication", NEGATIVE, "words-negative"),
    # 17-24. A negation turns praise, and takes blame away; it ends with its clause.
    (17, "Not good at all.", NEGATIVE, "words-negative"),
    (18, "I wouldn't recommend it to anyone.", NEGATIVE, "words-negative"),
    (19, "They were never helpful.", NEGATIVE, "words-negative"),
    (20, "No complaints, very happy.", POSITIVE, "words-positive"),
    (21, "No issues at all, excellent service", POSITIVE, "words-positive"),
    (22, "Never had a problem.", UNKNOWN, "no-known-word"),
    (23, "Pas bon du tout.", NEGATIVE, "words-negative"),
    (24, "Nicht zufrieden.", NEGATIVE, "words-negative"),
    # 25-32. Both sides, a turn, a question, a wish: no milestone.
    (25, "Good, but slow.", NEUTRAL, "words-mixed"),
    (26, "Excellent, but that took a year.", NEUTRAL, "words-mixed"),
    (27, "Great people and a terrible product.", NEUTRAL, "words-mixed"),
    (28, "Would be great if it worked.", NEGATIVE, "words-negative"),
    (29, "Is it great?", UNKNOWN, "words-too-few"),
    (30, "Could be better.", NEGATIVE, "words-negative"),
    (31, "Toll, aber teuer.", NEUTRAL, "words-mixed"),
    (32, "Excelente, aunque lento.", NEUTRAL, "words-mixed"),
    # 33-36. Irony.
    (33, "Great, another outage. Just what we needed.", NEGATIVE, "words-negative"),
    (34, "Thanks for nothing.", NEGATIVE, "words-negative"),
    (35, "Yeah right, excellent.", NEUTRAL, "words-mixed"),
    (36, "Your so-called experts", NEGATIVE, "words-negative"),
    # 37-42. A number in the words.
    (37, "10/10 would work with them again", POSITIVE, "words-positive"),
    (38, "9 out of 10", POSITIVE, "words-positive"),
    (39, "3/10", NEGATIVE, "words-negative"),
    (40, "5/5 but the invoice was wrong", NEUTRAL, "words-mixed"),
    (41, "8/10", UNKNOWN, "no-known-word"),
    (42, "On 10/10 we met.", POSITIVE, "words-positive"),
    # 43-66. German, French, Spanish, Dutch, Italian.
    (43, "Alles bestens, sehr zufrieden.", POSITIVE, "words-positive"),
    (44, "Hervorragende Zusammenarbeit", POSITIVE, "words-positive"),
    (45, "Freundlich und kompetent", POSITIVE, "words-positive"),
    (46, "Leider nicht gut.", NEGATIVE, "words-negative"),
    (47, "Mangelhafte Beratung, nie wieder", NEGATIVE, "words-negative"),
    (48, "Großartig!", POSITIVE, "words-positive"),
    (49, "Très bon travail, merci !", POSITIVE, "words-positive"),
    (50, "Équipe formidable", POSITIVE, "words-positive"),
    (51, "Service décevant", NEGATIVE, "words-negative"),
    (52, "Malheureusement en retard", NEGATIVE, "words-negative"),
    (53, "Excelente trabajo", POSITIVE, "words-positive"),
    (54, "Muy satisfechos con el equipo", POSITIVE, "words-positive"),
    (55, "No fue bueno.", NEGATIVE, "words-negative"),
    (56, "Un desastre", NEGATIVE, "words-negative"),
    (57, "Uitstekend werk, heel tevreden.", POSITIVE, "words-positive"),
    (58, "Geweldig team", POSITIVE, "words-positive"),
    (59, "Helaas te laat geleverd", NEGATIVE, "words-negative"),
    (60, "Niet tevreden", NEGATIVE, "words-negative"),
    (61, "Ottimo lavoro, molto soddisfatti.", POSITIVE, "words-positive"),
    (62, "Squadra fantastica", POSITIVE, "words-positive"),
    (63, "Non sono soddisfatto.", NEGATIVE, "words-negative"),
    (64, "Purtroppo in ritardo", NEGATIVE, "words-negative"),
    # 65-67. Nothing to read.
    (65, None, UNKNOWN, "no-known-word"),
    (66, "   ", UNKNOWN, "no-known-word"),
    (67, "👍", UNKNOWN, "no-known-word"),
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
    reading = read_answer(scale, score, None)
    assert (reading.polarity, reading.why) == (polarity, why), number
    assert (reading.score is None) == (polarity is UNKNOWN)


@pytest.mark.parametrize(("number", "comment", "quote"), QUOTES)
def test_quote(number: int, comment: str | None, quote: str | None):
    assert read_answer("nps", 10, comment).quote == quote, number


def test_the_number_beats_the_words():
    reading = read_answer("nps", 5, "Nearly flawless! Keep up the good work!")
    assert (reading.polarity, reading.quote) == (NEGATIVE, None)


@pytest.mark.parametrize(("number", "text", "polarity", "why"), TEXTS)
def test_words_alone(number: int, text: str | None, polarity: Polarity, why: str):
    reading = read_text(text)
    assert (reading.polarity, reading.why) == (polarity, why), (number, reading)
    assert (reading.quote is None) or polarity is POSITIVE


def test_words_speak_only_where_there_is_no_number():
    assert read_answer("none", None, "The best project we ever had.").polarity is POSITIVE
    assert read_answer("nps", 5, "The best project we ever had.").polarity is NEGATIVE


AGAINST = [
    # 1-4. The best number, and words that take it back: no praise worth acting on.
    (1, "csat", 5, "5/5 but the invoice was wrong", NEUTRAL, "csat-but"),
    (2, "nps", 10, "Great, another outage.", NEUTRAL, "nps-but"),
    (3, "stars", 5, "Wirklich toll. Leider zu spät.", NEUTRAL, "stars-but"),
    (4, "nps", 9, "Disappointing.", NEUTRAL, "nps-but"),
    # 5-6. Words that say nothing against it.
    (5, "nps", 10, "No problems at all!", POSITIVE, "nps-positive"),
    (6, "nps", 10, "Keep going.", POSITIVE, "nps-positive"),
    # 7. A bad number stays bad, whatever is written.
    (7, "nps", 3, "Nice people, but slow.", NEGATIVE, "nps-negative"),
]


@pytest.mark.parametrize(("number", "scale", "score", "comment", "polarity", "why"), AGAINST)
def test_words_against_the_best_number(
    number: int, scale: str, score: float, comment: str, polarity: Polarity, why: str
):
    reading = read_answer(scale, score, comment)
    assert (reading.polarity, reading.why, reading.quote is None or polarity is POSITIVE) == (polarity, why, True), (
        number
    )


def test_a_language_settles_what_a_word_means():
    # "Mal" is bad in Spanish, and "once" or "times" in German.
    assert read_text("Das beste Mal", "de").polarity is POSITIVE
    assert read_text("Das beste Mal").polarity is NEUTRAL


def test_how_sure_it_is_and_how_much_is_needed_stand_in_the_policy():
    given = parse_policy("[classifiers]\nclear_words = 0.7\npraise_needed = 3\n").classifiers
    assert read_text("Excellent.", policy=given).polarity is UNKNOWN
    assert read_text("Excellent, and friendly.", policy=given).confidence == 0.7


@given(st.text(max_size=200))
def test_any_text_is_read(text: str):
    reading = read_text(text)
    assert reading == read_text(text.upper()) or not text.isascii()
    assert reading.score is None or 0 <= reading.score <= 1


def test_an_answer_that_was_broken_off_says_nothing():
    reading = read_answer("nps", 10, "Great work from all of you.", finished=False)
    assert (reading.polarity, reading.score, reading.why, reading.quote) == (UNKNOWN, None, "unfinished", None)


def test_a_long_sentence_is_cut_between_words():
    quote = read_answer("nps", 10, "word " * 100).quote
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
    assert read_answer("nps", answer["score"], answer["comment"]).polarity is polarity


@given(st.sampled_from([*SCALES, "none", "x"]), st.none() | st.floats(), st.none() | st.text(), st.booleans())
def test_anything_is_read(scale: str, score: float | None, comment: str | None, finished: bool):
    reading = read_answer(scale, score, comment, finished)
    assert reading.score is None or 0 <= reading.score <= 1
    assert reading.quote is None or (reading.polarity is POSITIVE and len(reading.quote) <= MAX_QUOTE)


@given(st.sampled_from(list(SCALES)), st.floats(0, 10), st.floats(0, 10))
def test_a_better_score_is_never_read_worse(scale: str, a: float, b: float):
    order = [NEGATIVE, NEUTRAL, POSITIVE]
    low, high = (read_answer(scale, score, None).polarity for score in sorted((a, b)))
    assert UNKNOWN in (low, high) or order.index(low) <= order.index(high)


@pytest.mark.parametrize("char", ["a", " ", "\x00", "but ", "\ud800", "1 ", "a. "])
def test_a_very_long_comment_is_read(char: str):
    read_answer("nps", 10, char * 100_000)
