"""Where a page of the timeline ends and the next one begins: three sources cut at the same place."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

ACTIVITY, MESSAGE, NOTE = range(3)


@dataclass(frozen=True)
class Place:
    at: datetime
    rank: int
    id: int


def older_than(place: Place, at: Any, number: Any, rank: int) -> ColumnElement[bool]:
    if rank < place.rank:
        return at <= place.at  # type: ignore[no-any-return]
    same = and_(at == place.at, number < place.id) if rank == place.rank else at < place.at
    return or_(at < place.at, same)


def written(place: Place) -> str:
    text = f"{place.at.isoformat()}|{place.rank}|{place.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str | None) -> Place | None:
    """A damaged place means the first page."""
    if not text or len(text) > 120 or not text.isascii():
        return None
    try:
        at, rank, number = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        place = Place(datetime.fromisoformat(at), int(rank), int(number))
    except (ValueError, binascii.Error):
        return None
    return place if place.at.tzinfo is not None and place.rank in (0, 1, 2) and 0 <= place.id < 2**63 else None
