"""Settings: where they come from, that every mistake is told at once, and that the reference has them all."""

import re
from pathlib import Path

import pytest

from movewatch.settings import ENV_PREFIX, NOT_SETTINGS, Settings, SettingsError, all_settings, load_settings

HERE = Path(__file__).parent.parent
SECRET = "hunter2-hunter2-hunter2"


@pytest.fixture(autouse=True)
def _no_file_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str, name: str = "movewatch.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(variables: dict[str, str], config: Path | None = None) -> list[str]:
    """The lines of the one message, without its head."""
    with pytest.raises(SettingsError) as caught:
        load_settings(config, variables)
    head, *lines = str(caught.value).splitlines()
    assert head.startswith(f"{len(lines)} mistake(s) in the settings (")
    return [line.strip() for line in lines]


def test_nothing_set_is_a_default_each():
    assert load_settings(environ={}) == Settings()


def test_the_environment_wins_over_the_file_also_within_a_section():
    file = written('partitions = 8\ntenant = "acme"\n[delivery]\nkind = "smtp"\nhost = "a"\nsender = "m@us.example"\n')
    settings = load_settings(file, {"MOVEWATCH_PARTITIONS": "12", "MOVEWATCH_DELIVERY_HOST": "b"})
    assert (settings.partitions, settings.tenant) == (12, "acme")
    assert (settings.delivery.kind, settings.delivery.host, settings.delivery.sender) == ("smtp", "b", "m@us.example")


def test_which_file_is_read():
    written("partitions = 1")
    written("partitions = 2", "two.toml")
    three = written("partitions = 3", "three.toml")
    assert load_settings(environ={}).partitions == 1
    assert load_settings(environ={"MOVEWATCH_CONFIG": "two.toml"}).partitions == 2
    assert load_settings(three, {"MOVEWATCH_CONFIG": "two.toml"}).partitions == 3


def test_an_object_made_in_a_program_reads_no_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MOVEWATCH_PARTITIONS", "9")
    assert Settings().partitions == 4
    assert load_settings().partitions == 9


def test_an_empty_variable_is_as_good_as_none():
    assert load_settings(environ={"MOVEWATCH_PARTITIONS": ""}) == Settings()


def test_every_mistake_is_told_at_once_with_what_to_do():
    file = written('[delivery]\nkind = "smtp"\nport = 99999\ncolour = "red"\n[batch]\nrecords = 0\n')
    variables = {
        "MOVEWATCH_BOOTSTRAP_SERVERS": "kafka",
        "MOVEWATCH_PARTITIONS": "many",
        "MOVEWATCH_IDENTITY_SALT": "salt",
        "MOVEWATCH_DELIVERY_PASSWORD": SECRET,
        "MOVEWATCH_TIKCS": "off",
    }
    told = mistakes(variables, file)
    assert [line.split()[0] for line in told] == [
        "bootstrap_servers",
        "partitions",
        "identity_salt",
        "delivery.host",
        "delivery.port",
        "delivery.sender",
        "delivery.colour",
        "batch.records",
        "MOVEWATCH_TIKCS",
    ]
    assert told[1] == (
        "partitions is wrong (input should be a valid integer, unable to parse string as an integer). "
        "Set MOVEWATCH_PARTITIONS, or partitions in the file, to a number from 1 to 1000."
    )
    assert SECRET not in "".join(told)


# What cannot be used, and the setting that is blamed.
WRONG = [
    # 1. A port is needed, also of the second server.
    ("bootstrap_servers", {"MOVEWATCH_BOOTSTRAP_SERVERS": "a:9092,b"}),
    # 2. A port has its limits.
    ("bootstrap_servers", {"MOVEWATCH_BOOTSTRAP_SERVERS": "a:65536"}),
    # 3. Kafka refuses such a name of a topic.
    ("topic_prefix", {"MOVEWATCH_TOPIC_PREFIX": "über/"}),
    # 4. No partitions, no topic.
    ("partitions", {"MOVEWATCH_PARTITIONS": "0"}),
    # 5. A short salt can be tried out.
    ("identity_salt", {"MOVEWATCH_IDENTITY_SALT": "x" * 15}),
    # 6. A word that is no choice.
    ("ticks", {"MOVEWATCH_TICKS": "sometimes"}),
    # 7. A mail server without a sender.
    ("delivery.sender", {"MOVEWATCH_DELIVERY_KIND": "smtp", "MOVEWATCH_DELIVERY_HOST": "mail"}),
    # 8. The other way round.
    ("delivery.host", {"MOVEWATCH_DELIVERY_KIND": "smtp", "MOVEWATCH_DELIVERY_SENDER": "a@example.com"}),
    # 9. A name that would be taken for an address.
    ("delivery.sender_name", {"MOVEWATCH_DELIVERY_SENDER_NAME": "Leads <leads@example.com>"}),
    # 10. A time that never ends.
    ("delivery.timeout_seconds", {"MOVEWATCH_DELIVERY_TIMEOUT_SECONDS": "inf"}),
    # 11. Six stages do not fit between this port and the last one.
    ("web_port", {"MOVEWATCH_WEB_PORT": "65531"}),
]


@pytest.mark.parametrize(("name", "variables"), WRONG)
def test_a_mistake_names_its_setting(name: str, variables: dict[str, str]):
    assert [line.split()[0] for line in mistakes(variables)] == [name]


@pytest.mark.parametrize(
    ("text", "words"),
    [("partitions = ", "not TOML"), (None, "cannot be read: No such file or directory. Check --config.")],
)
def test_a_file_that_cannot_be_read_is_told(text: str | None, words: str):
    path = Path("other.toml") if text is None else written(text)
    with pytest.raises(SettingsError, match=words):
        load_settings(path, {})


def test_secrets_are_not_shown():
    variables = {
        "MOVEWATCH_IDENTITY_SALT": SECRET,
        "MOVEWATCH_DELIVERY_USERNAME": "me",
        "MOVEWATCH_DELIVERY_PASSWORD": SECRET,
    }
    settings = load_settings(environ=variables)
    assert SECRET not in repr(settings) + str(settings) + settings.model_dump_json()


def test_every_setting_says_what_it_means_and_takes():
    for setting in all_settings():
        assert setting.field.description, setting.name
        assert setting.accepts, setting.name
        assert setting.variable.startswith(ENV_PREFIX)


def test_every_setting_can_be_set_by_its_variable():
    """Not obvious, since names have underscores and the delimiter of sections is one, too."""
    for setting in all_settings():
        told = mistakes({setting.variable: "\N{BELL}"} | {"MOVEWATCH_UNKNOWN": "1"})
        assert told[-1].startswith("MOVEWATCH_UNKNOWN"), "the variable of a setting is not known"
        assert len([line for line in told if line.startswith("MOVEWATCH_")]) == 1


def test_every_variable_that_the_program_names_is_known():
    """One that is read and not known could not be set: the settings refuse what they do not know."""
    packages = ("schemas", "movewatch", "streams", "agents")
    texts = [path.read_text(encoding="utf-8") for package in packages for path in (HERE / package).rglob("*.py")]
    named = {name for text in texts for name in re.findall(rf"{ENV_PREFIX}[A-Z_]*[A-Z]", text)}
    assert named
    assert named <= NOT_SETTINGS.keys() | {setting.variable for setting in all_settings()}
