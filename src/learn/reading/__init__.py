"""How a submission's bytes are read: from a folder, an archive or a notebook, each up to a limit."""
