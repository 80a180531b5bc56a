"""What the faces share: the request's transaction, access, pages and fragments, forms, errors, components.

Knows only core and accounts; faces register what it cannot know (who the signed-in candidate is, the navigation).
"""
