"""Days and times where this site writes them otherwise than Django."""
