"""What was said in the network, in order, and what is found from it alone: which message each record is about."""
