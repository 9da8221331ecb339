"""The face for the staged import alone: the register in memory, plans against it, and what officers correct in rows."""

from shop.certification.act_doing import REGISTER_TURN
from shop.certification.register_effects import Stand, stand_after, stand_before
from shop.certification.register_import import (
    KnownRegister,
    load_known_register,
    make_plan_ready,
    register_edition,
)
from shop.certification.register_known import KnownCertificate, KnownGood, KnownProducer
from shop.certification.register_look_alikes import LookAlikes
from shop.certification.register_plan import Plan
from shop.certification.register_store import ReadyImport
from shop.certification.unfinished_imports import forget_import, list_unfinished_imports

__all__ = [
    "REGISTER_TURN",
    "KnownCertificate",
    "KnownGood",
    "KnownProducer",
    "KnownRegister",
    "LookAlikes",
    "Plan",
    "ReadyImport",
    "Stand",
    "forget_import",
    "list_unfinished_imports",
    "load_known_register",
    "make_plan_ready",
    "register_edition",
    "stand_after",
    "stand_before",
]
