"""Faults on purpose: rules that make requests, or answers of the network, go wrong."""
