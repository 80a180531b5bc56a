"""The same jobs for machines: feeds, sitemap, robots."""
