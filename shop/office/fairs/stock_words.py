"""What forms that move goods share: where the other end is, the remark, and what is said when pieces are missing."""

from __future__ import annotations

from collections.abc import Mapping

from shop.fairs import Booth, OtherEnd
from shop.office.fairs.goods_lines import GoodsForm
from shop.stock import NotEnoughStock, quantities_on_hand
from shop.values.folding import tidy
from shop.web.words import _, ngettext

LONGEST_REMARK = 200


def read_other_end(sent: Mapping[str, str]) -> OtherEnd:
    """Where goods come from, or go back to; their producer unless the form says the web's shelf."""
    return OtherEnd.WEB if sent.get("other_end") == OtherEnd.WEB else OtherEnd.PRODUCER


def read_remark(sent: Mapping[str, str]) -> str:
    """What somebody wrote on the note."""
    return tidy(sent.get("remark", ""))[:LONGEST_REMARK]


def blame_stock(form: GoodsForm, refusal: NotEnoughStock, booth: Booth) -> None:
    """Say at its pack how many pieces there are."""
    left = quantities_on_hand([refusal.variant_id], refusal.location)[refusal.variant_id]
    form.blame(refusal.variant_id, too_few_words(left, is_at_booth=refusal.location == booth.location))


def too_few_words(left: int, *, is_at_booth: bool) -> str:
    """How many pieces there are, and what can be done."""
    if is_at_booth:
        return ngettext("Only %(num)s piece lies at the booth.", "Only %(num)s pieces lie at the booth.", left)
    if not left:
        return _("None is left in the web's stock. Choose “brought along” if the producer brings them.")
    return ngettext(
        "Only %(num)s piece is left in the web's stock.", "Only %(num)s pieces are left in the web's stock.", left
    )
