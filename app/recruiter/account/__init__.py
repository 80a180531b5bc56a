"""Getting in and out: first set-up, sign-in, invitations, passwords, one's own account."""
