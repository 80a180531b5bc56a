"""Who holds the same e-mail, phone number or web address."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from app.candidates.duplicates.matches import MatchReason, Probe
from app.candidates.duplicates.names import compatible_names
from app.candidates.models import Candidate, CandidateLink, ContactKind, ContactPoint
from app.candidates.values import email_key, link_key, untagged
from app.extensions import db

MOST_PER_REASON = 50


def by_contact(probes: Sequence[Probe], with_care: bool) -> list[tuple[int, int, MatchReason]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    numbers: dict[str, set[int]] = defaultdict(set)
    for index, probe in enumerate(probes):
        for address in probe.emails:
            key = email_key(address)
            wanted[key].add(index)
            if "+" in key:
                wanted[untagged(key)].add(index)
        for number in probe.phones:
            numbers[number].add(index)
    keys = sorted({*wanted, *numbers})
    if not keys:
        return []
    rows = db.session.execute(
        select(ContactPoint.kind, ContactPoint.value_key, ContactPoint.verified_at, Candidate.id, Candidate.full_name)
        .join(Candidate, Candidate.id == ContactPoint.candidate_id)
        .where(ContactPoint.kind.in_(list(ContactKind)), ContactPoint.value_key.in_(keys), Candidate.erased_at.is_(None))
    )
    found = []
    for kind, key, verified_at, person_id, name in rows:
        for index in (wanted if kind is ContactKind.EMAIL else numbers).get(key, ()):
            found.append((index, person_id, _contact_reason(probes[index], kind, key, bool(verified_at), name)))
    return [*found, *_tagged_twins(probes)] if with_care else found


def _contact_reason(probe: Probe, kind: ContactKind, key: str, verified: bool, name: str) -> MatchReason:
    if kind is ContactKind.PHONE:
        return MatchReason.SHARED_PHONE
    if key not in {email_key(address) for address in probe.emails}:
        return MatchReason.TAG_TWIN
    if "@" not in name and not compatible_names(probe.name, name):
        return MatchReason.EMAIL_OTHER_NAME
    return MatchReason.VERIFIED_EMAIL if verified else MatchReason.SAME_EMAIL


def _tagged_twins(probes: Sequence[Probe]) -> list[tuple[int, int, MatchReason]]:
    """The other way round: the record has the tag, the probe has not. Only for single look-ups: it is a range each."""
    found = []
    for index, probe in enumerate(probes):
        for address in probe.emails:
            local, _at, domain = untagged(email_key(address)).rpartition("@")
            rows = db.session.execute(
                select(ContactPoint.candidate_id, ContactPoint.value_key)
                .join(Candidate, Candidate.id == ContactPoint.candidate_id)
                .where(ContactPoint.kind == ContactKind.EMAIL, Candidate.erased_at.is_(None))
                .where(ContactPoint.value_key >= f"{local}+", ContactPoint.value_key < f"{local},")
                .limit(MOST_PER_REASON)
            )
            found += [(index, owner, MatchReason.TAG_TWIN) for owner, key in rows
                      if key.endswith(f"@{domain}") and key != email_key(address)]  # fmt: skip
    return found


def by_link(probes: Sequence[Probe]) -> list[tuple[int, int, MatchReason]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for index, probe in enumerate(probes):
        for address in probe.links:
            wanted[link_key(address)].add(index)
    if not wanted:
        return []
    spellings = [f"{start}{key}{end}" for key in wanted for start in _STARTS for end in ("", "/")]
    rows = db.session.execute(
        select(CandidateLink.candidate_id, CandidateLink.url)
        .join(Candidate, Candidate.id == CandidateLink.candidate_id)
        .where(CandidateLink.url.in_(spellings), Candidate.erased_at.is_(None))
    )
    return [(index, owner, MatchReason.SAME_LINK) for owner, url in rows for index in wanted.get(link_key(url), ())]


_STARTS = ("https://", "https://www.", "http://", "http://www.")
