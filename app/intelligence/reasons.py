"""Why a file could not be taken or read: one word each for code. The sentences for people stand in `unreadable`."""

from enum import StrEnum


class Reason(StrEnum):
    """Kept free of the web framework, so that the limited child process can load it."""

    EMPTY = "empty"
    BAD_NAME = "bad_name"
    NOT_ACCEPTED = "not_accepted"
    MISMATCH = "mismatch"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    SCANNED = "scanned"
    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_LONG = "too_long"


class Caveat(StrEnum):
    """What a person should know about a reading that succeeded."""

    PAGES_LEFT_OUT = "pages_left_out"
    TEXT_LEFT_OUT = "text_left_out"
    ACTIVE_CONTENT = "active_content"
    DAMAGED_PAGE = "damaged_page"
    NO_NAME = "no_name"


class NotReadable(Exception):
    """Raised inside the child; it becomes an `Unreadable` for the caller."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
