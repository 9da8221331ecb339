"""The audit log: who changed what, and when."""

from shop.audit_log.models import AuditEntry, UsedForm
from shop.audit_log.operations import forget_used_forms, record_change, use_form
from shop.audit_log.queries import (
    EntrySearch,
    form_is_used,
    list_actions,
    list_entries,
    list_entries_about,
    search_entries,
)
from shop.audit_log.rules import Actor, Subject

__all__ = [
    "Actor",
    "AuditEntry",
    "EntrySearch",
    "Subject",
    "UsedForm",
    "forget_used_forms",
    "form_is_used",
    "list_actions",
    "list_entries",
    "list_entries_about",
    "record_change",
    "search_entries",
    "use_form",
]
