"""What Larkspur's record holds beyond the usual: how people fit, where they may drive, licences that end, who was asked."""

import random
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select

from app.candidates.commands import add_custom_field, add_document, ask_to_refresh, set_custom_values
from app.candidates.commands.own_details import change_own_details, looked_over, own_details
from app.candidates.commands.skills import add_skill, add_skill_alias
from app.candidates.models import Candidate, ContactPoint, CustomField, CustomKind, DocumentKind
from app.core.actors import candidate_actor
from app.core.clock import today
from app.core.files import StagedFile, stage_file
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db

SEED = 47
FITTINGS = ("Behind the ear", "In the ear", "Cochlear implants", "Children")
FILLED_EACH = 45
LICENCES = ((24, "Journeyman's certificate, hearing aid acoustician", "HWK Lübeck"), (41, "Hygiene certificate", "TÜV"),
            (210, "Driving licence, class B", "Landkreis"))  # fmt: skip
"""Days until it ends, what it is, who issued it."""


def plan_own_fields(clockwork: Clockwork, larkspur: Larkspur) -> None:
    keeper = Keeper(larkspur, random.Random(SEED))
    clockwork.plan(clockwork.ago(300, hour=9), keeper.make_fields)
    for days in (240, 120, 30):
        clockwork.plan(clockwork.ago(days, hour=10), keeper.fill_in)
    for number, (days, name, issuer) in enumerate(LICENCES):
        staged = stage_file(f"{name}\n{issuer}\nNo. {4100 + 7 * number}".encode(), "text/plain")
        clockwork.plan(clockwork.ago(20 + number, hour=11), partial(keeper.add_licence, staged, number, days, name, issuer))
    clockwork.plan(clockwork.ago(9, hour=9), keeper.ask_whom_nobody_heard)
    clockwork.plan(clockwork.ago(7, hour=19), keeper.answer)


class Keeper:
    """Somebody of the hearing care team who keeps the records in order."""

    def __init__(self, larkspur: Larkspur, rng: random.Random) -> None:
        self.larkspur, self.rng, self.last_id = larkspur, rng, 0
        self.asked: list[int] = []

    def make_fields(self) -> None:
        by = self.larkspur.by("tomas")
        add_custom_field(name="Fits", kind=CustomKind.CHOICE, choices=FITTINGS, help="What they fit most", on_quick_add=True, by=by)
        add_custom_field(name="Notice ends", key="notice-ends", kind=CustomKind.DATE, by=by)
        add_skill_alias(add_skill(name="Hearing aid fitting", by=by), name="HA fitting", by=by)

    def fill_in(self) -> None:
        """The next people on record."""
        fits, ends = db.session.scalars(select(CustomField).order_by(CustomField.id)).all()
        people = select(Candidate).where(Candidate.id > self.last_id, Candidate.erased_at.is_(None)).order_by(Candidate.id)
        for person in db.session.scalars(people.limit(FILLED_EACH)).all():
            self.last_id = person.id
            typed = {fits.full_key: self.rng.choice(FITTINGS)} if self.rng.random() < 0.6 else {}
            if self.rng.random() < 0.2:
                typed[ends.full_key] = today().replace(month=12, day=31).isoformat()
            if typed:
                set_custom_values(person, typed=typed, by=self.larkspur.by("tomas"))

    def add_licence(self, staged: StagedFile, number: int, days: int, name: str, issuer: str) -> None:
        owned = select(Candidate).where(Candidate.owner_id.is_not(None), Candidate.erased_at.is_(None)).order_by(Candidate.id)
        person = db.session.scalars(owned.offset(number * 5).limit(1)).first()
        if person is not None:
            add_document(
                person, staged, filename=f"{name}.txt", kind=DocumentKind.LICENCE, by=self.larkspur.by("tomas"),
                number=f"{4100 + 7 * number}", issuer=issuer, expires_on=today() + timedelta(days=days),
            )  # fmt: skip

    def ask_whom_nobody_heard(self) -> None:
        """Those of whom there was no sign the longest."""
        known = select(ContactPoint.candidate_id)
        quiet = select(Candidate).where(Candidate.erased_at.is_(None), Candidate.id.in_(known)).order_by(
            func.coalesce(Candidate.human_signal_at, Candidate.added_at), Candidate.id
        )  # fmt: skip
        asked = ask_to_refresh(db.session.scalars(quiet.limit(6)).all(), by=self.larkspur.by("tomas"))
        self.asked = sorted(asked.requests)

    def answer(self) -> None:
        """Two of them look it over: one confirms, one has moved."""
        for number, candidate_id in enumerate(self.asked[:2]):
            person = db.session.get_one(Candidate, candidate_id)
            wanted, by = own_details(person), candidate_actor(candidate_id)
            if number:
                wanted |= {"city": "Hamburg", "country": "DE"}
            changed = change_own_details(person, wanted, by=by, also=("experience", "education"))
            looked_over(person, changed=bool(changed), by=by)
