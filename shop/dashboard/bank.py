"""The account that the stall's money goes to: owners only, with their password typed again, and all owners are told."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from shop.accounts import names_of
from shop.audit_log import Subject
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import owner_only, present_stall
from shop.stalls import (
    BadBankAccount,
    BankAccount,
    SameBankAccount,
    clean_bank_account,
    find_bank_account,
    set_bank_account,
)
from shop.values.folding import tidy
from shop.web.acting import acting, done
from shop.web.bank_names import bank_choices, bank_name
from shop.web.forms import ShopForm, password_field
from shop.web.guards import present_member
from shop.web.password_check import prove_password
from shop.web.words import _

door = Blueprint("bank", __name__)
owner_only(door)
door.add_app_template_filter(bank_name)


class AccountForm(ShopForm):
    """Bank, account and holder, and the password of who asks."""

    bank_bin = StringField(filters=[lambda typed: tidy(typed or "")])
    account = StringField(filters=[lambda typed: tidy(typed or "")])
    account_name = StringField(filters=[lambda typed: tidy(typed or "")])
    password = password_field()

    def bank_account(self) -> BankAccount | None:
        """The account; None after saying at the field what is wrong."""
        is_fine = self.validate()
        try:
            known = clean_bank_account(str(self.bank_bin.data), str(self.account.data), str(self.account_name.data))
        except BadBankAccount as refusal:
            self.blame(refusal.field, refusal_words(refusal))
            return None
        return known if is_fine else None


@door.get("/tai-khoan-nhan-tien")
def index() -> str:
    """The account in use, and the form for another one."""
    return _page(AccountForm())


@door.post("/tai-khoan-nhan-tien")
def change() -> tuple[str, int] | Response:
    """Redirects to the page with the account that is in use from now on."""
    producer_id, form = present_stall().producer_id, AccountForm(request.form)
    person_id, email = present_member().person_id, str(present_member().person.email)
    account = form.bank_account()
    if account is None:
        return _page(form), 422
    if prove_password(email, str(form.password.data)) is None:
        form.blame("password", _("This is not your password."))
        return _page(form), 422
    try:
        # The number stays out of the log, which nobody can take anything out of again.
        with acting("bank_account_set", Subject("producer", producer_id), bank=account.bank_bin) as act:
            set_bank_account(producer_id, account, person_id=person_id, at=act.at)
    except SameBankAccount as refusal:
        form.blame("account", refusal_words(refusal))
        return _page(form), 422
    return done(_("Your money goes to this account from now on. All owners get a mail about it."), url_for(".index"))


def _page(form: AccountForm) -> str:
    known = find_bank_account(present_stall().producer_id)
    names = names_of({known.set_by}) if known and known.set_by else {}
    return render_template(
        "dashboard/bank/index.html",
        known=known,
        set_by=names.get(known.set_by or 0) if known else None,
        form=form,
        banks=bank_choices(),
    )
