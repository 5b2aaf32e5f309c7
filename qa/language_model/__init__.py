"""The writer ``language model``: its client, its prompt, its markers and its statements."""
