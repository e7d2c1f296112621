"""A load generator for any message centre: it submits, times and counts, and believes nothing that it is told.

The octets of every submit_sm are laid out beforehand but for the sequence_number, and of responses only what is
counted is read, so that the load costs far less than whoever bears it.
"""
