"""Pages about people: list, record, adding, importing, to-dos, notices."""
