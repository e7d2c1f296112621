"""Octets in words: every field with its offset, octets, value, meaning and clause."""

from pdu.explain.item import Explanation, Item
from pdu.explain.smpp import explain

__all__ = ["Explanation", "Item", "explain"]
