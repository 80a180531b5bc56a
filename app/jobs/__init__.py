"""Openings: what the employer hires for, who hires, through which stages, and where it is published.

Nouns: job, location, hiring team member, opening, question, pipeline template, stage, posting.
Tells: JobCreated, JobChanged, JobPublished, JobUnpublished, JobClosed, JobReopened, OpeningClosed, OpeningReopened.
Listens to: nothing.
"""
