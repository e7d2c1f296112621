"""What the command ``smsc`` does, one file each."""
