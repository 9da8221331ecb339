"""What the shop costs a request, beside floors that do the same work with nothing around it."""
