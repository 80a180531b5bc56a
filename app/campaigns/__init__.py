"""Newsletters to many, their links, and what came of them.

Nouns: Campaign (what is to be said to whom, and how far that is), CampaignText (its words in one language), CampaignLink
(a link of those words), Hit (one request of a link or an opening, raw, with a verdict: human, machine or unsure).
The messages themselves are rows of the mail ledger; counts are always read from there.

Tells: CampaignConfirmed, CampaignPlanned, CampaignPaused, CampaignResumed, CampaignCancelled, CampaignSent and
NewsletterLinkFollowed, the first click of a person who allowed it. Listens to nothing: the gate asks for its reasons.
"""
