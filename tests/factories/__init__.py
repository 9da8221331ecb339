"""Plain functions that put things into the database of a test."""
