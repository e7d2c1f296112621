"""Faults on purpose: rules that make a request, or an answer of the network, go wrong."""
