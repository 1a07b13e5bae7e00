"""What holds for the project as a whole: who imports whom, what is pure, how large things are, what leads to what."""

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from importlinter.cli import lint_imports

from schemas import topics
from schemas.base import Message
from schemas.flow import (
    LEADS_TO,
    TOPIC_OF,
    AccountTopicFact,
    ContactTopicFact,
    IdentityTopicFact,
    OwnerTopicFact,
)
from schemas.suggestions import AnswerGiven, Suggestion
from schemas.ticks import Tick
from schemas.topics import STAGES, Topic, all_topics

ROOT = Path(__file__).parent.parent
PACKAGES = ("schemas", "movewatch", "streams", "agents", "templates")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
NAMES = {path: path.relative_to(ROOT).as_posix() for path in SOURCES}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PURE_CONTRACT = next(contract for contract in LINTER["contracts"] if contract["id"] == "pure")
READING = {line.partition(" -> ")[0] for line in PURE_CONTRACT["ignore_imports"]}
FOREIGN_IO = {name for name in PURE_CONTRACT["forbidden_modules"] if not name.startswith("movewatch.")}
# A path is a value; it is these that touch the disk.
PATH_IO = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "mkdir",
    "exists",
    "is_file",
    "is_dir",
    "iterdir",
    "stat",
}
# What asks for the time or for chance, however it was imported, and what opens a file.
CLOCKS_AND_CHANCE = {"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns", "uuid1", "uuid4", "urandom"}
DOORS = {"open", "print", "input", "exec", "eval", "__import__"}


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def module_of(path: Path) -> str:
    return NAMES[path].removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def claims_purity(path: Path) -> bool:
    first_line = (ast.get_docstring(TREES[path]) or "").partition("\n")[0]
    return re.search(r"\b[Pp]ure\b", first_line) is not None


def pure_modules() -> Iterator[Path]:
    """Every module that the contract holds to purity."""
    held = tuple(PURE_CONTRACT["source_modules"])
    for path in SOURCES:
        module = module_of(path)
        if module not in READING and any(module == pure or module.startswith(f"{pure}.") for pure in held):
            yield path


def test_every_pure_module_says_so_in_its_first_line() -> None:
    held = list(pure_modules())
    assert len(held) > 50, "the contract covers the rooms of the rules"
    assert [NAMES[path] for path in held if not claims_purity(path) and TREES[path].body] == []


def test_a_module_that_says_it_is_pure_is() -> None:
    """Also where the contract does not look: the pure parts of packages that do IO."""
    assert [
        fault
        for path in SOURCES
        if claims_purity(path) and module_of(path) not in READING
        for fault in impurities(path)
    ] == []


def impurities(path: Path) -> Iterator[str]:
    for node in ast.walk(TREES[path]):
        for name in imported(node):
            top = name.partition(".")[0]
            if top in FOREIGN_IO - {"pathlib"}:
                yield f"{NAMES[path]} imports {name}"
        if isinstance(node, ast.ImportFrom):
            yield from (f"{NAMES[path]} uses {a.name}" for a in node.names if a.name in CLOCKS_AND_CHANCE)
        if isinstance(node, ast.Call) and (called := name_of(node.func)) in CLOCKS_AND_CHANCE | DOORS | PATH_IO:
            yield f"{NAMES[path]}:{node.lineno} uses {called}"


def name_of(function: ast.expr) -> str:
    """The last part of what is called: ``now`` of ``datetime.now``.

    A method may be called ``open`` or ``print``, and a function ``read_text``: only a path's method touches the disk.
    """
    if isinstance(function, ast.Attribute):
        return "" if function.attr in DOORS else function.attr
    return function.id if isinstance(function, ast.Name) and function.id not in PATH_IO else ""


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


IMPURE = [
    # 1. The clock, however it is reached.
    (1, "from datetime import datetime\nx = datetime.now()", "uses now"),
    (2, "import datetime as d\nx = d.date.today()", "uses today"),
    (3, "from time import time", "imports time"),
    # 4. Chance.
    (4, "import random", "imports random"),
    (5, "from uuid import uuid4\nx = uuid4()", "uses uuid4"),
    # 6. The world.
    (6, "import os.path", "imports os.path"),
    (7, "from urllib import parse\nopen('x')", "uses open"),
    (8, "def f():\n    import socket", "imports socket"),
    (9, "from pathlib import Path\nx = Path('x').read_text()", "uses read_text"),
]


