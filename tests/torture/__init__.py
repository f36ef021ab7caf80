"""What lasts too long for the tests: load, faults, tampering, backups and bad inputs, ending in one table."""
