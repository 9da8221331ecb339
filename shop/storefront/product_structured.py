"""What search engines are told of a good on sale.

OCOP stars are a certification (`hasCertification`, `certificationRating`), never an `aggregateRating`:
that is made of what buyers say, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from shop.catalogue import Pack, ProductPage
from shop.reviews import Opinions, Rating
from shop.storefront.structured_facts import CONTEXT, SHOP_NAME, Facts, absolute


def product_facts(found: ProductPage, *, name: str, summary: str, images: Sequence[str], language: str) -> Facts:
    """One good on sale with its offers and its certification in force."""
    address = absolute(url_for("storefront.products.show", slug=found.product.slug))
    facts: Facts = {
        "@context": CONTEXT,
        "@type": "Product",
        "@id": address,
        "url": address,
        "name": name,
        "sku": found.product.slug,
        "inLanguage": language,
        "image": [absolute(image) for image in images],
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "hasCertification": _certification(found),
        "offers": [_offer(pack, address, language, rests=found.holiday is not None) for pack in found.packs],
    }
    if summary:
        facts["description"] = summary
    facts["manufacturer"] = {
        "@type": "Organization",
        "name": found.producer.name,
        "url": absolute(url_for("storefront.producers.show", slug=found.producer.slug)),
    }
    return facts


def rating_facts(opinions: Opinions) -> Facts:
    """What buyers say on the whole; nothing where nobody said anything."""
    mean = opinions.mean_tenths
    if mean is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": f"{mean // 10}.{mean % 10}",
            "reviewCount": opinions.total,
            "bestRating": max(Rating),
            "worstRating": min(Rating),
        }
    }


def _certification(found: ProductPage) -> Facts:
    certificate = found.certificate
    facts: Facts = {
        "@type": "Certification",
        "name": f"OCOP {certificate.stars} sao",
        "certificationIdentification": certificate.code,
        "certificationStatus": f"{CONTEXT}/CertificationActive",
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": certificate.stars,
            "bestRating": 5,
            "worstRating": 1,
        },
        "validFrom": certificate.first_day.isoformat(),
        "expires": found.certified_until.isoformat(),
        "url": absolute(url_for("storefront.certificates.show", code=certificate.code)),
    }
    if certificate.issuer:
        facts["issuedBy"] = {"@type": "Organization", "name": certificate.issuer}
    return facts


def _offer(pack: Pack, address: str, language: str, *, rests: bool) -> Facts:
    stock = "InStock" if pack.on_hand > 0 and not rests else "OutOfStock"
    number = {"gtin": pack.gtin} if pack.gtin else {}
    return {
        **number,
        "@type": "Offer",
        "name": pack.label_en if language == "en" else pack.label_vi,
        "price": str(pack.price_vnd),
        "priceCurrency": "VND",
        "availability": f"{CONTEXT}/{stock}",
        "url": address,
        "seller": {"@type": "Organization", "name": SHOP_NAME},
    }
