"""Where in the documents of some people the words of a query stand, for lines that do not show it themselves."""

from collections.abc import Sequence

from markupsafe import Markup
from sqlalchemy import func, select

from app.candidates.models import Document
from app.extensions import db
from app.search.highlight import Marker
from app.search.syntax import Plain, Query, leaves

AROUND = 240
MOST_READ = 20_000


def found_in_documents(ids: Sequence[int], query: Query) -> dict[int, Markup]:
    """The stretch of each person's newest document that holds the words, marked. The caller's ids are visible ones."""
    words = [leaf.words for leaf, wanted in leaves(query.root) if wanted and isinstance(leaf, Plain)]
    if not ids or not words:
        return {}
    newest = (
        select(func.max(Document.id))
        .where(Document.candidate_id.in_(ids), Document.pending.is_(False), Document.text != "")
        .group_by(Document.candidate_id)
    )
    texts = select(Document.candidate_id, func.substr(Document.text, 1, MOST_READ)).where(Document.id.in_(newest))
    sought = [spelling for one in words for spelling in {one.text.lower(), one.tokens[0]}]
    found, marker = {}, Marker(query)
    for candidate_id, text in db.session.execute(texts):
        plain = text.lower()
        places = [place for spelling in sought if (place := plain.find(spelling)) >= 0]
        if places:
            start = max(0, min(places) - AROUND // 2)
            window = text[start : min(places) + AROUND]
            if marked := marker.snippet(" ".join(window.split()), width=110):
                found[candidate_id] = marked
    return found
