"""What a service centre and its network do, in numbers: counted from the trace, read when Prometheus asks."""
