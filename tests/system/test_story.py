"""The demonstration on a real Kafka, held against both oracles."""

from pathlib import Path

import pytest
from rich.console import Console

from movewatch.demo.run import demo


@pytest.mark.usefixtures("kafka")
def test_the_demonstration_comes_out_as_expected(tmp_path: Path):
    out = Console(record=True, width=160, quiet=True)
    assert demo(leave=True, home=tmp_path / "demo", console=out) == 0, out.export_text()
