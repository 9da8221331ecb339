"""Throttles: how often something may be tried, counted in the database so that every process counts together."""

from shop.throttles.models import Throttle
from shop.throttles.operations import count_try, forget_quiet_throttles, forget_tries
from shop.throttles.rules import Limit, TooManyTries, network_of

__all__ = ["Limit", "Throttle", "TooManyTries", "count_try", "forget_quiet_throttles", "forget_tries", "network_of"]
