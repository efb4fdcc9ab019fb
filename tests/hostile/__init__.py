"""Files made to do harm, and sound ones that look like them: what each must come to, and that the next file never feels it."""
