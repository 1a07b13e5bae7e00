"""The glossary's examples are read as it says, and it names every function and level."""

import re
from pathlib import Path

from movewatch.classifiers.titles import Function, Seniority, read_title

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = {row[0]: row[1] for row in re.findall(r"^\| `([\w-]+)` \|[^|]*\| ([^|]+) \|$", GLOSSARY, re.MULTILINE)}


def test_every_function_has_an_example_that_is_read_so():
    assert {name: read_title(ROWS[name]).function for name in Function} == {name: name for name in Function}


def test_every_level_has_an_example_that_is_read_so():
    assert {level.name: read_title(ROWS[level.name]).seniority for level in Seniority} == {s.name: s for s in Seniority}
