"""The help page: how the work goes, how to ask for people, which keys do what."""
