from datetime import timedelta
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from movewatch.rendering import RenderError, build_templates, load_templates, render
from movewatch.rendering.check import forbidden_phrases
from movewatch.rendering.examples import EXAMPLES, lean
from movewatch.rendering.render import DRAFT_WORDS, SUBJECT_CHARS, WITHOUT_DRAFT
from movewatch.rendering.text import count_words
from schemas.base import Level
from schemas.evidence import Employment
from schemas.signals import MILESTONES as SIGNALS_OF_PRAISE
from schemas.suggestions import AccountCard, ContactCard, OwnerCard, Problem, Suggestion, SuggestionKind
from schemas.work import SharedWork

TEMPLATES = load_templates()
WITH_DRAFT = [example for example in EXAMPLES if example.kind not in WITHOUT_DRAFT]
BY_KIND = {example.kind: example for example in reversed(EXAMPLES)}
BY_MILESTONE = {example.milestone: example for example in EXAMPLES if example.milestone}


def ids(example: Suggestion):
    return example.milestone or example.kind.value


def draft_of(suggestion: Suggestion):
    return render(suggestion, TEMPLATES).draft


class Page(HTMLParser):
    """The tags and the visible text of a page; fails on tags that do not match."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str):
        assert self.open.pop() == tag

    def handle_data(self, data: str):
        self.text += data


# --- the mail to the owner


def test_every_kind_has_an_example():
    assert {example.kind for example in EXAMPLES} == set(SuggestionKind)
    assert set(BY_MILESTONE) == {kind.value for kind in SIGNALS_OF_PRAISE}


# What the mail of each kind must tell its owner, in the text as in the HTML.
TOLD = [
    # 1. Who moved where, from what we know it, what we know besides, and when to write.
    (
        1,
        SuggestionKind.DEPARTMENTAL_MOVE,
        ["Hello Robin Berg", "Dana Reed has moved to another department at Northwind", "Finance → Procurement"],
    ),
    (2, SuggestionKind.DEPARTMENTAL_MOVE, ["Salesforce, 2 March 2026", "noticed on 3 March 2026", "16 March 2026"]),
    (3, SuggestionKind.DEPARTMENTAL_MOVE, ["cut the monthly close from nine days to four", "28 November 2025"]),
    (4, SuggestionKind.DEPARTMENTAL_MOVE, ["matched to orders by hand", "EUR 120,000 a year", "not from a product"]),
    # 5. The way back to the evidence, and the way to silence.
    (
        5,
        SuggestionKind.DEPARTMENTAL_MOVE,
        ["Reference number: example-departmental-move. This", "lapses on 18 April 2026", "mute"],
    ),
    # 6. A higher position is told to the owner.
    (6, SuggestionKind.DEPARTMENTAL_MOVE, ["a higher one than before"]),
    # 7. A hand-over names the colleague who introduces, and how to reach them.
    (7, SuggestionKind.HAND_OVER, ["into your area", "Kim Lund (kim.lund@example.com)", "is for Kim Lund to send"]),
    # 8. A new company: from where, to where, and what it is to us.
    (
        8,
        SuggestionKind.NEW_COMPANY,
        ["from Northwind to Fabrikam", "Fabrikam is a prospect.", "business that suits us"],
    ),
    (9, SuggestionKind.PROMOTION, ["a higher position", "congratulate only if you heard of it from them"]),
    (
        10,
        SuggestionKind.REFERENCE_REQUEST,
        ["pleased with Faster Close", "nobody dreaded", "10 of 10", "project system and survey, 2 March"],
    ),
    (11, SuggestionKind.SUCCESSOR, ["has left Northwind", "who takes over", "In the coming weeks"]),
    # 12. A case is one decision, with examples.
    (12, SuggestionKind.BULK_CASE, ["42 contacts at Northwind", "Lee Novak", "And 40 more", "reorganisation"]),
    # 13. The same arrow everywhere, whoever wrote the change down.
    (13, SuggestionKind.BULK_CASE, ["department Finance → Group Finance"]),
    # 14. Where a lead may come to nothing, the mail says what happens if its reader does nothing.
    (14, SuggestionKind.BULK_CASE, ["Otherwise ignore this mail; it lapses on 18 April 2026."]),
    (15, SuggestionKind.DEPARTMENTAL_MOVE, ["If nothing fits, ignore this mail; it lapses on 18 April 2026."]),
    (16, SuggestionKind.NEW_COMPANY, ["otherwise ignore this mail, which lapses on 18 April 2026."]),
    # 17. Whether the draft speaks of the change.
    (17, SuggestionKind.DEPARTMENTAL_MOVE, ["The draft does not mention the move"]),
    (18, SuggestionKind.NEW_COMPANY, ["The draft does not say how you know of the change"]),
]


@pytest.mark.parametrize(("number", "kind", "expected"), TOLD)
def test_the_mail_tells(number: int, kind: SuggestionKind, expected: Any):
    rendered = render(BY_KIND[kind], TEMPLATES)
    page = " ".join(Page(rendered.html).text.split())
    for words in expected:
        assert words in rendered.text, number
        assert words in page, number


@pytest.mark.parametrize("example", [it for it in EXAMPLES if it.kind is not SuggestionKind.BULK_CASE], ids=ids)
def test_weak_signs_are_put_as_a_question(example: Suggestion):
    claim = render(example, TEMPLATES)
    asked = render(example.model_copy(update={"question": True, "confidence": 0.4}), TEMPLATES)
    assert asked.subject == f"Is it so? {claim.subject}"
    assert "Is it so?" not in claim.text
    for words in ("Is it so?", "dismiss this as a bad signal if it is not"):
        assert words in asked.text
        assert words in " ".join(Page(asked.html).text.split())
    # What the contact is written is the same: they are not asked what we suspect.
    assert asked.draft == claim.draft


def test_a_prospect_that_is_a_customer_by_now_is_no_ones_to_ignore():
    example = BY_KIND[SuggestionKind.NEW_COMPANY]
    text = render(
        example.model_copy(update={"account": AccountCard(name="Fabrikam", status="customer")}), TEMPLATES
    ).text
    assert "Fabrikam is a customer already" in text
    assert "ignore this mail" not in text


# What a request for a reference tells its owner, by the milestone.
MILESTONES = [
    (1, "project-praised", ["Dana Reed at Northwind is pleased with Faster Close.", "Shared work: Faster Close, end"]),
    (
        2,
        "project-praised",
        ["In their words: “The first close in years that nobody dreaded”. In the survey: 10 of 10."],
    ),
    (3, "gone-live", ["is pleased with the ledger portal, which has gone live.", "Answer of 2 March 2026: 9 of 10."]),
    (4, "renewed", ["was pleased with our work, and the support contract has been renewed.", "hurts before we do”."]),
    (5, "promoter", ["Dana Reed at Northwind would recommend us.", "9 of 10. In their words: “They find what hurts"]),
    # 6. Both answers, the earlier one first: the owner sees what changed.
    (6, "turned-promoter", ["would recommend us now, and would not before", "Answer of 3 September 2025: 7 of 10. In"]),
    (7, "praised-again", ["three times in a row", "5 of 5.", "9 of 10.", "10 of 10."]),
    (8, "anniversary", ["was pleased with Faster Close, which was completed a year ago.", "nobody dreaded"]),
]


@pytest.mark.parametrize(("number", "milestone", "expected"), MILESTONES)
def test_the_mail_tells_of_the_milestone(number: int, milestone: str, expected: list[str]):
    rendered = render(BY_MILESTONE[milestone], TEMPLATES)
    page = " ".join(Page(rendered.html).text.split())
    for words in expected:
        assert words in " ".join(rendered.text.split()), number
        assert words in page, number


def test_praise_is_told_once():
    text = render(BY_MILESTONE["project-praised"], TEMPLATES).text
    assert text.count("nobody dreaded") == 1
    assert "Answer of" not in text


# What the draft of each milestone thanks for. The contact has said it, signed it or seen it.
THANKS = [
    (1, "project-praised", "Thank you for your feedback on Faster Close. The result: cut"),
    (2, "gone-live", "Thank you for your feedback on the ledger portal, now live. We worked together on Faster Close."),
    (3, "renewed", "Thank you for carrying on with the support contract. We worked together on Faster Close."),
    (4, "promoter", "Thank you for saying that you would recommend us. We worked together on Faster Close."),
    # 5. That it was not always so is between us and the owner.
    (5, "turned-promoter", "Thank you for saying that you would recommend us. We worked"),
    (6, "praised-again", "Thank you for your good words, three times in a row. We worked"),
    (7, "anniversary", "It is a year since we completed Faster Close together. The result: cut"),
]


@pytest.mark.parametrize(("number", "milestone", "expected"), THANKS)
def test_the_draft_thanks_for_the_milestone(number: int, milestone: str, expected: str):
    assert expected in draft_of(BY_MILESTONE[milestone]), number


STATUSES = [
    (1, "customer", "Northwind is a customer."),
    (2, "former_customer", "Northwind is a former customer."),
    (3, "partner", "Northwind is a partner."),
    (4, "competitor", "Northwind is a competitor."),
    (5, "never", "Northwind is marked as never to be approached."),
]


@pytest.mark.parametrize(("number", "status", "expected"), STATUSES)
def test_what_an_account_is_to_us_is_a_sentence(number: int, status: Any, expected: str):
    account = AccountCard(name="Northwind", status=status)
    text = render(BY_KIND[SuggestionKind.PROMOTION].model_copy(update={"account": account}), TEMPLATES).text
    assert f"- {expected}" in text.splitlines(), number


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_a_mail_says_where_to_look_when_no_name_is_known(example: Suggestion):
    rendered = render(lean(example), TEMPLATES)
    for part in (rendered.subject, rendered.text):
        if example.contact is not None:
            assert "ontact 003D in Salesforce" in part
        if example.kind is not SuggestionKind.REFERENCE_REQUEST or part is rendered.text:
            assert f"account {example.account.key.rpartition('/')[2]} in Salesforce" in part


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_a_mail_quotes_no_offsets(example: Suggestion):
    rendered = render(example, TEMPLATES)
    for source in example.evidence.sources:
        for part in (rendered.subject, rendered.text, rendered.html):
            assert f"{source.partition}/{source.offset}" not in part
            assert "Evidence" not in part


# Words that a reader had to ask about.
UNCLEAR = (
    "larger task",
    "a word is enough",
    "in their name",
    "known as:",
    "hold this as one case",
    "changed alike",
    "your contact on our side",
    "dismiss",
    "->",
    "NPS",
    "No shared work",
    "A contact",
)


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_the_mail_is_in_plain_words(example: Suggestion):
    for suggestion in (example, lean(example)):
        rendered = render(suggestion, TEMPLATES)
        assert [words for words in UNCLEAR if words in rendered.subject + rendered.text + rendered.html] == []


@pytest.mark.parametrize("example", WITH_DRAFT, ids=ids)
def test_the_draft_stands_in_full_in_both_parts(example: Suggestion):
    rendered = render(example, TEMPLATES)
    assert rendered.draft in rendered.text
    assert " ".join(rendered.draft.split()) in " ".join(Page(rendered.html).text.split())


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_a_mail_with_little_known_still_reads_well(example: Suggestion):
    rendered = render(lean(example), TEMPLATES)
    for part in (rendered.subject, rendered.text, Page(rendered.html).text):
        assert "None" not in part
        assert "  " not in part.replace("\n", "")
        assert " ," not in part
        assert " ." not in part
        assert "()" not in part
    assert "Shared work:" not in rendered.text
    assert "Known problem:" not in rendered.text


def test_a_date_that_has_passed_asks_for_no_waiting():
    example = BY_KIND[SuggestionKind.PROMOTION]
    past = example.model_copy(update={"outreach_from": example.occurred_at - timedelta(days=1)})
    assert "Not before" not in render(past, TEMPLATES).text


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_the_html_is_small_and_table_free(example: Suggestion):
    html = render(example, TEMPLATES).html
    tags = {tag for tag, _ in Page(html).tags}
    assert not tags & {"table", "script", "img", "link", "style", "iframe", "form"}  # nothing that loads or tracks
    assert "max-width:600px" in html
    assert len(html.encode()) < 20_000


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_the_same_suggestion_gives_the_same_words(example: Suggestion):
    assert render(example, TEMPLATES) == render(example, load_templates())


# --- what a name may contain

HOSTILE = "<script>alert(1)</script>\r\nBcc: all@example.com\x00 {{ 7 * 7 }} & \"'"


def hostile(example: Suggestion):
    card = {"name": HOSTILE, "first_name": HOSTILE}
    job = Employment(title=HOSTILE, department=HOSTILE, company=HOSTILE)
    work = SharedWork(project_id="1", project=HOSTILE, ended_at=example.occurred_at, result=HOSTILE, quote=HOSTILE)
    return example.model_copy(
        update={
            "contact": example.contact and example.contact.model_copy(update=card),
            "account": AccountCard(name=HOSTILE),
            "origin": example.origin and AccountCard(name=HOSTILE),
            "owner": example.owner.model_copy(update={"name": HOSTILE}),
            "introducer": example.introducer and example.introducer.model_copy(update={"name": HOSTILE}),
            "before": Employment(title="A"),
            "after": job,
            "work": (work,),
            "problems": (Problem(problem_id="1", summary=HOSTILE, yearly_cost=1, currency=HOSTILE),),
            "examples": (HOSTILE,),
        }
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_a_name_is_never_markup_never_a_header_never_a_template(example: Suggestion):
    rendered = render(hostile(example), TEMPLATES)
    assert "script" not in {tag for tag, _ in Page(rendered.html).tags}
    assert "&lt;script&gt;" in rendered.html
    assert "&amp;lt;" not in rendered.html  # escaped once, not twice
    assert "\n" not in rendered.subject
    assert not [line for line in rendered.text.splitlines() if line.startswith("Bcc")]
    for part in (rendered.subject, rendered.text, rendered.html):
        assert "\x00" not in part
        assert "\r" not in part
    assert "{{ 7 * 7 }}" in rendered.text


def test_a_very_long_title_is_cut():
    example = BY_KIND[SuggestionKind.PROMOTION]
    rendered = render(example.model_copy(update={"after": Employment(title="Chief " * 80)}), TEMPLATES)
    assert len(rendered.subject) <= SUBJECT_CHARS
    assert rendered.subject.endswith("…")
    assert max(map(len, rendered.text.splitlines())) < 700


# --- the draft to the contact

WORK = {
    "all": {},
    "no result": {"result": None},
    "no praise": {"quote": None, "score": None},
    "a long result": {"result": "brought " + "very " * 40 + "much"},
    "a long project": {"project": "the project of " + "very " * 40 + "many words"},
    "a long-winded but fitting one": {
        "project": "the second phase of the harmonised ledger programme at last",
        "result": "closed the books in four days instead of nine in all eleven countries without overtime",
    },
}
WORKS = [*(example_work for example_work in WORK), "none"]
PEOPLE = ["named", "nameless", "long-named"]
PLACES = ["all", "no employment", "no account name", "long title"]
CASES = list(product(WITH_DRAFT, WORKS, PEOPLE, PLACES, [True, False]))


def case(example: Suggestion, work: str, people: str, place: str, introduced: bool):
    values = {"work": () if work == "none" else (example.work[0].model_copy(update=WORK[work]),)}
    if people == "nameless":
        values["contact"] = ContactCard(key="demo/x/1")
        values["owner"] = OwnerCard(key="demo/x/2")
    if people == "long-named":
        name = "Maria del Carmen Isabel de la Fuente y Ordóñez"
        values["contact"] = ContactCard(key="demo/x/1", name=name, first_name="Maria del Carmen Isabel")
        values["owner"] = OwnerCard(key="demo/x/2", name=name)
    if place == "no employment":
        values["before"] = values["after"] = None
    if place == "no account name":
        values["account"], values["origin"] = AccountCard(), None
    if place == "long title":
        title = "Senior Vice President of Global Procurement and Supply"
        values["after"] = Employment(title=title, department="Group Procurement and Supply Chain")
    values["introducer"] = values.get("owner", OwnerCard(key="demo/x/3", name="Kim Lund")) if introduced else None
    return example.model_copy(update=values)


@pytest.mark.parametrize("example", WITH_DRAFT, ids=ids)
def test_a_draft_has_40_to_70_words_whatever_is_known(example: Suggestion):
    least, most = DRAFT_WORDS
    for chosen in (one for one in CASES if one[0] is example):
        draft = draft_of(case(*chosen))
        assert least <= count_words(draft) <= most, (chosen[1:], draft)
        assert not forbidden_phrases(draft), draft


def test_the_limits_are_40_and_70():
    assert DRAFT_WORDS == (40, 70)


TEXTS = st.none() | st.text(max_size=120) | st.lists(st.sampled_from(["a", "of", "Finance"]), max_size=60).map(" ".join)
LINES = TEXTS.map(lambda text: text or "")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    example=st.sampled_from(WITH_DRAFT),
    names=st.tuples(LINES, LINES, LINES, LINES, LINES),
    work=st.none() | st.tuples(LINES, TEXTS, TEXTS),
    job=st.none() | st.tuples(TEXTS, TEXTS, TEXTS),
    introduced=st.booleans(),
)
def test_any_facts_give_40_to_70_words(
    example: Suggestion, names: tuple[str, ...], work: Any, job: Any, introduced: bool
):
    first, owner, introducer, account, origin = names
    suggestion = example.model_copy(
        update={
            "contact": ContactCard(key="k", first_name=first),
            "owner": OwnerCard(key="k", name=owner),
            "introducer": OwnerCard(key="k", name=introducer) if introduced else None,
            "account": AccountCard(name=account),
            "origin": AccountCard(name=origin),
            "work": ()
            if work is None
            else (
                SharedWork(
                    project_id="1", project=work[0], ended_at=example.occurred_at, result=work[1], quote=work[2]
                ),
            ),
            "after": job and Employment(title=job[0], department=job[1], division=job[2]),
        }
    )
    rendered = render(suggestion, TEMPLATES)
    assert DRAFT_WORDS[0] <= count_words(rendered.draft) <= DRAFT_WORDS[1], rendered.draft
    Page(rendered.html)


NOT_OF_A_PROJECT = {"gone-live", "renewed", "promoter", "turned-promoter", "praised-again"}


@pytest.mark.parametrize("example", WITH_DRAFT, ids=ids)
def test_a_draft_cites_shared_work_and_what_both_sides_gain(example: Suggestion):
    draft = draft_of(example)
    assert "Faster Close" in draft
    # A letter about something else than that work has no room for its result.
    assert ("cut the monthly close from nine days to four" in draft) == (example.milestone not in NOT_OF_A_PROJECT)
    gains = ["serve us both", "your part in it becomes known, and we", "You would have someone"]
    assert any(gain in draft for gain in gains)


@pytest.mark.parametrize("example", WITH_DRAFT, ids=ids)
def test_without_shared_work_the_sentence_is_absent(example: Suggestion):
    draft = draft_of(example.model_copy(update={"work": (), "milestone": None, "about": "", "answers": ()}))
    for claim in ("worked", "The result", "feedback", "similar", "carries over", "Thank you"):
        assert claim not in draft


@pytest.mark.parametrize("work", [True, False])
@pytest.mark.parametrize("example", WITH_DRAFT, ids=ids)
def test_a_draft_names_no_title(example: Suggestion, work: bool):
    """The mail says that the draft is silent about the change; a title that is new would tell of it."""
    titled = {"after": Employment(title="Master of Ceremonies", department="Finance"), "introducer": None}
    draft = draft_of(example.model_copy(update={**titled, "work": example.work if work else ()}))
    assert "Master" not in draft
    assert "Ceremonies" not in draft


AREAS = [
    # 1. Where they are now is where a question may be open.
    (1, SuggestionKind.DEPARTMENTAL_MOVE, "a similar question is open in Procurement, half"),
    (2, SuggestionKind.NEW_COMPANY, "a similar question is open at Fabrikam, half"),
    # 3. A promotion within the department needs no place.
    (3, SuggestionKind.PROMOTION, "a similar question is open on your side, half"),
]


@pytest.mark.parametrize(("number", "kind", "expected"), AREAS)
def test_the_draft_names_the_area_only_as_a_place(number: int, kind: SuggestionKind, expected: str):
    assert expected in draft_of(BY_KIND[kind].model_copy(update={"introducer": None})), number


@pytest.mark.parametrize("example", WITH_DRAFT, ids=ids)
def test_a_higher_level_changes_no_word_of_the_draft(example: Suggestion):
    higher, same = (example.model_copy(update={"level": level}) for level in (Level.HIGHER, Level.SAME))
    assert draft_of(higher) == draft_of(same)
    assert render(higher, TEMPLATES).text != render(same, TEMPLATES).text


def test_a_reference_request_asks_who_else_could_benefit():
    draft = draft_of(BY_KIND[SuggestionKind.REFERENCE_REQUEST])
    assert "Who else in your organisation could benefit from similar work?" in draft


def test_a_hand_over_is_written_by_the_previous_owner_and_introduces_the_colleague():
    draft = draft_of(BY_KIND[SuggestionKind.HAND_OVER])
    assert "My colleague Robin Berg looks after Procurement" in draft
    assert draft.endswith("Kim Lund")


def test_a_hand_over_without_anybody_to_introduce_is_written_by_the_owner():
    draft = draft_of(BY_KIND[SuggestionKind.HAND_OVER].model_copy(update={"introducer": None}))
    assert "colleague" not in draft
    assert draft.endswith("Robin Berg")


def test_the_problem_and_its_cost_stay_between_us_and_the_owner():
    for example in WITH_DRAFT:
        assert "Invoices" not in draft_of(example)


def test_nobody_is_written_to_where_nobody_is_known():
    for kind in WITHOUT_DRAFT:
        rendered = render(BY_KIND[kind], TEMPLATES)
        assert rendered.draft == ""
        assert "DRAFT" not in rendered.text


# --- templates of one's own


def test_an_overlay_wins_and_the_rest_stays():
    own = build_templates(TEMPLATES.sources, {"promotion/subject.j2": "Neues von {{ contact.name }}"})
    rendered = render(BY_KIND[SuggestionKind.PROMOTION], own)
    assert rendered.subject == "Neues von Dana Reed"
    assert rendered.text == render(BY_KIND[SuggestionKind.PROMOTION], TEMPLATES).text


BROKEN = [
    # 1. A name that does not exist.
    (1, "{{ nobody }}", "'nobody' is undefined"),
    # 2. A part that does not exist.
    (2, "{{ contact.nickname }}", "nickname"),
    # 3. The sandbox: templates look at facts, not at Python.
    (3, "{{ contact.__class__.__mro__ }}", "unsafe"),
    # 4. Values cannot be changed either.
    (4, "{{ work.clear() }}", "unsafe"),
    # 5. An expression that fails; its own words, which may quote a value, are not repeated.
    (5, "{{ contact.name / 2 }}", "TypeError"),
    # 6. Bad syntax.
    (6, "{% if %}", "Expected an expression"),
    # 7. A file that is not there.
    (7, "{% include 'promotion/none.j2' %}", "promotion/none.j2"),
]


@pytest.mark.parametrize(("number", "template", "expected"), BROKEN)
def test_a_broken_template_is_an_error_that_names_it(number: int, template: str, expected: Any):
    own = build_templates(TEMPLATES.sources, {"promotion/subject.j2": template})
    with pytest.raises(RenderError, match="promotion/") as caught:
        render(BY_KIND[SuggestionKind.PROMOTION], own)
    assert expected in str(caught.value), number
    assert "Dana" not in str(caught.value), number


def test_the_draft_names_the_address_unless_it_is_the_old_employers():
    assert "To: dana.reed@northwind.example.com" in render(BY_KIND[SuggestionKind.PROMOTION], TEMPLATES).text
    assert "northwind.example.com" not in render(BY_KIND[SuggestionKind.NEW_COMPANY], TEMPLATES).text
