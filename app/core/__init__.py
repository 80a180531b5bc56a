"""The ground every package stands on. No recruiting noun lives here.

Nouns: record, activity, actor, claim, stored file, secret link, refusal, throttle, form key.
Tells: nothing of its own; `record(...)` carries what the packages above tell one another.
"""
