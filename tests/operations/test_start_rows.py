"""Rows on disk that could not work are told before a worker starts, and by the worker itself."""

import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from pydantic import SecretStr

from agents.composition import build_app, transport_settings
from movewatch.operations import start
from movewatch.settings import Settings, SettingsError
from schemas.topics import CONTACTS, INTAKE

HERE = Path(__file__).parents[2]
SALT = SecretStr("a salt for tests only")


def on_disk(folder: Path) -> Settings:
    # Port 1: nobody listens there, and the answer comes at once.
    return Settings(bootstrap_servers="127.0.0.1:1", identity_salt=SALT, rows="rocksdb", rows_folder=folder)


def told_of_rows(settings: Settings) -> list[str]:
    return [problem for problem in start.check_start(settings) if problem.startswith("rows")]


def test_nothing_is_wrong_and_the_folder_is_made(tmp_path: Path):
    assert told_of_rows(on_disk(tmp_path / "not" / "yet")) == []
    assert list((tmp_path / "not" / "yet").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    settings = on_disk(tmp_path / "file")
    (problem,) = told_of_rows(settings)
    assert problem.startswith(f"rows_folder names {tmp_path}/file, which is not writable (File exists). Set MOVEWATCH_")
    with pytest.raises(SettingsError, match=r"Rows cannot be kept in .*/file \(File exists\): name a folder"):
        build_app(CONTACTS, settings)


def test_a_package_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def finds(name: str) -> ModuleSpec | None:
        assert name == "rocksdict"
        return None

    monkeypatch.setattr(start, "find_spec", finds)
    (problem,) = told_of_rows(on_disk(tmp_path))
    assert problem.startswith("rows needs the package rocksdict, which pip install 'movewatch[rocksdb]' brings. Set M")
    assert told_of_rows(Settings(bootstrap_servers="127.0.0.1:1", identity_salt=SALT, rows_folder=tmp_path)) == []


def test_only_a_stage_with_rows_has_a_folder(tmp_path: Path):
    settings = on_disk(tmp_path)
    assert transport_settings(settings, CONTACTS).rows_folder == tmp_path
    assert transport_settings(settings, INTAKE).rows_folder is None
    assert transport_settings(Settings(identity_salt=SALT, rows_folder=tmp_path), CONTACTS).rows_folder is None


def test_a_worker_that_cannot_start_says_so_and_ends(tmp_path: Path):
    (tmp_path / "file").write_text("")
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "agents.worker", "contacts"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=HERE,
        env={
            "PATH": os.environ["PATH"],
            "MOVEWATCH_IDENTITY_SALT": SALT.get_secret_value(),
            "MOVEWATCH_ROWS": "rocksdb",
            "MOVEWATCH_ROWS_FOLDER": str(tmp_path / "file"),
        },
    )
    assert ended.returncode == 78
    assert ended.stderr.startswith("Rows cannot be kept in ")
