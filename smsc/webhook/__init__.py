"""Webhooks: a program of somebody's is called when something happens, instead of asking the control API."""
