"""Generated careers: what a CRM would tell of people, and what happened to them. The same seed gives the same. Pure.

A career begins with a snapshot; then one thing happens, told in one fact or in several days apart, or nothing happens
and the record is edited all the same. Each scene is one of the field's: a movement, or a reason for a false alarm.
"""

import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from evaluation import vocabulary as words
from schemas.facts import ContactChanged
from schemas.signals import SignalKind

_BEGIN: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Career:
    """What is told of one person, in the order in which it arrives, and what happened: kinds, each once."""

    scene: str
    language: str
    facts: tuple[ContactChanged, ...]
    happened: tuple[SignalKind, ...]


class Life:
    """One person's record while a career is made up."""

    def __init__(self, chance: random.Random, language: str, number: int) -> None:
        self.chance, self.language, self.number = chance, language, number
        self.ladders = words.LADDERS[language]
        self.function = chance.choice(sorted(self.ladders))
        self.rung = chance.randrange(len(self.ladders[self.function]) - 1)
        self.first, self.last = chance.choice(words.PEOPLE)
        self.company, self.domain = chance.choice(words.COMPANIES)
        self.facts: list[ContactChanged] = []

    @property
    def title(self) -> str:
        """As the ladder has it."""
        return self.ladders[self.function][self.rung]

    def local(self, name: str, domain: str) -> dict[str, Any]:
        """The fields of an employment at a company."""
        return {"company": name, "email": self.address(domain), "account": f"demo/crm/{domain}"}

    def address(self, domain: str) -> str:
        """The person's mailbox there."""
        return f"{_plain(self.first)}.{_plain(self.last)}@{domain}".lower().replace(" ", "")

    def begin(self, **fields: Any) -> None:
        """The snapshot."""
        known = self.local(self.company, self.domain) | {
            "first_name": self.first, "last_name": self.last, "title": self.title, "owner": "demo/crm/owner-1"
        }  # fmt: skip
        self.tell(0, snapshot=True, **(known | fields))

    def tell(self, day: float, *, snapshot: bool = False, told: float | None = None, **fields: Any) -> None:
        """A fact that became true on a day and was recorded then, or on the day ``told``."""
        recorded = _BEGIN + timedelta(days=day if told is None else told)
        self.facts.append(
            ContactChanged(
                fact_id=f"{self.number}-{len(self.facts)}",
                tenant="demo",
                source="crm",
                contact_id=f"c{self.number}",
                occurred_at=_BEGIN + timedelta(days=day),
                observed_at=recorded,
                snapshot=snapshot,
                fields=fields,  # type: ignore[arg-type]  # made of the field names of a contact
            )
        )

    def other_company(self) -> tuple[str, str]:
        """Somebody else's."""
        return self.chance.choice([it for it in words.COMPANIES if it[1] != self.domain])

    def other_function(self) -> str:
        """Another one."""
        return self.chance.choice([name for name in sorted(self.ladders) if name != self.function])

    def next_title(self) -> str:
        """Anything on the present ladder: people keep their line of work more often than not."""
        return self.chance.choice(self.ladders[self.function])


Scene = Callable[[Life], tuple[SignalKind, ...]]
_NEW, _MOVE, _UP, _GONE = (
    SignalKind.NEW_COMPANY, SignalKind.DEPARTMENTAL_MOVE, SignalKind.PROMOTION, SignalKind.DEPARTURE
)  # fmt: skip


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if char.isascii())


def new_company(life: Life) -> tuple[SignalKind, ...]:
    """Account, company, address and title change together."""
    life.begin()
    life.tell(40, **life.local(*life.other_company()), title=life.next_title())
    return (_NEW,)


def new_company_by_name(life: Life) -> tuple[SignalKind, ...]:
    """Only the name of the company, in free text, as somebody types it."""
    life.begin(account="demo/crm/same")
    name, _ = life.other_company()
    life.tell(40, company=_dressed(life, name), title=life.next_title())
    return (_NEW,)


def new_company_by_address(life: Life) -> tuple[SignalKind, ...]:
    """Only the address."""
    life.begin(account="demo/crm/same")
    life.tell(40, email=life.address(life.other_company()[1]))
    return (_NEW,)


