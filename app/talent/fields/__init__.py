"""Query fields of talent."""
