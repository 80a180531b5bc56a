"""What candidates do when something happens to accounts."""

from app.accounts.activities import InstallationSetUp
from app.candidates.notices import ensure_notices
from app.core.activity import Recorded, on


@on(InstallationSetUp)
def bring_the_notices(recorded: list[Recorded]) -> None:
    """The texts people are shown when they give data come with a new installation."""
    ensure_notices()
