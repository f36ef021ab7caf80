"""What people type, checked before the domain sees it."""
