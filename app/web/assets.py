"""Static files under an address that changes with their content, so that browsers keep them for ever.

`/static/v-<mark>/css/base.css`: the mark stands in the path, so what a style sheet or a module names relatively carries it too.
"""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
from flask import Flask, Response, current_app, has_request_context, request, url_for
from flask.typing import ResponseReturnValue

MARK = re.compile(r"^v-[0-9a-f]{10}/")
COMPRESSED = frozenset({".css", ".js", ".svg"})
CODINGS = ("br", "gzip")
FOR_EVER = 31_536_000
EXTENSION = "perennial.assets"


class Assets:
    """Knows the mark of the static folder and keeps the compressed form of each text file."""

    def __init__(self, folder: Path, *, watch: bool) -> None:
        self._folder = folder
        self._watch = watch
        self._known_mark = ""
        self._compressed: dict[tuple[str, str, float], bytes] = {}
        self._addresses: dict[tuple[str, str, str], str] = {}

    def mark(self) -> str:
        if self._watch or not self._known_mark:
            self._known_mark = self._stamp_of_folder() if self._watch else self._hash_of_folder()
        return self._known_mark

    def address(self, filename: str) -> str:
        """Where the file is served; a page of icons asks hundreds of times."""
        key = (request.script_root if has_request_context() else "", self.mark(), filename)
        if key not in self._addresses:
            self._addresses[key] = url_for("static", filename=f"v-{key[1]}/{filename}")
        return self._addresses[key]

    def compressed(self, filename: str, coding: str) -> bytes:
        """The file as `br` or `gzip`, as small as it gets; worked out once per process."""
        path = self._folder / filename
        key = (filename, coding, path.stat().st_mtime)
        if key not in self._compressed:
            content = path.read_bytes()
            small = brotli.compress(content, quality=11) if coding == "br" else gzip.compress(content, 9, mtime=0)
            self._compressed[key] = small
        return self._compressed[key]

    def _files(self) -> list[Path]:
        return sorted(path for path in self._folder.rglob("*") if path.is_file())

    def _hash_of_folder(self) -> str:
        content = hashlib.sha256()
        for path in self._files():
            content.update(str(path.relative_to(self._folder)).encode() + path.read_bytes())
        return content.hexdigest()[:10]

    def _stamp_of_folder(self) -> str:
        newest = max((path.stat().st_mtime_ns for path in self._files()), default=0)
        return hashlib.sha256(str(newest).encode()).hexdigest()[:10]


def asset(filename: str) -> str:
    """The marked address of a static file."""
    assets: Assets = current_app.extensions[EXTENSION]
    return assets.address(filename)


def send_static(filename: str) -> ResponseReturnValue:
    """Answers a static file with or without a mark in its path, compressed when the browser can read that."""
    plain = MARK.sub("", filename)
    response = current_app.send_static_file(plain)
    if Path(plain).suffix in COMPRESSED and response.status_code == 200:
        response = _squeezed(response, plain)
    if plain != filename:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = FOR_EVER
    return response


def _squeezed(response: Response, filename: str) -> Response:
    response.vary.add("Accept-Encoding")
    coding = next((coding for coding in CODINGS if request.accept_encodings[coding] > 0), None)
    if coding is None or "Range" in request.headers:
        return response
    assets: Assets = current_app.extensions[EXTENSION]
    response.direct_passthrough = False
    response.set_data(assets.compressed(filename, coding))
    response.content_encoding = coding
    return response


def init_assets(app: Flask) -> None:
    if app.static_folder is None:
        raise RuntimeError("The application has no static folder.")
    app.extensions[EXTENSION] = Assets(Path(app.static_folder), watch=app.debug)
    app.view_functions["static"] = send_static
    app.jinja_env.globals.update(asset=asset)
