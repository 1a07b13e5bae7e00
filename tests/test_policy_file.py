"""The policy's file: what is in it holds, and whatever keeps it from being read is one kind of error."""

from pathlib import Path

import pytest

from movewatch.policy import DEFAULT_POLICY, PolicyError
from movewatch.policy_file import load_policy


def test_without_a_file_the_default_holds():
    assert load_policy(None) is DEFAULT_POLICY


def test_what_the_file_says_holds(tmp_path: Path):
    path = tmp_path / "policy.toml"
    path.write_text("[movements]\nsettling_hours = 7\n", encoding="utf-8")
    assert load_policy(path).movements.settling_hours == 7


# What is in the file (None: it is not there; a folder is no file), and what is said of it.
UNUSABLE = [
    # 1. Not there.
    (None, "cannot be read: No such file or directory. Give another file, or set MOVEWATCH_POLICY."),
    # 2. Latin-1.
    ('name = "Köln"'.encode("latin-1"), "cannot be read: it is not UTF-8 (byte 9)"),
    # 3. Not TOML.
    (b"[movements", "is not TOML"),
    # 4. Two mistakes, told at once.
    (b"[movements]\nsettling_hours = -1\n[nix]\n", "has 2 mistake(s)"),
]


@pytest.mark.parametrize(("content", "words"), UNUSABLE)
def test_a_policy_that_cannot_be_used_is_told(content: bytes | None, words: str, tmp_path: Path):
    path = tmp_path / "policy.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_folder_is_no_policy(tmp_path: Path):
    with pytest.raises(PolicyError, match="cannot be read: Is a directory"):
        load_policy(tmp_path)
