"""The stores that keep messages: in memory, or on disk."""
