"""Probes for chapter3_computer_vision/vision_capstone."""

import torch


def seeded(exercise, seeds, x_train, y_train, x_test, num_classes):
    """Fit after each of these seeds; return the classes, the next random number after each fit, and the inputs in the end."""
    classes, following = [], []
    for seed in seeds:
        torch.manual_seed(seed)
        classes.append(exercise.fit_pictures(x_train, y_train, x_test, num_classes))
        following.append(torch.rand(()).item())
    return {"classes": classes, "following": following, "inputs": [x_train, y_train, x_test]}
