import asyncio
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import SMTP
from pathlib import Path

import pytest

from movewatch.delivery.errors import UnavailableError
from movewatch.delivery.folder import Folder
from movewatch.delivery.mail import compose
from movewatch.rendering import load_templates, render
from movewatch.rendering.examples import EXAMPLES

TEMPLATES = load_templates()
MAILS = [
    compose(
        example,
        render(example, TEMPLATES),
        recipient="robin@example.com",
        sender=Address(addr_spec="movewatch@example.com"),
    )
    for example in EXAMPLES[:2]
]


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_each_mail_is_a_file_that_holds_all_of_it(tmp_path: Path):
    folder = Folder(tmp_path / "new" / "outbox")
    for mail in MAILS:
        await folder.send(mail)
    files = files_in(tmp_path / "new" / "outbox")
    assert [file.name for file in files] == [
        "example-departmental-move.2@example.com.eml",
        "example-hand-over.2@example.com.eml",
    ]
    assert files[0].read_bytes() == MAILS[0].as_bytes()
    parsed = message_from_bytes(files[0].read_bytes(), policy=SMTP)
    assert parsed["Message-ID"] == MAILS[0]["Message-ID"]


async def test_a_repeat_replaces_even_while_another_worker_writes_the_same_mail(tmp_path: Path):
    name = "example-departmental-move.2@example.com.eml"
    await Folder(tmp_path).send(MAILS[0])
    await asyncio.gather(Folder(tmp_path).send(MAILS[1]), Folder(tmp_path).send(MAILS[1]))
    assert len(files_in(tmp_path)) == 2
    assert (tmp_path / name).read_bytes() == MAILS[0].as_bytes()


@pytest.fixture
def in_the_way(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_text("no folder", encoding="utf-8")
    return path


async def test_a_folder_that_cannot_be_written_is_trouble_that_may_pass(in_the_way: Path):
    with pytest.raises(UnavailableError, match="cannot write into the folder"):
        await Folder(in_the_way).send(MAILS[0])


@pytest.fixture
def name_taken(tmp_path: Path) -> Path:
    (tmp_path / "example-hand-over.2@example.com.eml" / "taken").mkdir(parents=True)
    return tmp_path


async def test_nothing_half_written_is_left_behind(name_taken: Path):
    with pytest.raises(UnavailableError):
        await Folder(name_taken).send(MAILS[1])
    assert len(files_in(name_taken)) == 1
