"""One client of the benchmark: a kept connection, a signed-in session, measured requests."""

import gzip
import http.client
import re
import time
import urllib.parse
from dataclasses import dataclass, field
from html import unescape

TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"|name="csrf_token"[^>]*value="([^"]+)"')
ASSET = re.compile(r'(?:href|src)="(/(?:static|brand)[^"]+)"')
IDLE_SECONDS = 1.0
"""The server closes a connection that was idle for two seconds."""
IMPORT = re.compile(r'(?:from|import)\s*\(?["\'](\.{1,2}/[^"\']+)["\']')


@dataclass
class Answer:
    """What came back: wall time at the client in milliseconds, statements the server says it took, bytes on the wire."""

    status: int
    headers: dict[str, str]
    body: str
    milliseconds: float
    wire_bytes: int

    @property
    def queries(self) -> int:
        return int(self.headers.get("x-query-count", 0))

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def csrf_token(self) -> str:
        found = TOKEN.search(self.body)
        if found is None:
            raise AssertionError(f"no form token on a page answered {self.status}: {self.body[:200]}")
        return unescape(found.group(1) or found.group(2))


@dataclass
class Client:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None
    used_at: float = 0

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._request("GET", path, None, headers or {})

    def post(self, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None) -> Answer:
        if files:
            body, kind = multipart(fields, files)
        else:
            body, kind = urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
        return self._request("POST", path, body, {"Content-Type": kind})

    def sign_in(self, email: str, password: str) -> None:
        page = self.get("/recruiter/sign-in")
        fields = {"email": email, "password": password, "csrf_token": page.csrf_token()}
        answer = self.post("/recruiter/sign-in", fields)
        if answer.status != 303:
            raise AssertionError(f"signing in was answered {answer.status}")

    def first_visit_bytes(self, path: str) -> int:
        """Bytes of the page and of everything it names, compressed, as a new visitor loads them.

        Modules are followed through their imports; an address with a fragment is one file.
        """
        page = self.get(path)
        waiting = {unescape(asset).partition("#")[0] for asset in ASSET.findall(page.body)}
        weighed: dict[str, int] = {}
        while waiting:
            address = waiting.pop()
            answer = self.get(address)
            weighed[address] = answer.wire_bytes
            if address.endswith(".js"):
                named = {urllib.parse.urljoin(address, name) for name in IMPORT.findall(answer.body)}
                waiting |= named - weighed.keys()
        return page.wire_bytes + sum(weighed.values())

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self.connection is None or time.monotonic() - self.used_at > IDLE_SECONDS:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"Accept-Encoding": "gzip", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection = None
            if method != "GET":
                raise
            return self._request(method, path, body, headers)
        raw = response.read()
        self.used_at = time.monotonic()
        milliseconds = (time.perf_counter() - began) * 1000
        self._keep_cookies(response)
        found = {name.lower(): value for name, value in response.getheaders()}
        text = gzip.decompress(raw) if found.get("content-encoding") == "gzip" else raw
        return Answer(response.status, found, text.decode("utf-8", "replace"), milliseconds, len(raw))

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value


def multipart(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    boundary = "bench-boundary-7d1f0c"
    parts = []
    for name, value in fields.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, (filename, data) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + data + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"
