"""Scenarios: ladders that are played. Each file teaches one way of a short message, and is a test."""
