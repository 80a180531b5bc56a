"""What stands under a mail that somebody on the staff writes to people: their own lines, filled in like a merge field."""

from app.accounts.models import User
from app.mailing.wording import compile_wording

SIGNATURE = "recruiter.signature"


def signed(body: str, sender: User) -> str:
    """`body` with a place for the signature at its end, unless it says itself where it stands or there is none."""
    if not sender.signature or SIGNATURE in compile_wording("", body).fields:
        return body
    return f"{body.rstrip()}\n\n{{{{{SIGNATURE}}}}}"


def signature_of(sender: User) -> str:
    """Whoever has none signs with their name."""
    return sender.signature or sender.name
