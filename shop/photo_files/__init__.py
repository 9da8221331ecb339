"""Files that people send: photos made anew for everybody to see, documents kept for the few who may."""

from shop.photo_files.documents import (
    StoredDocument,
    document_path,
    remove_document,
    store_document,
    stored_document,
)
from shop.photo_files.photos import StoredPhoto, open_photo, remove_files, store_photo, stored_photo, write_photo
from shop.photo_files.refusals import (
    DocumentTooLarge,
    NotADocument,
    NotAPhoto,
    PhotoTooLarge,
    TooManyPixels,
    TooManyUploads,
)
from shop.photo_files.rules import (
    DOCUMENT_FORMS,
    MOST_BYTES,
    MOST_DOCUMENT_BYTES,
    MOST_PIXELS,
    PHOTO_FORMATS,
    PHOTO_WIDTHS,
    SHEET_FORMS,
    PhotoSources,
    photo_path,
    photo_widths,
)
from shop.photo_files.sheets import remove_sheet, sheet_path, store_sheet
from shop.photo_files.sweeping import sweep_files
from shop.photo_files.workshop import Picture

__all__ = [
    "DOCUMENT_FORMS",
    "MOST_BYTES",
    "MOST_DOCUMENT_BYTES",
    "MOST_PIXELS",
    "PHOTO_FORMATS",
    "PHOTO_WIDTHS",
    "SHEET_FORMS",
    "DocumentTooLarge",
    "NotADocument",
    "NotAPhoto",
    "PhotoSources",
    "PhotoTooLarge",
    "Picture",
    "StoredDocument",
    "StoredPhoto",
    "TooManyPixels",
    "TooManyUploads",
    "document_path",
    "open_photo",
    "photo_path",
    "photo_widths",
    "remove_document",
    "remove_files",
    "remove_sheet",
    "sheet_path",
    "store_document",
    "store_photo",
    "store_sheet",
    "stored_document",
    "stored_photo",
    "sweep_files",
    "write_photo",
]
