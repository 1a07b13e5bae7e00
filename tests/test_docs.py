"""What the documents say is there: pages are current, links lead somewhere, commands exist."""

import re
import shlex
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from movewatch.cli import run

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"```(?:sh)?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MAKE_TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(program: str) -> list[tuple[str, ...]]:
    """Every use of a program in the documents, as its arguments up to the first pipe, comment or redirection."""
    code = (block or inline for page in PAGES for block, inline in CODE.findall(page.read_text(encoding="utf-8")))
    lines = (line.strip().removeprefix(".venv/bin/") for part in code for line in part.splitlines())
    used = (re.split(r" [#|>&;]", line)[0] for line in lines if line.startswith(f"{program} "))
    return sorted({tuple(shlex.split(line)[1:]) for line in used})


def generator() -> ModuleType:
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current() -> None:
    assert generator().stale() == [], "run: make docs"


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
