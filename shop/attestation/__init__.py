"""Signed statements: what the register says of a certificate, so that a phone can check it without a network."""

from shop.attestation.key_files import KeyPair, forget_private_keys, keep_private_key, new_key_pair
from shop.attestation.models import SigningKey
from shop.attestation.operations import publish_key, withdraw_key
from shop.attestation.queries import (
    current_key,
    list_keys,
    needs_new_key,
    signed_statement,
)
from shop.attestation.refusals import KeyAlreadyWithdrawn, NoSuchKey
from shop.attestation.rules import (
    KEY_SERVES,
    BadStatement,
    Statement,
    read_statement,
)

__all__ = [
    "KEY_SERVES",
    "BadStatement",
    "KeyAlreadyWithdrawn",
    "KeyPair",
    "NoSuchKey",
    "SigningKey",
    "Statement",
    "current_key",
    "forget_private_keys",
    "keep_private_key",
    "list_keys",
    "needs_new_key",
    "new_key_pair",
    "publish_key",
    "read_statement",
    "signed_statement",
    "withdraw_key",
]
