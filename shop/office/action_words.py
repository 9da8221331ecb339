"""Changes of the audit log in words."""

from __future__ import annotations

from collections.abc import Callable

from shop.web.words import _

_ACTIONS: dict[str, Callable[[], str]] = {
    "account_created": lambda: _("Account made"),
    "account_closed": lambda: _("Account closed"),
    "account_opened": lambda: _("Account confirmed"),
    "password_reset": lambda: _("Password set by link"),
    "account_disabled": lambda: _("Account stopped"),
    "account_enabled": lambda: _("Account let go on"),
    "commission_set": lambda: _("Commission agreed"),
    "dossier_file_added": lambda: _("File put to a dossier"),
    "dossier_file_removed": lambda: _("File of a dossier deleted"),
    "dossier_marked": lambda: _("Item of a dossier marked"),
    "dossier_step_noted": lambda: _("Step of a dossier noted"),
    "email_changed": lambda: _("Address changed"),
    "fees_replaced": lambda: _("Delivery fees changed"),
    "goods_changed_together": lambda: _("Goods changed together"),
    "goods_file_taken": lambda: _("Goods taken from a spreadsheet"),
    "goods_came_back": lambda: _("Goods of a return came back"),
    "goods_left_out": lambda: _("Goods that cannot be supplied"),
    "mail_sent_again": lambda: _("Mail tried again"),
    "order_cancelled": lambda: _("Order cancelled"),
    "order_lines_withdrawn": lambda: _("Pieces left out"),
    "order_noted": lambda: _("Note on an order"),
    "order_revived": lambda: _("Late money accepted"),
    "parcel_came_back": lambda: _("Parcel back at its producer"),
    "parcel_cash_collected": lambda: _("Cash collected"),
    "parcel_delivered": lambda: _("Parcel delivered"),
    "parcel_refused": lambda: _("Parcel not taken"),
    "parcels_packed": lambda: _("Parcels packed"),
    "parcels_shipped": lambda: _("Parcels handed to the carrier"),
    "password_changed": lambda: _("Password changed"),
    "payout_failed": lambda: _("Payout not paid"),
    "payout_sent": lambda: _("Payout transferred"),
    "payouts_prepared": lambda: _("Payouts prepared"),
    "photo_described": lambda: _("Photo described"),
    "photo_removed": lambda: _("Photo taken off"),
    "photo_restored": lambda: _("Photo put back"),
    "photos_added": lambda: _("Photos added"),
    "photos_ordered": lambda: _("Photos put in order"),
    "point_of_sale_changed": lambda: _("Point of sale changed"),
    "point_of_sale_closed": lambda: _("Point of sale closed"),
    "point_of_sale_opened": lambda: _("Point of sale opened"),
    "recovery_code_used": lambda: _("Code on paper used"),
    "recovery_codes_renewed": lambda: _("Codes on paper renewed"),
    "return_accepted": lambda: _("Return accepted"),
    "return_rejected": lambda: _("Return rejected"),
    "review_answer_hidden": lambda: _("Answer to a review taken away"),
    "review_answer_shown": lambda: _("Answer to a review shown again"),
    "review_answered": lambda: _("Review answered"),
    "review_hidden": lambda: _("Review hidden"),
    "review_published": lambda: _("Review published"),
    "review_refused": lambda: _("Review refused"),
    "role_granted": lambda: _("Role given"),
    "role_taken": lambda: _("Role taken"),
    "second_step_off": lambda: _("Second step switched off"),
    "second_step_on": lambda: _("Second step switched on"),
    "cash_remitted": lambda: _("Carrier paid its cash"),
    "refund_account_set": lambda: _("Account for a refund noted"),
    "refund_paid_by_dispute": lambda: _("Refund found paid by a lost dispute"),
    "refund_sent": lambda: _("Refund sent by transfer"),
    "refund_started": lambda: _("Refund begun"),
    "owner_made": lambda: _("Made an owner of a stall"),
    "owner_unmade": lambda: _("No longer an owner of a stall"),
    "stall_application_approved": lambda: _("Stall given"),
    "stall_application_rejected": lambda: _("Stall refused"),
    "stall_asked_for": lambda: _("Stall asked for"),
    "stall_invitation_withdrawn": lambda: _("Invitation taken back"),
    "stall_invited": lambda: _("Invited into a stall"),
    "suspense_assigned": lambda: _("Unmatched money given to an order"),
    "suspense_closed": lambda: _("Unmatched money closed with a note"),
    "suspense_sent_back": lambda: _("Unmatched money sent back"),
    "suspense_taken": lambda: _("Unmatched money taken on"),
    "sessions_ended": lambda: _("Sessions ended"),
    "statements_made": lambda: _("Statements made"),
}
_SUBJECTS: dict[str, Callable[[], str]] = {
    "certificate": lambda: _("certificate"),
    "person": lambda: _("account"),
    "order": lambda: _("order"),
    "parcel": lambda: _("parcel"),
    "return": lambda: _("return"),
    "mail": lambda: _("mail"),
    "review": lambda: _("review"),
    "fee_table": lambda: _("table of fees"),
    "point_of_sale": lambda: _("point of sale"),
    "producer": lambda: _("producer"),
    "product": lambda: _("good"),
    "suspense": lambda: _("unmatched money"),
    "refund": lambda: _("refund"),
    "money_back": lambda: _("refund"),
    "remittance": lambda: _("carrier's payment"),
    "payout": lambda: _("payout"),
    "period": lambda: _("settlement period"),
}


def action_words(action: str) -> str:
    """What was done; by its own name where it has no words here."""
    return _ACTIONS[action]() if action in _ACTIONS else action


def subject_words(kind: str) -> str:
    """What it was done to."""
    return _SUBJECTS[kind]() if kind in _SUBJECTS else kind
