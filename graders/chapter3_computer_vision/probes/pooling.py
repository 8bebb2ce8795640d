"""Probes for chapter3_computer_vision/pooling: none of its own, as tensors travel."""
