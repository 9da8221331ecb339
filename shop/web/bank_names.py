"""Names of banks by their six-digit number in the banks' network (NAPAS), as they call themselves."""

from __future__ import annotations

from shop.web.words import _

_NAMES = {
    "970403": "Sacombank",
    "970405": "Agribank",
    "970407": "Techcombank",
    "970409": "Bac A Bank",
    "970412": "PVcomBank",
    "970415": "VietinBank",
    "970416": "ACB",
    "970418": "BIDV",
    "970419": "NCB",
    "970422": "MB Bank",
    "970423": "TPBank",
    "970424": "Shinhan Bank",
    "970425": "ABBANK",
    "970426": "MSB",
    "970427": "VietABank",
    "970428": "Nam A Bank",
    "970429": "SCB",
    "970431": "Eximbank",
    "970432": "VPBank",
    "970433": "VietBank",
    "970436": "Vietcombank",
    "970437": "HDBank",
    "970438": "BaoViet Bank",
    "970440": "SeABank",
    "970441": "VIB",
    "970443": "SHB",
    "970446": "Co-opBank",
    "970448": "OCB",
    "970449": "LPBank",
    "970452": "KienlongBank",
    "970454": "BVBank",
}


def bank_name(bank_bin: str) -> str:
    """The bank's name, or its number where the name is not known here."""
    return _NAMES.get(bank_bin) or _("Bank number %(number)s", number=bank_bin)


def bank_choices() -> list[tuple[str, str]]:
    """Number and name of every bank that is known here, by name."""
    return sorted(_NAMES.items(), key=lambda pair: pair[1].casefold())
