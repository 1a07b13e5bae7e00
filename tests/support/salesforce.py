"""A stand-in for Salesforce's REST API over HTTPS: login, describe, SOQL of the form that we ask, in pages."""

import json
import re
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

CLIENT, SECRET, TOKEN = "the key", "the secret", "00Dxx!token"
PAGE = 2

_SOQL = re.compile(r"SELECT (?P<fields>[\w., ]+) FROM (?P<entity>\w+)(?: WHERE Id IN \((?P<ids>[^)]*)\))?")


class Organisation:
    """Its records, by object; each object has the fields of its first record. ``asked``: the queries, in order."""

    def __init__(self, url: str, records: Mapping[str, list[dict[str, Any]]]) -> None:
        self.url = url
        self.records = dict(records)
        self.asked: list[str] = []
        self.broken = False
        self._pages: dict[str, list[dict[str, Any]]] = {}

    def answer(self, path: str, query: str) -> tuple[int, Any]:
        """Status and JSON of a GET."""
        if self.broken:
            return 500, [{"errorCode": "UNKNOWN_EXCEPTION", "message": "a value of Ada's"}]
        parts = path.strip("/").split("/")
        match parts[3:]:
            case ["sobjects", entity, "describe"]:
                return 200, {"fields": [{"name": name} for name in self._fields(entity)]}
            case ["query" | "queryAll", page] if page in self._pages:
                return 200, self._page(self._pages.pop(page))
            case ["query"]:
                return self._select(parse_qs(query)["q"][0], deleted=False)
            case ["queryAll"]:
                return self._select(parse_qs(query)["q"][0], deleted=True)
        return 404, [{"errorCode": "NOT_FOUND", "message": path}]

    def _fields(self, entity: str) -> list[str]:
        return list(self.records[entity][0])

    def _select(self, soql: str, *, deleted: bool) -> tuple[int, Any]:
        self.asked.append(soql)
        found = _SOQL.fullmatch(soql)
        assert found is not None, soql
        fields, entity = found["fields"].split(", "), found["entity"]
        unknown = set(fields) - set(self._fields(entity))
        if unknown:
            return 400, [{"errorCode": "INVALID_FIELD", "message": f"No such column {sorted(unknown)}"}]
        ids = None if found["ids"] is None else {one.strip(" '") for one in found["ids"].split(",")}
        rows = [
            {"attributes": {"type": entity}} | {name: row.get(name) for name in fields}
            for row in self.records[entity]
            if (ids is None or row["Id"] in ids) and (deleted or not row.get("IsDeleted"))
        ]
        return 200, self._page(rows)

    def _page(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        page, rest = rows[:PAGE], rows[PAGE:]
        if not rest:
            return {"totalSize": len(rows), "done": True, "records": page}
        name = f"page{len(rest)}"
        self._pages[name] = rest
        following = f"/services/data/v62.0/query/{name}"
        return {"totalSize": len(rows), "done": False, "records": page, "nextRecordsUrl": following}


@contextmanager
def organisation(folder: Path, records: Mapping[str, list[dict[str, Any]]]) -> Iterator[Organisation]:
    """One that answers. Its certificate's authority lies in ``ca.pem`` of the folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    served: list[Organisation] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if self.path != "/services/oauth2/token" or form.get("grant_type") != ["client_credentials"]:
                return self._send(404, {})
            if (form["client_id"], form["client_secret"]) != ([CLIENT], [SECRET]):
                return self._send(400, {"error": "invalid_client"})
            return self._send(200, {"access_token": TOKEN, "instance_url": served[0].url})

        def do_GET(self) -> None:
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                return self._send(401, [{"errorCode": "INVALID_SESSION_ID"}])
            asked = urlsplit(self.path)
            return self._send(*served[0].answer(asked.path, asked.query))

        def _send(self, status: int, body: Any) -> None:
            said = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_request(self, *_: object) -> None:
            """Nothing: the test says what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    served.append(Organisation(f"https://localhost:{server.server_port}", records))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
