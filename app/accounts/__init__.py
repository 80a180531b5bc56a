"""Staff of the employer: who may sign in to the back office and what they may do.

Nouns: user, team, role, permission, staff session, invitation, password reset.
Tells: UserInvited, UserJoined, SignedIn, SignInFailed, SignedOut, PasswordChanged, PasswordResetAsked, UserChanged.
Listens to: nothing.
"""
