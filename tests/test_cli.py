"""The command line: each command answers, errors are one message, exit codes are as documented."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from movewatch.broker import EmbeddedKafka
from movewatch.cli import app, run
from movewatch.intake.mapping import SourceMap
from movewatch.reference import differing, reference_files, schema_files
from tests.offline.story import STORY

HERE = Path(__file__).parent.parent
NOBODY = "127.0.0.1:1"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MOVEWATCH_CONFIG", "MOVEWATCH_TRACEBACK"):
        monkeypatch.setenv(name, "")  # run() may set them; so they are put back


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.jsonl"
    path.write_text("\n".join(STORY), encoding="utf-8")
    return path


def movewatch(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a user starts it."""
    code = "from movewatch.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import sys; sys.path.insert(0, {str(HERE)!r}); {code}", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_names_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]):
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    commands = ("demo", "worker", "topics", "broker", "publish", "dry-run", "lag", "templates", "schemas", "version")
    for command in commands:
        assert f" {command} " in told
    assert "Exit codes: 0 all is well" in told


def test_help_loads_no_rules_and_no_kafka():
    """What makes it slow, by name: a measured time would depend on the machine."""
    code = f"import sys; sys.path.insert(0, {str(HERE)!r}); import movewatch.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"pydantic", "kafka", "faust", "jinja2", "tldextract", "movewatch.stage", "movewatch.contacts"}
    assert heavy & set(loaded) == set()


def test_version(capsys: pytest.CaptureFixture[str]):
    assert run(["version"]) == 0
    assert capsys.readouterr().out.startswith("movewatch ")
    assert run(["version", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"movewatch", "python", "faust", "aiokafka", "kafka-python"}


# Arguments, what stands on standard input, and what is said.
CLASSIFIED = [
    # 1-3. Several texts, or lines; a language settles what a word means.
    (["title", "CFO", "Head of Sales EMEA"], "", "CFO: function finance,", "seniority head"),
    (["title"], "CFO\n\nLeiterin Einkauf\n", "CFO: function finance,", "Leiterin Einkauf: function purchasing"),
    (["title", "Chef", "--language", "de"], "", "seniority head", "function unknown"),
    # 4-5. Companies come in pairs.
    (["company", "IBM", "International Business Machines"], "", "verdict same", "why acronym"),
    (
        ["company"],
        "VW\tVolkswagen AG\nAcme\tGlobex\n",
        "VW | Volkswagen AG: verdict same",
        "Acme | Globex: verdict different",
    ),
    # 8-9. Persons likewise; an address speaks louder than a name.
    (["person", "Bob Smith", "Robert Smith"], "", "verdict unknown", "why names-alike"),
    (["person", "a.b+news@acme.com", "A.B@acme.com"], "", "verdict same", "why same-identifier"),
    # 6-7. Departments and answers.
    (["department", "KST 4711 - Einkauf EMEA"], "", "cost_centre 4711", "division emea"),
    (["feedback", "Sehr zufrieden!"], "", "polarity positive", "why words-positive"),
]


@pytest.mark.parametrize(("arguments", "text", "first", "second"), CLASSIFIED)
def test_a_text_is_read(arguments: list[str], text: str, first: str, second: str):
    said = movewatch("classify", *arguments, text=text)
    assert (said.returncode, said.stderr) == (0, "")
    assert first in said.stdout
    assert second in said.stdout


def test_what_is_read_can_be_had_as_json():
    lines = movewatch("classify", "title", "--json", text="Geschäftsführerin\nn/a\n").stdout.splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["text"], first["function"], first["seniority"]) == ("Geschäftsführerin", "executive", "executive")
    assert (second["function"], second["why"]) == (None, "junk-title")


MAPPING = '[zoho."*".contact]\ndivision = "Branch"\n'
CALLED = {"server_time": 1767225600000, "module": "Contacts", "operation": "update", "ids": ["1"]}


def test_a_payload_is_tried_with_a_mapping(tmp_path: Path):
    mapping, payload = tmp_path / "mapping.toml", tmp_path / "payload.json"
    mapping.write_text(MAPPING)
    values = [{"record_id": "1", "values": {"Branch": "North"}}]
    payload.write_text(json.dumps({**CALLED, "affected_values": values}))
    arguments = ["try", str(payload), "--source", "zoho", "--tenant", "acme", "--mapping", str(mapping)]
    fact = json.loads(movewatch("mapping", *arguments).stdout)
    assert (fact["type"], fact["contact_id"], fact["fields"]) == ("contact_changed", "1", {"division": "North"})
    aside = movewatch("mapping", *arguments[:-2])
    assert json.loads(aside.stdout) == {"set aside": "no-followed-field", "saw": ["Branch"]}
    lost = movewatch("mapping", "try", "-", "--source", "zoho", text="{}")
    assert (lost.returncode, lost.stdout) == (1, "")
    assert lost.stderr.startswith("Would be a dead letter: unknown-change. operation: none of insert,")


