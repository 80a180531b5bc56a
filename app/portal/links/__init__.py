"""Links of newsletters: a click, and the picture that tells of an opening."""