def new_company_bit_by_bit(life: Life) -> tuple[SignalKind, ...]:
    """The address first, then the company, then the title, days apart: one movement."""
    life.begin()
    name, domain = life.other_company()
    life.tell(40, email=life.address(domain))
    life.tell(43, company=name, account=f"demo/crm/{domain}")
    life.tell(49, title=life.next_title())
    return (_NEW,)


def return_to_company(life: Life) -> tuple[SignalKind, ...]:
    """Away, and back after some months."""
    life.begin()
    life.tell(40, **life.local(*life.other_company()))
    life.tell(200, **life.local(life.company, life.domain))
    return (_NEW, _NEW)


def moved_by_title(life: Life) -> tuple[SignalKind, ...]:
    """The title names another function."""
    life.begin()
    other = life.ladders[life.other_function()]
    life.tell(40, title=other[min(life.rung, len(other) - 1)])
    return (_MOVE,)


def moved_by_department(life: Life) -> tuple[SignalKind, ...]:
    """Only the department's name changes."""
    departments = words.DEPARTMENTS[life.language]
    old, new = life.chance.sample(sorted(departments), 2)
    life.begin(department=life.chance.choice(departments[old]))
    life.tell(40, department=life.chance.choice(departments[new]))
    return (_MOVE,)


def moved_by_both(life: Life) -> tuple[SignalKind, ...]:
    """Department, and some days later the title."""
    departments = words.DEPARTMENTS[life.language]
    life.function = life.chance.choice(sorted(departments))
    new = life.chance.choice([name for name in sorted(departments) if name != life.function])
    life.begin(department=life.chance.choice(departments[life.function]))
    life.tell(40, department=life.chance.choice(departments[new]))
    other = life.ladders[new]
    life.tell(45, title=other[min(life.rung, len(other) - 1)])
    return (_MOVE,)


def moved_by_division(life: Life) -> tuple[SignalKind, ...]:
    """Another division of the company."""
    life.begin(division="Mobility")
    life.tell(40, division="Energy")
    return (_MOVE,)


def promoted(life: Life) -> tuple[SignalKind, ...]:
    """A higher rung of the same ladder."""
    life.begin()
    ladder = life.ladders[life.function]
    life.tell(40, title=life.chance.choice(ladder[life.rung + 1 :]))
    return (_UP,)


def left(life: Life) -> tuple[SignalKind, ...]:
    """Flagged, and nothing is known of where to."""
    life.begin(no_longer_at_company=False)
    life.tell(40, no_longer_at_company=True)
    return (_GONE,)


def reworded_title(life: Life) -> tuple[SignalKind, ...]:
    """The same position in other words."""
    pair = list(life.chance.choice(words.REWORDED[life.language]))
    life.chance.shuffle(pair)
    life.begin(title=pair[0])
    life.tell(40, title=pair[1])
    return ()


def rewritten_title(life: Life) -> tuple[SignalKind, ...]:
    """Case, accents, space."""
    life.begin()
    life.tell(40, title=life.chance.choice((life.title.upper(), f" {life.title.lower()} ", _plain(life.title))))
    return ()


def demoted(life: Life) -> tuple[SignalKind, ...]:
    """A lower rung: noticed, and nothing that a rep should hear of."""
    ladder = life.ladders[life.function]
    life.begin(title=ladder[-1])
    life.tell(40, title=ladder[life.rung])
    return ()


def legal_name(life: Life) -> tuple[SignalKind, ...]:
    """The company's legal form, case or punctuation."""
    life.begin()
    life.tell(40, company=_dressed(life, life.company))
    return ()


def renamed_company(life: Life) -> tuple[SignalKind, ...]:
    """Another name and domain for the same account: all who work there are renamed."""
    life.begin()
    name, domain = life.other_company()
    life.tell(40, company=f"{name} (formerly {life.company})", email=life.address(domain))
    return ()


def no_company(life: Life) -> tuple[SignalKind, ...]:
    """A value that names no company."""
    life.begin(account="demo/crm/same")
    life.tell(40, company=life.chance.choice(words.NO_COMPANY[life.language]))
    return ()


def other_mailbox(life: Life) -> tuple[SignalKind, ...]:
    """A private address, a role's, one with a plus, another host of the same company."""
    life.begin()
    me = life.address(life.domain)
    others = ("ada@gmail.com", f"info@{life.domain}", me.replace("@", "+crm@"), me.replace("@", "@mail."))
    life.tell(40, email=life.chance.choice(others))
    return ()


