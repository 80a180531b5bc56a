"""Handing out stored files: as they came, always as a download, never opened by the browser."""

from urllib.parse import quote

from flask import Response, abort, make_response
from werkzeug.utils import secure_filename

from app.core.files import StoredFile
from app.web.headers import DOWNLOAD


def as_download(file: StoredFile, filename: str) -> Response:
    """The content of `file` under the name somebody gave it; 410 when the disk has lost it."""
    try:
        response = make_response(file.read())
    except FileNotFoundError:
        abort(410)
    response.headers["Content-Type"] = file.media_type
    response.headers["Content-Disposition"] = disposition(filename)
    response.headers["Content-Security-Policy"] = DOWNLOAD
    return response


def disposition(filename: str) -> str:
    """`attachment` with the name in any script (RFC 6266), and in plain letters for programs that cannot read that."""
    return f"attachment; filename={secure_filename(filename) or 'document'}; filename*=UTF-8''{quote(filename, safe='')}"
