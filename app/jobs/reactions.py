"""What jobs does when something happens below it."""

from app.accounts.activities import InstallationSetUp
from app.core.activity import Recorded, on
from app.jobs.commands import ensure_pipeline_templates


@on(InstallationSetUp)
def ship_pipeline_templates(recorded: list[Recorded]) -> None:
    """A new installation can make its first job at once."""
    ensure_pipeline_templates()
