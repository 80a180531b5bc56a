"""Finding people: the query language, the index behind it, and saved views.

Nouns: Query, QueryField, SearchDocument, SavedView. One language is the search box, the saved view and (above this
package) the segment, the audience and the entry rule. Packages above register their fields with `register_field`.

Tells: nothing. Listens to: everything that changes a candidate, to keep the index true in the same transaction.
"""
