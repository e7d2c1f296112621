"""What a service centre and its network do, in numbers: counted from the trace, and read when Prometheus asks."""
