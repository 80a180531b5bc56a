"""Person or machine? The rule that judges hits. It changes by a new version; what an older one said stays said.

Mail gateways follow every link before anybody reads the mail, and fetch pictures for everybody. A hit counts for
people, scores and results only when nothing speaks for a machine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.campaigns.models import Hit, HitKind, Verdict

RULE = 1

TOO_SOON = 2.0
"""Seconds after the mail server took the mail: nobody reads that fast, a gateway does."""
BURST_WITHIN = timedelta(seconds=10)
BURST_OF = 3
"""So many different links of one mail, or from one network, within that time: something follows them all."""

_SCANNERS = re.compile(
    r"bot\b|bot/|crawl|spider|scan|preview|fetch|headless|phantom|python|curl|wget|java/|libwww|go-http|okhttp|httpclient|"
    r"barracuda|mimecast|proofpoint|safelinks|trendmicro|symantec|fireeye|forcepoint|cisco|sophos|ironport|zscaler|"
    r"existence discovery|googleimageproxy|yahoomailproxy|monitoring|slurp|facebookexternalhit|skypeuripreview|"
    r"chrome/42\.0\.2311\.135",
    re.IGNORECASE,
)
"""Agents known to be machines; the last is what a large provider prefetches pictures with."""

_PEOPLE = re.compile(r"mozilla/|opera/", re.IGNORECASE)
_SHIELDED = re.compile(r"^mozilla/5\.0$", re.IGNORECASE)
"""The agent of a service that fetches every picture for its users, read or not."""


@dataclass(frozen=True)
class Facts:
    """What the rule knows of a hit: itself, and how many different links were followed with it."""

    kind: HitKind
    method: str
    agent: str
    delay_seconds: float | None
    links_together: int = 1


def judge(facts: Facts) -> Verdict:
    """The verdict of the present rule."""
    if facts.method != "GET" or _SCANNERS.search(facts.agent):
        return Verdict.MACHINE
    if facts.delay_seconds is not None and facts.delay_seconds < TOO_SOON:
        return Verdict.MACHINE
    if facts.kind is HitKind.CLICK and facts.links_together >= BURST_OF:
        return Verdict.MACHINE
    if not _PEOPLE.search(facts.agent) or _SHIELDED.match(facts.agent.strip()):
        return Verdict.UNSURE
    return Verdict.HUMAN


def facts_of(hit: Hit, neighbours: Sequence[Hit]) -> Facts:
    """`neighbours` are the hits of the same message, or without one of the same network, the hit itself among them."""
    links = {other.link_id for other in neighbours if other.link_id is not None and _together(hit.at, other.at)}
    return Facts(hit.kind, hit.method, hit.agent, hit.delay_seconds, max(1, len(links)))


def _together(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= BURST_WITHIN
