"""From application to hire: stages, questions answered, opinions asked, rejection, offer, hire.

Nouns: application, answer, stage stay, rejection, reject reason, withdrawal, review request, offer, apply draft.
Tells: ApplicationReceived, ApplicationConfirmed, ApplicationMoved, ApplicationRejected, RejectionUndone,
ApplicationWithdrawn, CandidateHired, HireUndone, OfferMade, OfferAnswered, ReviewAsked, ReviewGiven, ApplicationViewed.
Listens to: mailing (a rejection's mail was accepted or failed for good → the candidate may read it).
"""
