from pathlib import Path

import pytest

import templates
from movewatch.rendering import TemplatesError, load_templates


def test_every_shipped_file_is_loaded_under_its_path():
    folder = Path(templates.__file__).parent
    expected = {path.relative_to(folder).as_posix() for path in folder.rglob("*.j2")}
    assert load_templates().sources.keys() == expected
    assert "promotion/draft.txt.j2" in expected


def test_an_overlay_is_read_and_remembered(tmp_path: Path):
    (tmp_path / "promotion").mkdir()
    (tmp_path / "promotion" / "subject.j2").write_text("Grüße", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not a template", encoding="utf-8")
    loaded = load_templates(tmp_path)
    assert loaded.overlay == {"promotion/subject.j2"}
    assert loaded.sources["promotion/subject.j2"] == "Grüße"


def test_a_file_that_is_no_text_is_an_error_that_names_it(tmp_path: Path):
    (tmp_path / "promotion").mkdir()
    (tmp_path / "promotion" / "subject.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplatesError, match=r"promotion/subject\.j2"):
        load_templates(tmp_path)


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path):
    with pytest.raises(TemplatesError, match="is no folder"):
        load_templates(tmp_path / "none")
