"""The pipelines a job can start from."""

from sqlalchemy import select

from app.extensions import db
from app.jobs.models import PipelineTemplate, StageType, TemplateStage

N, S, I, O, H = StageType.NEW, StageType.SCREEN, StageType.INTERVIEW, StageType.OFFER, StageType.HIRED  # noqa: E741

RECEIVED = ("Received", "We have your application and a person will read it.")
READING = ("In review", "We are reading your application with care.")
TALKING = ("Conversations", "We would like to get to know you, and you us.")
DECIDING = ("Decision", "We are putting together what we heard and will decide soon.")
OFFERED = ("Offer", "We would like to work with you and are preparing an offer.")
JOINED = ("Welcome", "You are joining us. We look forward to it.")
EINGEGANGEN = ("Eingegangen", "Ihre Bewerbung ist da, und ein Mensch wird sie lesen.")
PRUEFUNG = ("In Prüfung", "Wir lesen Ihre Bewerbung in Ruhe.")
GESPRAECHE = ("Gespräche", "Wir möchten Sie kennenlernen, und Sie uns.")
ENTSCHEIDUNG = ("Entscheidung", "Wir fassen zusammen, was wir gehört haben, und entscheiden bald.")
ANGEBOT = ("Angebot", "Wir möchten mit Ihnen arbeiten und bereiten ein Angebot vor.")
WILLKOMMEN = ("Willkommen", "Sie kommen zu uns. Wir freuen uns darauf.")

Public = tuple[str, str]
Row = tuple[str, StageType, Public, int | None, int | None]
"""Name, type, what candidates read, days until it counts as stalled, days within which word is promised."""

TEMPLATES: dict[str, tuple[Row, ...]] = {
    "Standard": (
        ("New", N, RECEIVED, 5, 7), ("Screen", S, READING, 7, 7), ("Phone interview", I, TALKING, 10, 7),
        ("Team interview", I, TALKING, 14, 7), ("Decision", I, DECIDING, 5, 5), ("Offer", O, OFFERED, 7, 5),
        ("Hired", H, JOINED, None, None),
    ),
    "Standard (German)": (
        ("Neu", N, EINGEGANGEN, 5, 7), ("Vorauswahl", S, PRUEFUNG, 7, 7), ("Telefoninterview", I, GESPRAECHE, 10, 7),
        ("Gespräch im Team", I, GESPRAECHE, 14, 7), ("Entscheidung", I, ENTSCHEIDUNG, 5, 5),
        ("Angebot", O, ANGEBOT, 7, 5), ("Eingestellt", H, WILLKOMMEN, None, None),
    ),
    "Short": (
        ("New", N, RECEIVED, 3, 5), ("Interview", I, TALKING, 7, 5), ("Offer", O, OFFERED, 5, 5),
        ("Hired", H, JOINED, None, None),
    ),
    "Short (German)": (
        ("Neu", N, EINGEGANGEN, 3, 5), ("Gespräch", I, GESPRAECHE, 7, 5), ("Angebot", O, ANGEBOT, 5, 5),
        ("Eingestellt", H, WILLKOMMEN, None, None),
    ),
    "Volume": (
        ("New", N, RECEIVED, 7, 14), ("Shortlist", S, READING, 7, 14), ("Group interview", I, TALKING, 10, 7),
        ("Trial shift", I, TALKING, 7, 5), ("Offer", O, OFFERED, 5, 5), ("Hired", H, JOINED, None, None),
    ),
    "Volume (German)": (
        ("Neu", N, EINGEGANGEN, 7, 14), ("Engere Wahl", S, PRUEFUNG, 7, 14), ("Gruppengespräch", I, GESPRAECHE, 10, 7),
        ("Probearbeit", I, GESPRAECHE, 7, 5), ("Angebot", O, ANGEBOT, 5, 5), ("Eingestellt", H, WILLKOMMEN, None, None),
    ),
}  # fmt: skip


def ensure_pipeline_templates() -> list[PipelineTemplate]:
    """The shipped templates exist; called at set-up, safe to call again. Answers all templates, Standard first."""
    known = set(db.session.scalars(select(PipelineTemplate.name)))
    for name, rows in TEMPLATES.items():
        if name not in known:
            _add(name, rows)
    db.session.flush()
    return list(db.session.scalars(select(PipelineTemplate).order_by(PipelineTemplate.id)))


def _add(name: str, rows: tuple[Row, ...]) -> None:
    template = PipelineTemplate(name=name)
    db.session.add(template)
    db.session.flush()
    for position, (stage, kind, (public_name, public_text), limit_days, reply_days) in enumerate(rows):
        db.session.add(
            TemplateStage(
                template_id=template.id,
                position=position,
                name=stage,
                type=kind,
                public_name=public_name,
                public_text=public_text,
                limit_days=limit_days,
                reply_days=reply_days,
            )
        )
