"""From application to hire: stages, questions answered, opinions asked, rejection, offer, hire.

Nouns: application, answer, stage stay, rejection, reject reason, withdrawal, review request, interview, seat, interview
kit, scorecard, calendar feed, offer, apply draft.
Tells: ApplicationReceived, ApplicationConfirmed, AppliedAgain, NewerResumeAdded, ApplicationMoved, ApplicationMarked,
ApplicationCleared, ApplicationRejected, RejectionUndone, RejectionTold, ApplicationWithdrawn, CandidateHired, HireUndone,
LastDayNoted, DepartureUndone,
OfferMade, OfferSent, OfferViewed, OfferAnswered, OfferEnded, ReviewAsked, ReviewGiven, ReplyDateMissed, ReplyDateSet,
ApplicationViewed, InterviewScheduled, InterviewChanged, InterviewCancelled, InterviewOutcomeNoted, InterviewAnswered,
InterviewImpossible, ScorecardGiven, ScorecardAmended, KitChanged.
Listens to: accounts (set-up → the shipped reasons), candidates (a mailbox was confirmed → applications made from it are
the person's own), mailing (a rejection's mail was accepted or failed for good → the candidate may read it).
Registers: the gate's reason "in process", who answers for a failed mail, why a job or a stage cannot be closed yet.
"""
