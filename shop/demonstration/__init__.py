"""The demonstration: the real register as it is, and invented prices, packs, stock and texts around it."""

from shop.demonstration.fair import add_fair
from shop.demonstration.fair_past import add_past_fair
from shop.demonstration.letters import name_senders
from shop.demonstration.load import RegisterNotTaken, load_demonstration
from shop.demonstration.orders import add_orders
from shop.demonstration.people import PASSWORD, add_people
from shop.demonstration.stall import fill_stall
from shop.demonstration.stall_profiles import introduce_stalls
from shop.demonstration.targets import add_targets

__all__ = [
    "PASSWORD",
    "RegisterNotTaken",
    "add_fair",
    "add_orders",
    "add_past_fair",
    "add_people",
    "add_targets",
    "fill_stall",
    "introduce_stalls",
    "load_demonstration",
    "name_senders",
]
