"""Openings: what the employer hires for, who hires, through which stages, and where it is published.

Nouns: job, location, hiring team member, opening, question, pipeline template, stage, posting, wording of the site.
Tells: JobCreated, JobChanged, HiringTeamChanged, StagesChanged, QuestionsChanged, JobOpened, JobPublished,
JobUnpublished, PostingEnded, JobPutOnHold, JobClosed, JobReopened, OpeningAdded, OpeningClosed, OpeningReopened, CompanyChanged,
SiteWordingChanged.
Asks of packages above: `registries.closing_refusals`, `registries.stage_refusals`, `policy.reach`.
Listens to: InstallationSetUp (accounts).
"""
