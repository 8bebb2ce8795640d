"""Probes for chapter1_workflow/regression_losses."""


def epoch_mean(exercise, losses, sizes, graph):
    """Return the mean over an epoch's samples; with graph, each batch's loss was computed from a weight."""
    weight = losses.new_ones(()).requires_grad_(graph)
    return exercise.mean_over_samples([weight * loss for loss in losses], sizes)
