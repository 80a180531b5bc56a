"""Settings: the company, the careers site's texts, users."""
