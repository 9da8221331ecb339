"""A shop for OCOP goods that shows and sells only what holds a certificate in force."""
