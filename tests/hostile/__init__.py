"""Every address, asked by everybody, and sent whatever can be sent."""
