"""The untrusted side: everything here runs in the process that also runs the learner's code."""
