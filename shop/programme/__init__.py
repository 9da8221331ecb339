"""The programme office: those who keep the register. Officers only; for everybody else it does not exist."""

from __future__ import annotations

from flask import Blueprint

from shop.accounts import NoSuchPerson, Role
from shop.joining import NoSuchApplication, NoSuchInvitation
from shop.programme import start
from shop.values.refusal import Refusal
from shop.web import acting, admissions, lists
from shop.web.guards import role_only
from shop.web.joining_words import joining_refusal_words
from shop.web.parameters import BadParameters

door = Blueprint("programme", __name__, url_prefix="/chuong-trinh")
role_only(door, Role.OFFICER)
door.before_request(lambda: acting.acts_as("officer"))

door.register_blueprint(start.door)
door.register_blueprint(admissions.door)

door.register_error_handler(acting.AlreadyDone, acting.answer_already_done)
door.register_error_handler(Refusal, acting.refusals_in(joining_refusal_words))
door.register_error_handler(BadParameters, lists.answer_bad_address)
for missing in (NoSuchPerson, NoSuchApplication, NoSuchInvitation):
    door.register_error_handler(missing, lists.answer_missing)
