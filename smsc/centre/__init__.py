"""The service centre: it takes messages, keeps them, and does not rest until their senders know what became of them."""
