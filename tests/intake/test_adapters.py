"""Adapters are found by themselves, and the reference lists every reason to refuse."""

import importlib
import re
from pathlib import Path

from movewatch.intake import REASONS, adapters

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference" / "intake.md").read_text()


def test_every_module_is_an_adapter_under_its_own_name() -> None:
    folder = Path(adapters.__file__ or "").parent
    names = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    modules = [importlib.import_module(f"movewatch.intake.adapters.{name}") for name in names]
    assert {module.SOURCE: module.read for module in modules} == adapters.ADAPTERS
    assert len(modules) == len(adapters.ADAPTERS), "two modules claim one source"


def test_every_adapter_has_cases() -> None:
    folder = Path(adapters.__file__ or "").parent
    for path in folder.glob("[!_]*.py"):
        assert (Path(__file__).parent / f"test_{path.name}").exists(), f"{path.stem} has no cases"


def test_the_reference_lists_every_reason_with_its_fate_and_meaning() -> None:
    listed = dict(
        re.findall(r"^\| `([a-z-]+)` \| ((?:suppression|dead letter) \| .*) \|$", REFERENCE, flags=re.MULTILINE)
    )
    fates = {name: ("dead letter" if why.poison else "suppression") for name, why in REASONS.items()}
    assert listed == {name: f"{fates[name]} | {why.meaning}" for name, why in REASONS.items()}


def test_every_reason_is_used() -> None:
    code = "".join(path.read_text() for path in (ROOT / "movewatch" / "intake").rglob("*.py"))
    assert {name for name in REASONS if code.count(f'"{name}"') < 2} == set()
