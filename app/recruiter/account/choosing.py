"""Choosing a password: judged and hashed before the request's transaction, because hashing is slow."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, request

from app.accounts.passwords import check_new_password, hash_password
from app.accounts.refusals import WeakPassword
from app.core.refusals import Refused


@dataclass(frozen=True)
class ChosenPassword:
    """A password fit to be kept, or what is wrong with it."""

    hash: str = ""
    refusal: Refused | None = None

    def must(self) -> str:
        """The hash; raises the refusal."""
        if self.refusal is not None:
            raise self.refusal
        return self.hash


def choose_password(context: Sequence[str] = ()) -> ChosenPassword:
    """What the form's `password` is worth. `context` are words somebody would try first."""
    password = request.form.get("password", "")
    company = [g.site.name] if g.site is not None else []
    try:
        check_new_password(password, context=[*company, *context])
    except WeakPassword as refusal:
        return ChosenPassword(refusal=refusal)
    return ChosenPassword(hash_password(password))
