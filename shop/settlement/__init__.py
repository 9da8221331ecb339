"""Settlement: what the selling organisation owes each producer, by double entry; statements and payouts."""

from shop.settlement.booking import book_everything, book_new_facts, finders_of_new_facts, has_new_facts
from shop.settlement.models import LedgerEntry, LedgerTransaction, ProducerBalance
from shop.settlement.payout_runs import PlannedPayout, plan_payouts, prepare_payouts
from shop.settlement.payouts import mark_payout_failed, mark_payout_sent, prepare_payout
from shop.settlement.periods import Period, parse_period, period_of
from shop.settlement.queries import (
    OrderBooks,
    OwedRow,
    Week,
    count_payouts,
    find_order_books,
    find_payout,
    list_account_totals,
    list_owed,
    list_payouts,
    list_statements,
    list_statements_of_period,
    list_weeks,
    owed_to,
)
from shop.settlement.refusals import (
    BadPayout,
    BankReferenceTaken,
    MoreThanOwed,
    NoSuchPayout,
    PeriodNotOver,
    PlanChanged,
    StatementOutOfOrder,
    WrongPayoutStatus,
)
from shop.settlement.rules import Account, FactKind
from shop.settlement.statement_models import Payout, PayoutStatus, Statement, StatementLine
from shop.settlement.statements import find_statement, make_statement, make_statements
from shop.settlement.unstated import Movement, list_unstated

__all__ = [
    "Account",
    "BadPayout",
    "BankReferenceTaken",
    "FactKind",
    "LedgerEntry",
    "LedgerTransaction",
    "MoreThanOwed",
    "Movement",
    "NoSuchPayout",
    "OrderBooks",
    "OwedRow",
    "Payout",
    "PayoutStatus",
    "Period",
    "PeriodNotOver",
    "PlanChanged",
    "PlannedPayout",
    "ProducerBalance",
    "Statement",
    "StatementLine",
    "StatementOutOfOrder",
    "Week",
    "WrongPayoutStatus",
    "book_everything",
    "book_new_facts",
    "count_payouts",
    "find_order_books",
    "find_payout",
    "find_statement",
    "finders_of_new_facts",
    "has_new_facts",
    "list_account_totals",
    "list_owed",
    "list_payouts",
    "list_statements",
    "list_statements_of_period",
    "list_unstated",
    "list_weeks",
    "make_statement",
    "make_statements",
    "mark_payout_failed",
    "mark_payout_sent",
    "owed_to",
    "parse_period",
    "period_of",
    "plan_payouts",
    "prepare_payout",
    "prepare_payouts",
]
