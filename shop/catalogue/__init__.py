"""What shoppers can see: products, packs, photos."""

from shop.catalogue.models import Photo, Product, Variant
from shop.catalogue.queries import list_visible_products, visible_products

__all__ = ["Photo", "Product", "Variant", "list_visible_products", "visible_products"]
