"""Reading résumés: `read_resume` gives suggestions, each with the line it was read from."""

from app.intelligence.resume.reader import read_resume
from app.intelligence.resume.reading import Education, Experience, Language, ResumeReading, Suggestion
from app.intelligence.unreadable import Unreadable, warning_sentence

__all__ = [
    "Education",
    "Experience",
    "Language",
    "ResumeReading",
    "Suggestion",
    "Unreadable",
    "read_resume",
    "warning_sentence",
]
