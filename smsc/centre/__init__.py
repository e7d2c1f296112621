"""The service centre: it takes messages, keeps them, delivers them, and tells their senders what became of them."""
