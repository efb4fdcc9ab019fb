"""Pictures of what was read: each page or sheet is drawn once, and what was seen on it is marked on it."""