def renamed_department(life: Life) -> tuple[SignalKind, ...]:
    """The same department under another name."""
    names = life.chance.choice([it for it in words.DEPARTMENTS[life.language].values() if len(it) > 1])
    old, new = life.chance.sample(names, 2)
    life.begin(department=old)
    life.tell(40, department=new)
    return ()


def filled_in(life: Life) -> tuple[SignalKind, ...]:
    """What was empty, or cleared, is told."""
    life.begin(title=None, department=None)
    life.tell(40, title=life.title, department=life.chance.choice(words.DEPARTMENTS[life.language]["sales"]))
    life.tell(60, company=None)
    return ()


def corrected(life: Life) -> tuple[SignalKind, ...]:
    """A slip that is put right within hours."""
    life.begin()
    life.tell(40, **life.local(*life.other_company()))
    life.tell(40.3, **life.local(life.company, life.domain))
    return ()


def told_late(life: Life) -> tuple[SignalKind, ...]:
    """A record of the past arrives after the present was told."""
    name, domain = life.other_company()
    life.begin()
    life.tell(10, told=40, title=life.title, owner="demo/crm/owner-2")
    life.tell(-200, told=-200, company=name, email=life.address(domain), title=life.next_title())
    return ()


def repeated(life: Life) -> tuple[SignalKind, ...]:
    """The same news in two events."""
    life.begin()
    fields = life.local(*life.other_company())
    life.tell(40, **fields)
    life.tell(52, **fields)
    return (_NEW,)


def married(life: Life) -> tuple[SignalKind, ...]:
    """Another surname, and the mailbox with it."""
    life.begin()
    life.last = life.chance.choice([last for _, last in words.PEOPLE if last != life.last])
    life.tell(40, last_name=life.last, email=life.address(life.domain))
    return ()


def handed_on(life: Life) -> tuple[SignalKind, ...]:
    """The record now holds another person, by an import that swapped rows or because a successor took it over."""
    life.begin()
    life.first, life.last = life.chance.choice([it for it in words.PEOPLE if it != (life.first, life.last)])
    life.function = life.other_function()
    life.rung = min(life.rung, len(life.ladders[life.function]) - 1)
    life.tell(40, first_name=life.first, last_name=life.last, title=life.title, email=life.address(life.domain))
    return ()


def additional_role(life: Life) -> tuple[SignalKind, ...]:
    """The old title stays, a seat on a board comes on top."""
    life.begin()
    life.tell(40, title=life.title + words.ON_THE_BOARD[life.language])
    return ()


SCENES: Final[tuple[Scene, ...]] = (
    new_company,
    new_company_by_name,
    new_company_by_address,
    new_company_bit_by_bit,
    return_to_company,
    moved_by_title,
    moved_by_department,
    moved_by_both,
    moved_by_division,
    promoted,
    left,
    reworded_title,
    rewritten_title,
    demoted,
    legal_name,
    renamed_company,
    no_company,
    other_mailbox,
    renamed_department,
    filled_in,
    corrected,
    told_late,
    repeated,
    married,
    handed_on,
    additional_role,
)


def careers(seed: int, each: int, scenes: Sequence[Scene] = SCENES) -> Iterator[Career]:
    """So many careers of each scene in each language."""
    number = 0
    for language in sorted(words.LADDERS):
        for scene in scenes:
            for _ in range(each):
                number += 1
                life = Life(random.Random(f"{seed}-{number}"), language, number)  # noqa: S311  # no secret
                happened = scene(life)
                yield Career(scene.__name__, language, tuple(life.facts), happened)


def between_titles(pairs: Iterable[tuple[str, str, str]], *happened: SignalKind) -> Iterator[Career]:
    """Changes from one published title to another: language, the old one, the new one."""
    for number, (language, old, new) in enumerate(pairs):
        life = Life(random.Random(number), language, number)  # noqa: S311  # no secret
        life.begin(title=old)
        life.tell(40, title=new)
        yield Career("between_titles", language, tuple(life.facts), happened)


def _dressed(life: Life, name: str) -> str:
    form = life.chance.choice(words.LEGAL_FORMS[life.language])
    return life.chance.choice(
        (name + form, name.upper(), f"{_plain(name)}{form}", name.replace("&", "and") + form.upper())
    )
