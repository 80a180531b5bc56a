"""Which questions mean the same people to everybody who runs recruiting, whoever asks.

What is noted of a segment day by day was found with its keeper's sight. Only where a colleague would have found the same does
the colleague see it.
"""

from app.search.syntax import Query, Test, Words, leaves

FIELDS = frozenset({
    "added", "available", "city", "community", "consent", "consent-ends", "contacted", "country", "email", "employer", "expires",
    "graduated", "interest", "language", "name", "notice", "phone", "reachable", "remote", "school", "seniority", "skill", "source",
    "tag", "title", "topic", "updated",
})  # fmt: skip
"""Of what is known about people, that which recruiting shares: no applications, no pay, nobody's own pools or notes."""
STANDINGS = frozenset({"duplicate", "stale", "subscriber", "suppressed"})
BELONGINGS = frozenset({"document", "email", "link", "owner", "phone", "resume", "skill", "tag"})


def is_alike(query: Query) -> bool:
    """Whether no condition of the query looks at what some of those who run recruiting may not see."""
    return all(not isinstance(leaf, Test) or _is_alike(leaf) for leaf, _wanted in leaves(query.root))


def _is_alike(test: Test) -> bool:
    named = {"is": STANDINGS, "has": BELONGINGS}.get(test.field)
    if named is None:
        return test.field in FIELDS
    return isinstance(test.condition, Words) and test.condition.text in named
