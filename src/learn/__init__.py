"""learn-pytorch: an automatically graded PyTorch course."""

__version__ = "0.1.0"
