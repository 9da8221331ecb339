"""Fairs in the office: booths, devices, cashiers, goods handed out and taken back, counts, what was sold."""

from __future__ import annotations

from flask import Blueprint

from shop.office.fairs import (
    booth,
    cashiers,
    counting,
    devices,
    fair,
    handing_out,
    money,
    money_words,
    notes,
    overview,
    quarantine,
    queue_file,
    sales,
    sessions,
    statements,
    taking_back,
    task_words,
    tasks,
    words,
    writing_off,
)

door = Blueprint("fairs", __name__, url_prefix="/hoi-cho")

for page in (
    overview,
    fair,
    booth,
    devices,
    cashiers,
    handing_out,
    taking_back,
    counting,
    writing_off,
    notes,
    sales,
    sessions,
    money,
    statements,
    tasks,
    quarantine,
    queue_file,
):
    door.register_blueprint(page.door)

words.add_to(door)
money_words.add_to(door)
for filter_words in task_words.FILTERS:
    door.add_app_template_filter(filter_words)
