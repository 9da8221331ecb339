"""What must always hold of the acts on the register; see `invariants`. That their entries tell the register is C9."""

from __future__ import annotations

from shop.certification import MOST_HIDDEN_ALONE
from shop.reports.invariants import Invariant

_OF_ACTS = (
    "certified_goods",
    "certificates",
    "certificate_extensions",
    "certificate_revocations",
    "certificate_completions",
    "register_imports",
    "register_rows",
)
_NOT_DONE = "NOT IN (SELECT id FROM register_acts WHERE state = 'done')"
# An import's rows before they count: the act that writes them is at the same time the one by which they do not.
_NOT_BEING_WRITTEN = "NOT IN (SELECT id FROM register_acts WHERE state = 'writing')"

REGISTER = (
    Invariant(
        "C4",
        "what is written or taken back in the register was so by an act that was done",
        " UNION ".join(
            f"SELECT '{table}', id FROM {table}"  # noqa: S608 - names of our own
            f" WHERE ((act_id IS NOT NULL AND act_id {_NOT_DONE})"
            f" OR (withdrawn_by_id IS NOT NULL AND withdrawn_by_id {_NOT_DONE}))"
            f" AND (act_id IS NULL OR withdrawn_by_id IS NULL OR act_id <> withdrawn_by_id"
            f" OR act_id {_NOT_BEING_WRITTEN})"
            for table in _OF_ACTS
        ),
    ),
    Invariant(
        "C5",
        "an entry that was merged into another keeps nothing of its own",
        """
        SELECT g.slug FROM certified_goods g WHERE g.merged_into_id IS NOT NULL AND (
            g.withdrawn_by_id IS NULL
            OR EXISTS (SELECT 1 FROM certificates c WHERE c.good_id = g.id
                AND (c.act_id IS NULL OR c.withdrawn_by_id IS NULL OR c.act_id <> c.withdrawn_by_id))
            OR EXISTS (SELECT 1 FROM register_rows r WHERE r.good_id = g.id AND r.withdrawn_by_id IS NULL)
            OR EXISTS (SELECT 1 FROM products p WHERE p.good_id = g.id))
        """,
    ),
    Invariant(
        "C6",
        "a certificate that counts is of an entry that counts",
        """
        SELECT c.code FROM certificates c JOIN certified_goods g ON g.id = c.good_id
        WHERE c.withdrawn_by_id IS NULL AND g.withdrawn_by_id IS NOT NULL
        """,
    ),
    Invariant(
        "C7",
        "no officer hides or shortens many goods alone",
        f"""
        SELECT id FROM register_acts
        WHERE state = 'done' AND hides + shortens > {MOST_HIDDEN_ALONE} AND by LIKE 'officer:%' AND decided_by IS NULL
        """,  # noqa: S608 - a number of our own
    ),
    Invariant(
        "C8",
        "an act is taken back after it was done",
        """
        SELECT u.id FROM register_acts u LEFT JOIN register_acts a ON a.id = u.undoes_id
        WHERE u.kind = 'undo' AND u.state = 'done' AND (a.id IS NULL OR a.state <> 'done' OR a.turn >= u.turn)
        """,
    ),
)
