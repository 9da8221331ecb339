"""Sheets of goods."""
