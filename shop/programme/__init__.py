"""The programme office: those who keep the register. Officers only; for everybody else it does not exist."""

from __future__ import annotations

from flask import Blueprint

from shop.accounts import NoSuchPerson, Role
from shop.certification import NoSuchAct, NoSuchCertificate, NoSuchGood, OutOfScope
from shop.joining import NoSuchApplication, NoSuchInvitation
from shop.programme import (
    acts,
    behind,
    bulk,
    coverage,
    due,
    feed,
    good,
    imports,
    labels,
    making,
    menu,
    new_producer,
    register,
    start,
    targets,
    waiting,
)
from shop.programme.refusal_words import refusal_words
from shop.register_intake import NoSuchRow, NoSuchUpload
from shop.renewals import NoSuchFeed, NoSuchLetter
from shop.targets import NoSuchTarget
from shop.values.refusal import Refusal
from shop.web import acting, admissions, lists
from shop.web.guards import role_only
from shop.web.parameters import BadParameters

# Every module holds `door`, the blueprint of its pages; the guard stands here, on all of them.
PAGES = (
    start,
    register,
    good,
    new_producer,
    making,
    bulk,
    waiting,
    acts,
    imports,
    labels,
    due,
    admissions,
    coverage,
    behind,
    targets,
)

door = Blueprint("programme", __name__, url_prefix="/chuong-trinh")
role_only(door, Role.OFFICER)
door.before_request(lambda: acting.acts_as("officer"))

for page in PAGES:
    door.register_blueprint(page.door)

door.context_processor(menu.for_templates)
door.register_error_handler(acting.AlreadyDone, acting.answer_already_done)
door.register_error_handler(Refusal, acting.refusals_in(refusal_words))
door.register_error_handler(BadParameters, lists.answer_bad_address)
# What is not there is answered alike.
MISSING = (
    NoSuchAct,
    NoSuchApplication,
    NoSuchCertificate,
    NoSuchFeed,
    NoSuchGood,
    NoSuchInvitation,
    NoSuchLetter,
    NoSuchPerson,
    OutOfScope,
    NoSuchTarget,
    NoSuchRow,
    NoSuchUpload,
)
for missing in MISSING:
    door.register_error_handler(missing, lists.answer_missing)

# What a calendar program reads has no login: it stands outside of the guard.
feed_door = feed.door
