"""How a file becomes records: readers, the letter, inference, and one small module for each force."""
