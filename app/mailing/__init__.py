"""Everything the employer says by mail, in one ledger behind one gate.

Nouns: message, attempt, template, template version, wording, merge field, suppression, recipient, lane, gate, kept mail.
Tells: MessageAccepted, MessageFailed, MessageSuppressed, AddressSuppressed, SuppressionLifted,
MessagesCancelled, MessageWritten. Bulk mail tells nothing: the ledger is its own history.
Listens to: accounts (set-up, invitations, password resets), candidates (sign-in links asked for). Packages above plan their own messages with
`commands.plan_message(...)` and fill `registries` (gate reasons, who is responsible) and `wording` (merge fields).

A message planned for somebody who cannot be written to comes back with the state SUPPRESSED and a `reason`, and a
to-do is made at once; MessageSuppressed is told later, when the mail would have left.
"""
