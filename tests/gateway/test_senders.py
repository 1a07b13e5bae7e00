"""The file of senders: what it may say, and every mistake at once without a secret in it."""

from pathlib import Path

import pytest

from movewatch.gateway.senders import Sender, SendersError, load_senders
from movewatch.gateway.signatures import hashed_key

SOURCES = ("hubspot", "pipedrive", "salesforce")
ENVIRON = {"HUBSPOT": "s3cret", "PIPEDRIVE": "user:s3cret", "SVIX": "whsec_c2VjcmV0", "ODD": "%%%"}


def written(folder: Path, text: str) -> Path:
    path = folder / "senders.toml"
    path.write_text(text)
    return path


def test_each_source_has_its_usual_scheme(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from-a-file\n")
    text = f"""
    [hubspot.acme]
    secrets = ["env:HUBSPOT", "file:{tmp_path}/secret"]
    [pipedrive.acme]
    secrets = ["env:PIPEDRIVE"]
    [salesforce."two words"]
    secrets = ["env:HUBSPOT"]
    [hubspot.other]
    scheme = "standard-webhooks"
    secrets = ["env:SVIX"]
    [api.acme]
    keys = ["{hashed_key("one")}", "{hashed_key("two")}"]
    [api.other]
    keys = ["{hashed_key("three")}"]
    """
    senders = load_senders(written(tmp_path, text), SOURCES, ENVIRON)
    assert senders.hooks == {
        ("hubspot", "acme"): Sender("hubspot-v3", ("s3cret", "from-a-file")),
        ("pipedrive", "acme"): Sender("basic", ("user:s3cret",)),
        ("salesforce", "two words"): Sender("bearer", ("s3cret",)),
        ("hubspot", "other"): Sender("standard-webhooks", ("whsec_c2VjcmV0",)),
    }
    assert [senders.tenant_of(key) for key in ("one", "two", "three", "four", "")] == [
        "acme",
        "acme",
        "other",
        None,
        None,
    ]
    assert "s3cret" not in repr(senders)
    assert hashed_key("one") not in repr(senders)


def test_all_mistakes_are_said_at_once_and_no_secret(tmp_path: Path) -> None:
    text = """
    hubspot = 1
    [sugar.acme]
    secrets = ["env:HUBSPOT"]
    [pipedrive.acme]
    scheme = "rot13"
    secrets = ["hunter2", "env:NOTHING", "file:/nowhere/at/all"]
    [pipedrive.b]
    secrets = ["env:HUBSPOT"]
    [salesforce.acme]
    scheme = "standard-webhooks"
    secrets = ["env:ODD"]
    [salesforce.b]
    secrets = []
    secret = "hunter2"
    [api.acme]
    keys = ["mw_hunter2", "sha256:abc"]
    """
    with pytest.raises(SendersError) as raised:
        load_senders(written(tmp_path, text), SOURCES, ENVIRON)
    head, *lines = str(raised.value).splitlines()
    assert head == f"The senders {tmp_path / 'senders.toml'} have 12 mistake(s):"
    assert [line.strip().partition(":")[0] for line in lines] == [
        "hubspot",
        "sugar",
        "pipedrive.acme.scheme",
        "pipedrive.acme.secrets.0",
        "pipedrive.acme.secrets.1",
        "pipedrive.acme.secrets.2",
        "pipedrive.b.secrets.0",
        "salesforce.acme.secrets.0",
        "salesforce.b.secrets",
        "salesforce.b.secret",
        "api.acme.keys.0",
        "api.acme.keys.1",
    ]
    assert not any(secret in str(raised.value) for secret in ("hunter2", "s3cret", "%%%"))


@pytest.mark.parametrize(
    ("text", "words"), [("[hubspot", "are not TOML"), (None, "cannot be read: No such file or directory")]
)
def test_a_file_that_cannot_be_read(text: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "none.toml" if text is None else written(tmp_path, text)
    with pytest.raises(SendersError, match=words):
        load_senders(path, SOURCES, {})
