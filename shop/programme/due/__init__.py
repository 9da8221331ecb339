"""What ends: the due list, official letters to producers with their log, who sends them, calendars."""

from __future__ import annotations

from shop.programme.due import calendars, files, letters, listing, sender, words, writing

door = listing.door

for page in (files, writing, letters, sender, calendars):
    door.register_blueprint(page.door)

words.add_to(door)
