"""The audit log: who changed what, and when."""

from shop.audit_log.models import AuditEntry
from shop.audit_log.operations import record_change
from shop.audit_log.queries import list_entries, list_entries_about
from shop.audit_log.rules import Actor, Subject

__all__ = ["Actor", "AuditEntry", "Subject", "list_entries", "list_entries_about", "record_change"]
