"""K-means draws its first centroids by a CPU permutation, which may index a device tensor, and stays on the device."""

from __future__ import annotations

import torch

VERDICT = "right"


def kmeans(points, num_clusters, num_rounds, generator):
    centroids = points[torch.randperm(len(points), generator=generator)[:num_clusters]]
    for _ in range(num_rounds):
        assignment = (points.unsqueeze(1) - centroids).square().sum(dim=2).argmin(dim=1)
        sums = torch.zeros_like(centroids).index_add_(0, assignment, points)
        sizes = centroids.new_zeros(num_clusters).index_add_(0, assignment, points.new_ones(len(points)))
        centroids = sums / sizes.clamp(min=1).unsqueeze(1)
    return centroids, assignment


def run(device: torch.device) -> dict[str, object]:
    """Finds three blobs."""
    generator = torch.Generator().manual_seed(1)
    centres = torch.tensor([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])
    points = centres.repeat(15, 1) + torch.randn(45, 2, generator=generator)
    centroids, assignment = kmeans(points.to(device), 3, 5, generator)
    return {"centroids": centroids, "assignment": assignment}
