"""Enquiries: who wants to buy much, or to have it at a fair; addresses are shown once the producer answers."""

from shop.enquiries.answering import answer_enquiry, decline_enquiry, throw_enquiry_out
from shop.enquiries.asking import confirm_enquiry, find_own_enquiry, send_enquiry, take_enquiry_back
from shop.enquiries.forgetting import (
    close_unanswered_enquiries,
    erase_enquiries_of,
    export_enquiries_of,
    forget_old_enquiries,
)
from shop.enquiries.models import Enquiry
from shop.enquiries.queries import (
    count_enquiries_of,
    count_unattended,
    counting_enquiries_of,
    find_enquiry,
    find_unattended,
    list_enquiries_of,
    list_unattended,
)
from shop.enquiries.rules import (
    ANSWERED_WITHIN,
    CONFIRMED_WITHIN,
    KEPT,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_WORDS,
    EnquiryClosed,
    EnquiryKind,
    EnquiryState,
    NewEnquiry,
    NoSuchEnquiry,
)

__all__ = [
    "ANSWERED_WITHIN",
    "CONFIRMED_WITHIN",
    "KEPT",
    "LONGEST_LINE",
    "LONGEST_NAME",
    "LONGEST_WORDS",
    "Enquiry",
    "EnquiryClosed",
    "EnquiryKind",
    "EnquiryState",
    "NewEnquiry",
    "NoSuchEnquiry",
    "answer_enquiry",
    "close_unanswered_enquiries",
    "confirm_enquiry",
    "count_enquiries_of",
    "count_unattended",
    "counting_enquiries_of",
    "decline_enquiry",
    "erase_enquiries_of",
    "export_enquiries_of",
    "find_enquiry",
    "find_own_enquiry",
    "find_unattended",
    "forget_old_enquiries",
    "list_enquiries_of",
    "list_unattended",
    "send_enquiry",
    "take_enquiry_back",
    "throw_enquiry_out",
]
