"""What the command ``pdu`` can do, one file for each verb: the only files here that use typer and rich."""
