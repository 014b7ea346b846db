"""Pages about the person: signing in, the profile, sessions, the number, closing the account."""
