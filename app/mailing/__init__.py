"""Everything the employer says by mail, in one ledger behind one gate.

Nouns: message, attempt, template, template version, suppression, recipient, lane, gate, sending domain.
Tells: MessagePlanned, MessageAccepted, MessageFailed, MessageSuppressed, AddressSuppressed.
Listens to: accounts (invitations, password resets). Packages above plan their own messages.
"""