@pytest.mark.parametrize(("number", "code", "fault"), IMPURE, ids=[str(case[0]) for case in IMPURE])
def test_impurity_is_seen(number: int, code: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT / "schemas" / "made_up.py"
    monkeypatch.setitem(TREES, path, ast.parse(code))
    monkeypatch.setitem(NAMES, path, "schemas/made_up.py")
    assert [found for found in impurities(path) if found.endswith(fault)], f"case {number}"


def p95(sizes: list[int]) -> int:
    return sorted(sizes)[ceil(0.95 * len(sizes)) - 1]


def test_files_are_small() -> None:
    assert p95([len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES]) <= MOST_LINES_OF_A_FILE


def test_functions_are_small() -> None:
    nodes = (node for tree in TREES.values() for node in ast.walk(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    sizes = [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]
    assert p95(sizes) <= MOST_LINES_OF_A_FUNCTION


def undocumented(scope: ast.Module | ast.ClassDef, name: str) -> Iterator[str]:
    if not ast.get_docstring(scope):
        yield name
    for node in scope.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node, f"{name}.{node.name}")
        elif not ast.get_docstring(node) and not is_overload(node):
            yield f"{name}.{node.name}"


def is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def test_every_public_name_is_documented() -> None:
    assert [name for path in SOURCES for name in undocumented(TREES[path], module_of(path))] == []


UNIONS: tuple[tuple[Topic, Any], ...] = (
    (topics.CONTACT_FACTS, ContactTopicFact),
    (topics.IDENTITY_FACTS, IdentityTopicFact),
    (topics.ACCOUNT_FACTS, AccountTopicFact),
    (topics.OWNER_FACTS, OwnerTopicFact),
)


def members(union: Any) -> set[type[Message]]:
    """The message types of an annotated union."""
    inner = get_args(union)[0]
    assert isinstance(inner, UnionType) or get_args(inner)
    return set(get_args(inner))


@pytest.mark.parametrize(("topic", "union"), UNIONS, ids=[topic.name for topic, _ in UNIONS])
def test_a_topic_reads_what_is_sent_to_it_and_nothing_else(topic: Topic, union: Any) -> None:
    assert members(union) - {Tick} == {message for message, goes_to in TOPIC_OF.items() if goes_to == topic}
    assert Tick in members(union)


def test_what_follows_from_what_is_told_of_every_message() -> None:
    assert set(LEADS_TO) == set(TOPIC_OF)
    assert {follower for followers in LEADS_TO.values() for follower in followers} <= set(TOPIC_OF)


def test_facts_lead_in_no_circle() -> None:
    """An answer is left out: it goes through a person or a mail server, and opens no suggestion (schemas.flow)."""
    graph = {
        message: [f for f in followers if (message, f) != (Suggestion, AnswerGiven)]
        for message, followers in LEADS_TO.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_a_stage_may_write_what_its_facts_lead_to() -> None:
    for message, followers in LEADS_TO.items():
        for stage in STAGES:
            if TOPIC_OF[message] in stage.reads:
                goes_to = {topics.ANSWERS if f is AnswerGiven else TOPIC_OF[f] for f in followers}
                assert goes_to <= set(stage.writes), f"{stage.name} decides on {message.__name__}"


def test_no_two_topics_share_a_name() -> None:
    declared = [value for value in vars(topics).values() if isinstance(value, Topic)]
    names = [topic.name for topic in declared]
    assert len(names) == len(set(names))
    made = [topic.name for topic in all_topics("p-")]
    assert len(made) == len(set(made))
    assert set(names) <= set(made), "a topic that no stage reads or writes is never created"
    assert all(re.fullmatch(r"[a-z0-9.-]{1,200}", name) for name in made)


def test_groups_and_stages_are_apart() -> None:
    assert len({stage.name for stage in STAGES}) == len({stage.group("p-") for stage in STAGES}) == len(STAGES)


LEFT_OUT = {".git", ".venv", "dist", "build", "__pycache__", ".movewatch"}
# Spelled so that this line does not match itself.
MACHINE = re.compile(
    r"/(work|root|farm|home/\w+)/|https?://[^\s\"']*\b(maven|pypi|npmjs|crates|golang|debian)\b", re.ASCII
)


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the tree, also the ones not in version control yet."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if LEFT_OUT & set(parts) or any(part.endswith(("_cache", ".egg-info", ".hypothesis")) for part in parts):
            continue
        if path.is_file():
            try:
                yield "/".join(parts), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    hits = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert hits == []


def test_every_package_is_there() -> None:
    for package in PACKAGES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        assert Path(spec.origin).is_relative_to(ROOT), f"{package} is taken from elsewhere"
