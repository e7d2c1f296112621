"""What happens in a simulator, as those are told who do not ask for it: at an MQTT broker, or by webhooks."""
