"""Jobs: the list, one job, and what it says, asks and goes through."""
