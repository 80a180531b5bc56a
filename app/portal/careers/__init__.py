"""The careers site: home, jobs, one job, and the texts around them."""
