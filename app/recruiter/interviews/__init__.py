"""Interviews: agenda, arranging, the page of one, kits and calendar links."""
