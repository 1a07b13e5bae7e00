"""What the documents say is there: pages are current, links lead somewhere, commands exist."""

import json
import re
import shlex
import subprocess
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest

from movewatch.cli import run

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"```(?:sh)?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MAKE_TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(program: str) -> list[tuple[str, ...]]:
    """Every use of a program in the documents, as its arguments up to the first pipe, comment or redirection."""
    code = (block or inline for page in PAGES for block, inline in CODE.findall(page.read_text(encoding="utf-8")))
    lines = (line.strip().removeprefix(".venv/bin/") for part in code for line in part.splitlines())
    used = (re.split(r" [#|>&;]", line)[0] for line in lines if line.startswith(f"{program} "))
    return sorted({tuple(shlex.split(line)[1:]) for line in used})


def load(path: str) -> ModuleType:
    spec = spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def generator() -> ModuleType:
    return load("docs/generate.py")


def test_generated_pages_are_current() -> None:
    assert generator().stale() == [], "run: make docs"


EXAMPLE = ROOT / "docs" / "examples" / "first-move.jsonl"
TODAYS = [
    # 1. Today, and the last event's day -> the day it becomes: 7 to 13 days back, on the same weekday.
    (1, date(2026, 3, 12), "2026-03-05"),
    (2, date(2026, 3, 18), "2026-03-05"),
    (3, date(2026, 3, 19), "2026-03-12"),
    (4, date(2030, 1, 1), "2029-12-20"),
]


@pytest.mark.parametrize(("number", "today", "expected"), TODAYS)
def test_the_example_can_be_made_recent(number: int, today: date, expected: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert '"observed_at": "2026-03-12T09:15:00Z"' in text.splitlines()[-1]
    moved = load("docs/examples/recent.py").recent(text, today)
    assert f'"observed_at": "{expected}T09:15:00Z"' in moved.splitlines()[-1], number
    day = re.compile(r"\d{4}-\d\d-\d\d")
    assert day.sub("", moved) == day.sub("", text)


def test_the_example_can_be_published_in_two_parts() -> None:
    """As docs/how-to/run-it.md does with grep: first who is responsible for what, then all others."""
    topics = [(json.loads(line)["topic"], line) for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    assert {topic == "directory" for topic, _ in topics} == {True, False}
    assert all((topic == "directory") == ('"directory"' in line) for topic, line in topics)


def shell_blocks() -> list[tuple[str, str]]:
    """Every block of commands in the documents, with its page."""
    found = re.compile(r"^( *)```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
    return [
        (page.relative_to(ROOT).as_posix(), dedent(block))
        for page in PAGES
        for _, block in found.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "block"), shell_blocks())
def test_a_block_can_be_pasted_into_a_shell(page: str, block: str) -> None:
    read = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False, timeout=20)
    assert (read.returncode, read.stderr) == (0, ""), page


def test_a_stale_page_is_seen() -> None:
    generate = generator()
    fresh = (ROOT / "README.md").read_text(encoding="utf-8")
    stale = fresh.replace("Ada Byron", "Somebody Else")
    assert stale != fresh
    assert generate.readme(stale) == fresh


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_links_lead_to_files(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    listed = {(ROOT / "docs" / target).resolve() for target in LINK.findall(index)}
    pages = {page for page in (ROOT / "docs").rglob("*.md") if page.name != "README.md"}
    assert {page.relative_to(ROOT).as_posix() for page in pages - listed} == set()


@pytest.mark.parametrize("arguments", commands("movewatch"), ids=" ".join)
def test_a_command_exists_with_the_options_shown(arguments: tuple[str, ...]) -> None:
    assert run([*arguments, "--help"]) == 0


def test_make_targets_exist() -> None:
    shown = {arguments[0] for arguments in commands("make")}
    assert {"demo", "test"} <= shown <= MAKE_TARGETS
