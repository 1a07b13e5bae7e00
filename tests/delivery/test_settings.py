from typing import Any

import pytest
from pydantic import SecretStr

from movewatch.delivery import DeliverySettings, DeliverySettingsError

SECRET = SecretStr("s3cret-word")

REFUSED: list[tuple[int, dict[str, Any], str]] = [
    (1, {"sender": "nobody"}, "sender is no mail address"),
    (2, {"sender": "a@example.com\r\nBcc: b@example.com"}, "sender is no mail address"),
    (3, {"reply_to": "me"}, "reply_to is no mail address"),
    (4, {"username": "movewatch"}, "password goes with username: give both or none"),
    (5, {"password": SECRET}, "password goes with username: give both or none"),
    # 6. A password never travels in the clear.
    (6, {"username": "u", "password": SECRET, "security": "none"}, "without encryption"),
    (7, {"timeout_seconds": 0}, "above 0"),
]


@pytest.mark.parametrize(("number", "values", "expected"), REFUSED)
def test_settings_that_do_not_fit_are_refused(number: int, values: dict[str, Any], expected: str):
    with pytest.raises(DeliverySettingsError) as caught:
        DeliverySettings(kind="smtp", **values)
    assert expected in str(caught.value), number


def test_the_defaults_need_no_server():
    assert DeliverySettings().kind == "folder"


def test_the_password_is_not_shown():
    assert "s3cret-word" not in repr(DeliverySettings(kind="smtp", username="u", password=SECRET))
