"""Names of banks by their six-digit number in the banks' network (NAPAS), as they call themselves."""

from __future__ import annotations

from shop.web.words import _

_NAMES = {
    "970403": "Sacombank",
    "970405": "Agribank",
    "970407": "Techcombank",
    "970409": "Bac A Bank",
    "970415": "VietinBank",
    "970416": "ACB",
    "970418": "BIDV",
    "970422": "MB Bank",
    "970423": "TPBank",
    "970426": "MSB",
    "970428": "Nam A Bank",
    "970431": "Eximbank",
    "970432": "VPBank",
    "970436": "Vietcombank",
    "970437": "HDBank",
    "970440": "SeABank",
    "970441": "VIB",
    "970443": "SHB",
    "970448": "OCB",
    "970449": "LPBank",
}


def bank_name(bank_bin: str) -> str:
    """The bank's name, or its number where the name is not known here."""
    return _NAMES.get(bank_bin) or _("Bank number %(number)s", number=bank_bin)