def test_a_mapping_is_checked(tmp_path: Path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    good = movewatch("mapping", "check", "--mapping", str(mapping), "--json")
    assert json.loads(good.stdout) == {"mapped": ["zoho.*"], "problems": []}
    mapping.write_text("[zoho.acme]\nnames = 1\ncontact = 2\n")
    bad = movewatch("mapping", "check", "--mapping", str(mapping))
    assert bad.returncode == 1
    assert bad.stderr.splitlines() == [
        f"{mapping} has 2 mistake(s):",
        "  zoho.acme.contact: give a table, as in [zoho.acme.contact]",
        f"  zoho.acme.names: no part of a mapping; these are {', '.join(SourceMap.model_fields)}",
    ]
    assert movewatch("mapping", "check").stdout == "There is no mapping file.\n"


# Arguments, exit code, and words of the message on standard error.
FAILURES = [
    # 1. No such command.
    (["nix"], 2, "No such command"),
    # 2. No such option.
    (["lag", "--nix"], 2, "No such option"),
    # 3. No such file.
    (["dry-run", "nix.jsonl"], 2, "movewatch: nix.jsonl cannot be read: No such file or directory."),
    # 4. No such settings file.
    (["--config", "nix.toml", "lag"], 2, "nix.toml cannot be read"),
    # 5. No such policy.
    (["dry-run", "-", "--policy", "nix.toml"], 2, "movewatch: The policy nix.toml cannot be read"),
    (["mapping", "check", "--mapping", "nix.toml"], 1, "The mapping nix.toml cannot be read"),
    (["mapping", "try", "nix.json", "--source", "zoho"], 2, "movewatch: nix.json cannot be read"),
    # 6. No such stage.
    (["worker", "contacts", "nix"], 2, "There is no stage nix. Stages are: intake, identities,"),
    # 7. The broker does not run.
    (["broker", "status"], 1, ""),
    # 9. A company is compared with another.
    (["classify", "company", "Acme"], 2, "give two names"),
    # 8. Files that are not there are not current.
    (["schemas", "export", "here", "--check"], 1, "  contact-changed.json"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), FAILURES)
def test_a_failure_is_one_message_and_a_code(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
):
    assert run(arguments) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_mistakes_in_the_settings_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("MOVEWATCH_PARTITIONS", "0")
    monkeypatch.setenv("MOVEWATCH_TICKS", "maybe")
    assert run(["lag"]) == 2
    assert capsys.readouterr().err.startswith("movewatch: 2 mistake(s) in the settings")


@pytest.mark.parametrize("command", [["topics", "check"], ["topics", "apply"], ["lag"], ["publish", "story.jsonl"]])
def test_without_a_broker_it_says_so(
    command: list[str], story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert story.exists()
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", NOBODY)
    assert run(command) == (1 if command == ["topics", "check"] else 2)
    assert f"No Kafka broker answers at {NOBODY}" in capsys.readouterr().err


def answer(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    """Exit code, the JSON on standard output, and what is said to people."""
    capsys.readouterr()
    code = run(arguments)
    told = capsys.readouterr()
    return code, json.loads(told.out), told.err


def test_the_broker_status_as_json(capsys: pytest.CaptureFixture[str]):
    code, result, told = answer(["broker", "status", "--json"], capsys)
    data = str(Path.cwd() / ".movewatch" / "broker")
    nothing = {"bootstrap": None, "pid": None, "started_at": None}
    assert (code, result) == (1, {"phase": "stopped", "data_dir": data, **nothing})
    assert told == f"stopped (data in {data})\n"


def test_the_running_broker_as_json(kafka: EmbeddedKafka, capsys: pytest.CaptureFixture[str]):
    code, result, _ = answer(["broker", "status", "--json", "--data", str(kafka.data_dir)], capsys)
    assert (code, result["phase"], result["bootstrap"]) == (0, "running", kafka.bootstrap)
    assert isinstance(result["pid"], int)
    assert datetime.fromisoformat(result["started_at"]).tzinfo is not None


def test_templates_as_json(capsys: pytest.CaptureFixture[str]):
    assert answer(["templates", "check", "--json"], capsys) == (
        0,
        {"problems": []},
        "All templates are as they should be.\n",
    )
    code, result, told = answer(["templates", "check", "nix", "--json"], capsys)
    assert code == 1
    assert result["problems"] == told.splitlines()
    assert "nix, is no folder" in told


def test_topics_without_a_broker_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", NOBODY)
    code, result, told = answer(["topics", "check", "--json"], capsys)
    assert (code, result["problems"]) == (1, told.splitlines())
    assert told.startswith(f"No Kafka broker answers at {NOBODY}")


def test_topics_and_publishing_as_json(
    kafka: EmbeddedKafka,
    topic_prefix: str,
    story: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", kafka.bootstrap)
    monkeypatch.setenv("MOVEWATCH_TOPIC_PREFIX", topic_prefix)
    monkeypatch.setenv("MOVEWATCH_PARTITIONS", "1")
    code, result, told = answer(["topics", "apply", "--json"], capsys)
    assert (code, result["problems"], result["topics"]) == (0, [], len(result["created"]))
    assert f"{topic_prefix}owners-rows" in result["created"]
    assert told.startswith(f"{result['topics']} of {result['topics']} topics created.\n  {topic_prefix}")
    code, result, told = answer(["topics", "check", "--json"], capsys)
    assert (code, result["problems"]) == (0, [])
    assert told == f"All {result['topics']} topics are as they should be.\n"

    monkeypatch.setenv("MOVEWATCH_PARTITIONS", "2")
    code, result, told = answer(["topics", "apply", "--json"], capsys)
    assert (code, result["created"], len(result["problems"])) == (1, [], result["topics"])
    assert told.splitlines()[1:] == result["problems"]

    story.write_text("\n".join([*STORY, "{broken"]), encoding="utf-8")
    code, result, told = answer(["publish", str(story), "--json"], capsys)
    assert (code, result["published"], len(result["problems"])) == (1, 4, 1)
    assert result["problems"][0].startswith("line 5: is not JSON")
    assert told.splitlines() == [*result["problems"], "4 published, 1 not."]


def test_a_fault_of_ours_is_one_line_and_on_request_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    @app.command("break", hidden=True)
    def _break() -> None:
        raise RuntimeError("oh")

    try:
        assert run(["break"]) == 2
        assert capsys.readouterr().err.startswith(
            "movewatch: unexpected RuntimeError: oh. This is a fault of movewatch"
        )
        monkeypatch.setenv("MOVEWATCH_TRACEBACK", "1")
        assert run(["break"]) == 2
        assert "Traceback" in capsys.readouterr().err
    finally:
        app.registered_commands.pop()


def test_dry_run_as_a_process():
    ended = movewatch("dry-run", "-", text="\n".join(STORY))
    assert (ended.returncode, ended.stderr) == (
        0,
        "4 records, 1 suggestions, 1 suppressions, 0 dead letters, 0 lines not read.\n",
    )
    assert json.loads(ended.stdout)["kind"] == "departmental-move"


def test_dry_run_reports_bad_lines_and_runs_the_others():
    ended = movewatch("dry-run", "-", text="\n".join(["{", *STORY]))
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[1].startswith("line 1: is not JSON")
    assert len(ended.stdout.splitlines()) == 1


BAD_LINES = [
    # 1. As many as are told.
    (1, 10, "line 10: "),
    # 2. One more, and a file of the wrong kind.
    (2, 11, "and 1 more."),
    (3, 2000, "and 1990 more."),
]


@pytest.mark.parametrize(("number", "bad", "last"), BAD_LINES)
def test_dry_run_of_a_wrong_file_tells_the_first_lines_and_how_many_more(
    number: int, bad: int, last: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "wrong.csv"
    file.write_text("name;title\n" * bad, encoding="utf-8")
    assert run(["dry-run", str(file)]) == 1
    summary, *told = capsys.readouterr().err.splitlines()
    assert summary.endswith(f" {bad} lines not read."), number
    assert [line.partition(":")[0] for line in told[:10]] == [f"line {n}" for n in range(1, 11)]
    assert told[-1].startswith(last)
    assert len(told) == min(bad, 11)


def test_dry_run_takes_the_policy(story: Path, capsys: pytest.CaptureFixture[str]):
    Path("policy.toml").write_text("[movements]\nsettling_hours = 2000\n", encoding="utf-8")
    assert run(["dry-run", str(story), "--policy", "policy.toml"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "held"


def test_schemas_are_written_and_then_current(capsys: pytest.CaptureFixture[str]):
    assert run(["schemas", "export", "here"]) == 0
    assert run(["schemas", "export", "here", "--check"]) == 0
    Path("here/left-over.json").touch()
    assert run(["schemas", "export", "here", "--check"]) == 1
    assert "  left-over.json" in capsys.readouterr().err


def test_the_pages_that_follow_from_the_program_are_current():
    """Else: movewatch reference export; movewatch schemas export."""
    reference = HERE / "docs" / "reference"
    assert differing(reference, reference_files(), whole_folder=False) == []
    assert differing(reference / "schemas", schema_files(), whole_folder=True) == []


def test_on_kafka(
    kafka: EmbeddedKafka,
    topic_prefix: str,
    story: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", kafka.bootstrap)
    monkeypatch.setenv("MOVEWATCH_TOPIC_PREFIX", topic_prefix)
    assert run(["topics", "check"]) == 1
    assert run(["topics", "apply"]) == 0
    assert run(["topics", "check"]) == 0
    capsys.readouterr()
    assert run(["publish", str(story)]) == 0
    assert capsys.readouterr().out == "4 published, 0 not.\n"
    assert run(["lag", "--json"]) == 0
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert sum(line["log_end_offset"] for line in lines if line["group"].endswith("movewatch-intake")) == 4
    assert run(["lag"]) == 0
    assert capsys.readouterr().out.startswith("GROUP ")
