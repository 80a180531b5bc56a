"""Communities in the back office: the list, one with its members and growth, its words and questions."""
