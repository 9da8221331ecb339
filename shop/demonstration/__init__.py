"""The demonstration: the real register as it is, and invented prices, packs, stock and texts around it."""
