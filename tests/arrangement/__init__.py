"""The product as it runs in production, as programs that can be killed: see arrangement.py."""
