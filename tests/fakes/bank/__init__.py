"""A stand-in for the bank and the service that tells of transfers, with a page on which anybody can transfer."""
