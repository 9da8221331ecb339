"""Buy the same again: what is still certified and in stock goes into the cart, the rest is named with its reason."""
