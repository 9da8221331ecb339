"""Small pure values that every part of the shop shares. Nothing here reads time, files, settings or the database."""
