"""A load generator for any message centre: it submits, times and counts, and takes nothing on trust.

The octets of every submit_sm except the sequence_number are laid out beforehand, and only what is counted is read from
the responses, so that making the load costs far less than bearing it.
"""
