"""Reads records from Salesforce's REST API, through simple-salesforce."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import requests

from movewatch.errors import MovewatchError
from movewatch.intake.dirty import Entity
from movewatch.salesforce_settings import SalesforceSection
from movewatch.settings import problem_text

if TYPE_CHECKING:
    from simple_salesforce.api import Salesforce

ANSWER_S: Final = 60.0
"""So long may Salesforce take for one answer."""

IDS_AT_ONCE: Final = 200
"""Ids in one query: 200 of 18 characters fit well into a URL."""

Row = Mapping[str, Any]


class SalesforceError(MovewatchError):
    """Salesforce cannot be asked, or did not answer well."""


class Reads(Protocol):
    """What a resync needs of Salesforce."""

    def fields_of(self, entity: Entity) -> frozenset[str]:
        """The fields of an object that this user may see."""

    def rows(self, entity: Entity, fields: Sequence[str], ids: Sequence[str] | None) -> Iterator[Row]:
        """The records with these ids, or all: those in the recycle bin, too."""


class SalesforceReader:
    """Reads with the rights of the connected app's user. Give the session back with ``close``."""

    def __init__(self, section: SalesforceSection) -> None:
        """Log in by the client credentials flow.

        Raises:
            SalesforceError: a setting or simple-salesforce is missing, or the login was refused.
        """
        url, client_id, secret = section.url, section.client_id, section.client_secret
        named = {"url": url, "client_id": client_id, "client_secret": secret}
        if url is None or client_id is None or secret is None:
            lacking = (name for name, value in named.items() if value is None)
            raise SalesforceError("\n".join(problem_text(f"salesforce.{name}", "is missing") for name in lacking))
        self._session = requests.Session()
        with _told():
            token = self._token(url, client_id, secret.get_secret_value())
            self._api = self._logged_in(token, section.version)

    def _token(self, url: str, client_id: str, secret: str) -> Mapping[str, str]:
        asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        answer = self._session.post(f"{url}/services/oauth2/token", data=asked, timeout=ANSWER_S)
        if answer.status_code != requests.codes.ok:
            raise SalesforceError(
                f"Salesforce refused the login ({answer.status_code}). Check salesforce.client_id and client_secret, "
                "and that the connected app allows the client credentials flow."
            )
        return cast("Mapping[str, str]", answer.json())

    def _logged_in(self, token: Mapping[str, str], version: str) -> "Salesforce":
        try:
            from simple_salesforce.api import Salesforce  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise SalesforceError(
                "simple-salesforce is not installed. Install it: pip install 'movewatch[salesforce]'."
            ) from error
        return Salesforce(
            instance_url=token["instance_url"],
            session_id=token["access_token"],
            version=version,
            session=self._session,
        )

    def fields_of(self, entity: Entity) -> frozenset[str]:
        """The fields of an object that this user may see.

        Raises:
            SalesforceError: Salesforce did not answer, or not well.
        """
        with _told():
            described = self._api.restful(f"sobjects/{entity}/describe", timeout=ANSWER_S) or {}
            return frozenset(field["name"] for field in described["fields"])

    def rows(self, entity: Entity, fields: Sequence[str], ids: Sequence[str] | None) -> Iterator[Row]:
        """The records with these ids, or all: those in the recycle bin, too.

        Raises:
            SalesforceError: Salesforce did not answer, or not well.
        """
        asked = [""] if ids is None else [_among(ids[at : at + IDS_AT_ONCE]) for at in range(0, len(ids), IDS_AT_ONCE)]
        with _told():
            for condition in asked:
                query = f"SELECT {', '.join(fields)} FROM {entity}{condition}"  # noqa: S608 - names and ids are checked
                yield from cast(
                    "Iterator[Row]", self._api.query_all_iter(query, include_deleted=True, timeout=ANSWER_S)
                )

    def close(self) -> None:
        """End the connections."""
        self._session.close()


def _among(ids: Sequence[str]) -> str:
    quoted = ", ".join(f"'{one}'" for one in ids)
    return f" WHERE Id IN ({quoted})"


@contextmanager
def _told() -> Iterator[None]:
    """Turns the libraries' errors into ours. Neither a token nor a value stands in them."""
    try:
        yield
    except requests.RequestException as error:
        raise SalesforceError(
            f"Salesforce does not answer ({type(error).__name__}). Check salesforce.url, and the network."
        ) from error
    except (KeyError, ValueError) as error:
        raise SalesforceError("Salesforce answered something else than documented.") from error
    except Exception as error:
        if not type(error).__module__.startswith("simple_salesforce"):
            raise
        raise SalesforceError(
            f"Salesforce refused ({_codes(error)}). Check the rights of the connected app's user."
        ) from error


def _codes(error: Exception) -> str:
    """Status and codes of Salesforce's errors, whose messages could quote a value."""
    content = getattr(error, "content", None)
    listed = [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []
    return " ".join([str(getattr(error, "status", "?")), *(str(one.get("errorCode")) for one in listed)])
