from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.delivery.mail import compose, message_id, named_address, usable_address
from movewatch.rendering import Rendered, load_templates, render
from movewatch.rendering.examples import EXAMPLES
from schemas.suggestions import OwnerCard, Suggestion, SuggestionKind

TEMPLATES = load_templates()
MOVE = EXAMPLES[0]
SENDER = Address(addr_spec="a@example.com")


def mail_of(suggestion: Suggestion, **values: Any) -> EmailMessage:
    rendered = values.pop("rendered", None) or render(suggestion, TEMPLATES)
    sender = named_address(values.pop("sender", "movewatch@Example.com"))
    assert sender is not None
    return compose(suggestion, rendered, recipient="robin.berg@example.com", sender=sender, **values)


def read(suggestion: Suggestion, **values: Any) -> EmailMessage:
    """The mail as a mail program sees it."""
    parsed = message_from_bytes(mail_of(suggestion, **values).as_bytes(), policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


ADDRESSES = [
    (1, "robin@example.com", True),
    (2, " robin.berg+leads@mail.example.com ", True),
    (3, "root@localhost", True),
    (4, None, False),
    (5, "", False),
    (6, "robin", False),
    # 7. Never a second recipient, never a header.
    (7, "a@example.com, b@example.com", False),
    (8, "a@example.com\r\nBcc: b@example.com", False),
    (9, "a@example.com\n", True),  # only surrounding space, which is dropped
    (10, "Robin <robin@example.com>", False),
    (11, "a@b@example.com", False),
    (12, "röbin@example.com", False),  # needs SMTPUTF8 on the whole way
    (13, "a..b@example.com", False),
    (14, "a@-example.com", False),
    (15, "a" * 65 + "@example.com", False),
    (16, "a@" + "b" * 260 + ".com", False),
    (17, "a b@example.com", False),
    (18, "a@example.com>", False),
]


@pytest.mark.parametrize(("number", "address", "usable"), ADDRESSES)
def test_usable_addresses(number: int, address: str | None, usable: bool):
    expected = address.strip() if usable and address else None
    assert usable_address(address) == expected, number


NAMED = [
    (1, "leads@example.com", "leads@example.com"),
    (2, "movewatch <leads@example.com>", "movewatch <leads@example.com>"),
    (3, '"Leads, new" <leads@example.com>', '"Leads, new" <leads@example.com>'),
    (4, "movewatch <leads>", None),
    (5, "a@example.com <b@example.com> <c@example.com>", None),
    (6, "movewatch leads@example.com", None),
    # 7. A line break in the name is only a space.
    (7, "x\r\nBcc: all <leads@example.com>", '"x Bcc: all" <leads@example.com>'),
]


@pytest.mark.parametrize(("number", "text", "expected"), NAMED)
def test_addresses_with_a_name(number: int, text: str, expected: str | None):
    address = named_address(text)
    assert (str(address) if address else None) == expected, number


def test_the_headers():
    mail = read(MOVE, sender="movewatch <movewatch@Example.com>", reply_to="sales@example.com")
    assert mail["From"] == "movewatch <movewatch@Example.com>"
    assert mail["To"] == "Robin Berg <robin.berg@example.com>"
    assert mail["Reply-To"] == "sales@example.com"
    assert mail["Subject"] == "Dana Reed has moved to Procurement at Northwind"
    assert mail["Message-ID"] == "<example-departmental-move.2@example.com>"
    assert mail["Date"].datetime == MOVE.history[-1].at
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "movewatch departmental-move <departmental-move.movewatch.example.com>"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.kind))
def test_both_parts_arrive_as_they_were_written(example: Suggestion):
    rendered = render(example, TEMPLATES)
    mail = read(example)
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert html.get_content_type() == "text/html"
    assert text.get_content().replace("\r\n", "\n") == rendered.text
    assert html.get_content().replace("\r\n", "\n") == rendered.html


def test_the_same_suggestion_gives_the_same_bytes():
    assert mail_of(MOVE).as_bytes() == mail_of(MOVE).as_bytes()
    again = Suggestion.model_validate_json(MOVE.to_json())
    assert mail_of(again).as_bytes() == mail_of(MOVE).as_bytes()


def test_another_revision_is_another_mail():
    later = MOVE.model_copy(update={"revision": 3})
    assert message_id(later, SENDER) != message_id(MOVE, SENDER)
    assert mail_of(later).get_boundary() != mail_of(MOVE).get_boundary()


def test_every_byte_is_ascii_and_every_line_short():
    name = "Łukasz Nguyễn-O’Brien 李 " * 8
    for line in mail_of(MOVE.model_copy(update={"owner": OwnerCard(key="k", name=name)})).as_bytes().split(b"\r\n"):
        assert line.isascii()
        assert len(line) <= 78


def test_long_ids_and_domains_stay_whole():
    long = MOVE.model_copy(update={"suggestion_id": "a/b c\r\nBcc: x@example.com" + "é" * 200})
    sender = "movewatch@" + ".".join(["averylongsubdomain"] * 8) + ".example.com"
    mail = read(long, sender=sender)
    assert mail["Message-ID"] == message_id(long, Address(addr_spec=sender))
    assert mail["Message-ID"].endswith(f"@{sender.partition('@')[2]}>")
    assert mail["List-Id"].endswith(".example.com>")
    assert mail["Bcc"] is None


def test_two_ids_are_never_one():
    one, other = (MOVE.model_copy(update={"suggestion_id": name}) for name in ("a/b", "a:b"))
    assert message_id(one, SENDER) != message_id(other, SENDER)


@settings(deadline=None)  # the machine may be busy
@given(name=st.text(max_size=300), subject=st.text(max_size=300))
def test_no_name_becomes_a_header(name: str, subject: str):
    owner = OwnerCard(key="k", name=name + "\r\nBcc: b@example.com\r\n\r\nbody")
    suggestion = EXAMPLES[-1].model_copy(
        update={
            "owner": owner,
            "account": MOVE.account.model_copy(update={"name": subject + "\nX-Evil: 1"}),
        }
    )
    assert suggestion.kind is SuggestionKind.BULK_CASE
    mail = read(suggestion, sender=f"{name.translate({60: None, 62: None})} <movewatch@Example.com>")
    assert sorted(mail.keys()) == sorted(mail_of(EXAMPLES[-1]).keys())
    assert [address.addr_spec for address in mail["To"].addresses] == ["robin.berg@example.com"]
    assert [address.addr_spec for address in mail["From"].addresses] == ["movewatch@Example.com"]


def test_words_that_look_like_the_boundary_do_not_end_a_part():
    boundary = mail_of(MOVE).get_boundary()
    rendered = Rendered("s", f"before\n--{boundary}--\nafter\n", f"<p>--{boundary}</p>\n", "")
    text, html = read(MOVE, rendered=rendered).iter_parts()
    assert "after" in text.get_content()
    assert f"--{boundary}" in html.get_content()
