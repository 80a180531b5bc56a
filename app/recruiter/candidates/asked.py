"""What the address of the candidate list asks for: query, sort, columns and the saved view it came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from app.search.catalogue import QueryField
from app.search.columns import USUAL, columns_for
from app.search.models import SavedView
from app.web.access import viewer

LIST = "recruiter.candidates.candidates.show_candidates"
LONGEST = 2_000


@dataclass(frozen=True)
class Asked:
    """A saved view's own words hold until the address says otherwise."""

    q: str
    sort: str
    columns: list[QueryField]
    view: SavedView | None = None

    @property
    def names(self) -> list[str]:
        return [known.name for known in self.columns]

    @property
    def written_columns(self) -> str:
        """As it stands in the address: nothing for the usual ones."""
        return "" if self.names == [known.name for known in columns_for(viewer())] else ",".join(self.names)

    @property
    def differs(self) -> bool:
        """Whether the view it came from says something else."""
        if self.view is None:
            return False
        kept = [known.name for known in columns_for(viewer(), self.view.column_names)]
        return (self.q.strip(), self.sort or self.view.sort, self.names) != (self.view.query, self.view.sort, kept)

    def address(self, **changes: Any) -> str:
        """The list with this query, sort and columns, and what is changed."""
        said: dict[str, Any] = {
            "q": self.q or None,
            "sort": self.sort or None,
            "columns": self.written_columns or None,
            "view": self.view.id if self.view else None,
        }
        return url_for(LIST, **(said | changes))


def read_asked(views: Iterable[SavedView]) -> Asked:
    number = request.args.get("view", "")
    view = next((view for view in views if str(view.id) == number), None)
    q, sort = request.args.get("q"), request.args.get("sort")
    return Asked(
        q=(q if q is not None else view.query if view else "")[:LONGEST],
        sort=(sort if sort is not None else view.sort if view else "")[:60],
        columns=columns_for(viewer(), _names(view)),
        view=view,
    )


def _names(view: SavedView | None) -> list[str]:
    """Ticked one by one in the form, or written with commas in an address."""
    ticked = request.args.getlist("column")
    written = [name for name in request.args.get("columns", "")[:LONGEST].split(",") if name]
    return ticked or written or (view.column_names if view else []) or list(USUAL)
