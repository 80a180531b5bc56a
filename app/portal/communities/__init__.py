"""Communities: the list, the page of each with its form to join, and the link from the mail."""
