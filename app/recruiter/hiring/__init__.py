"""Working with applications: board, list, screening, the application itself, decisions."""
