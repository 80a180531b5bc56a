"""The demo company, and fast synthetic data."""
