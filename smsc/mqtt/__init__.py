"""The simulator at an MQTT broker: what happens is published, and handsets are driven. Needs mini-smsc[mqtt]."""
