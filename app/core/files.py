"""Stored files: content-addressed, outside the web root, on disk before the row that names them commits."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import REMEMBERED, Record
from app.core.transaction import after_commit, aside
from app.extensions import db

STRAY_AGE = timedelta(hours=1)
"""A file without a row is a stray only after this long: its transaction may still be open."""


class StoredFile(Record):
    """One content on disk. `key` is unguessable and names it in addresses; `sha256` names it on disk."""

    __tablename__ = "stored_files"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(43), unique=True, default=lambda: secrets.token_urlsafe(24))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(default=now)

    def read(self) -> bytes:
        """The content. Raises FileNotFoundError when the disk lost it."""
        return path_of(self.sha256).read_bytes()


@dataclass(frozen=True)
class StagedFile:
    """Content that is on disk and synced, waiting for a row."""

    sha256: str
    size: int
    media_type: str


def stage_file(data: bytes, media_type: str) -> StagedFile:
    """Put `data` on disk durably. Call before the transaction; `keep_file` then gives it a row."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(digest)
    if target.exists():
        os.utime(target)
    else:
        _write_durably(target, data)
    return StagedFile(digest, len(data), media_type)


def keep_file(staged: StagedFile) -> StoredFile:
    """A row for staged content, in the present transaction."""
    if not path_of(staged.sha256).exists():
        raise FileNotFoundError(staged.sha256)
    file = StoredFile(sha256=staged.sha256, size=staged.size, media_type=staged.media_type)
    db.session.add(file)
    return file


def drop_file(file: StoredFile) -> None:
    """Forget the row now and the content right after this commits, unless another row names the same content."""
    sha256 = file.sha256
    db.session.delete(file)
    db.session.flush()
    after_commit(lambda: aside(lambda: _unlink_unnamed(sha256)))


def _unlink_unnamed(sha256: str) -> None:
    if db.session.scalar(select(StoredFile.id).where(StoredFile.sha256 == sha256).limit(1)) is None:
        path_of(sha256).unlink(missing_ok=True)


def find_strays() -> list[Path]:
    """Contents that no row names: uploads whose transaction never committed, and erased files. Reads only."""
    root = files_root()
    if not root.exists():
        return []
    known = set(db.session.scalars(select(StoredFile.sha256)))
    oldest = (now() - STRAY_AGE).timestamp()
    return [path for path in root.glob("??/*") if path.name not in known and path.stat().st_mtime < oldest]


def remove_strays(paths: Sequence[Path]) -> int:
    """Remove those of `paths` that still no row names; answers how many.

    Call inside a write transaction: nobody can add a row for a content while it is being judged.
    """
    names = [path.name for path in paths]
    known = set(db.session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(names))))
    strays = [path for path in paths if path.name not in known]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def files_root() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"


def path_of(sha256: str) -> Path:
    return files_root() / sha256[:2] / sha256


def _write_durably(target: Path, data: bytes) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half_written = target.with_name(f"{target.name}.{secrets.token_hex(8)}.part")
    with open(half_written, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half_written.replace(target)
    for directory in (target.parent, target.parent.parent):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
