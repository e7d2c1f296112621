"""Where messages are kept: in memory, or on disk."""
