"""People who are on record twice: two pairs that wait for somebody to look, and one that was made one already."""

from dataclasses import dataclass

from app.candidates.commands import add_candidate, write_note
from app.candidates.facts import PersonFacts
from app.candidates.merging import merge_candidates
from app.candidates.merging.comparing import find_pairs, probes_of
from app.candidates.merging.pairs import store_pairs
from app.candidates.models import Candidate
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db

TWINS = (
    (
        PersonFacts(name="Marek Novotny", emails=["marek.novotny@example.org"], phones=["+43 660 5550171"],
                    title="Acoustics engineer", employer="Klangwerk Wien", city="Wien", country="AT", source="Hearing Care Days"),
        PersonFacts(name="M. Novotny", emails=["m.novotny@klangwerk.example"], phones=["+43 660 5550171"],
                    title="Senior acoustics engineer", city="Wien", country="AT", source="LinkedIn"),
    ),
    (
        PersonFacts(name="Solveig Aas", emails=["solveig.aas@example.org"], title="Audiologist", employer="Hørselshuset Oslo",
                    city="Oslo", country="NO", source="Referral"),
        PersonFacts(name="Solveig Aas", emails=["solveig.aas+jobs@example.org"], headline="Audiologist with a love for fittings",
                    city="Oslo", country="NO", source="careers site"),
    ),
    (
        PersonFacts(name="Theodora Lindqvist", emails=["theodora@example.org"], title="Firmware developer",
                    employer="Nordton", city="Göteborg", country="SE", source="Campus day TU Wien"),
        PersonFacts(name="Thea Lindqvist", emails=["thea.lindqvist@nordton.example"], phones=["+46 70 555 01 42"],
                    title="Embedded developer", employer="Nordton", city="Göteborg", country="SE", source="GitHub"),
    ),
)  # fmt: skip
FIRST_SEEN, SEEN_AGAIN, MERGED = (240, 198, 131), (33, 12, 46), 14
"""Days ago."""


@dataclass
class _Twin:
    facts: tuple[PersonFacts, PersonFacts]
    larkspur: Larkspur
    older: int = 0
    newer: int = 0

    def meet(self) -> None:
        self.older = self._added(self.facts[0], "event")

    def meet_again(self) -> None:
        self.newer = self._added(self.facts[1], "recruiter")
        store_pairs(find_pairs(probes_of([self.newer])), [self.newer])

    def make_one(self) -> None:
        by = self.larkspur.by("ada")
        write_note(db.session.get_one(Candidate, self.newer), body="Goes by Thea. Same person as the one from the campus day.", by=by)
        merge_candidates(self.older, self.newer, by=by)

    def _added(self, facts: PersonFacts, origin: str) -> int:
        by = self.larkspur.by("ada")
        return add_candidate(facts, by=by, origin=origin, owner_id=by.id, lawful_basis="legitimate-interest").id


def plan_twins(clockwork: Clockwork, larkspur: Larkspur) -> None:
    """Met twice, months apart, under names and addresses that are not quite the same."""
    twins = [_Twin(facts, larkspur) for facts in TWINS]
    for twin, first, again in zip(twins, FIRST_SEEN, SEEN_AGAIN, strict=True):
        clockwork.plan(clockwork.office_hours(clockwork.ago(first, hour=11)), twin.meet)
        clockwork.plan(clockwork.office_hours(clockwork.ago(again, hour=14)), twin.meet_again)
    clockwork.plan(clockwork.office_hours(clockwork.ago(MERGED, hour=10)), twins[-1].make_one)
