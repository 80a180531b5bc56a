"""Schools: whom we talk to there, what they teach, the dates of their year, and what came of it."""
