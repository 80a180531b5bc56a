"""The topics people at Larkspur can choose to read about."""

from sqlalchemy import select

from app.candidates.commands.preferences import save_topic
from app.candidates.models import Topic
from app.core.actors import Actor
from app.core.text import folded
from app.extensions import db

TOPICS = (
    ("Firmware", "Firmware"),
    ("Acoustics", "Akustik"),
    ("Hearing care", "Hörakustik"),
    ("Working at Larkspur", "Arbeiten bei Larkspur"),
    ("Theses and internships", "Abschlussarbeiten und Praktika"),
)


def ensure_topics(by: Actor) -> dict[str, int]:
    """English name → id; made where they do not exist yet."""
    present = {topic.name_key: topic for topic in db.session.scalars(select(Topic))}
    made = {
        english: present.get(folded(english)) or save_topic(None, {"en": english, "de": german}, by=by)
        for english, german in TOPICS
    }
    return {english: topic.id for english, topic in made.items()}
