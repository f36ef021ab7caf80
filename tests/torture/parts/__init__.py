"""What is tried: each part runs by itself, and tells what came of it row by row."""
