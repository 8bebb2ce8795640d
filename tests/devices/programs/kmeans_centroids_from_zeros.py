"""K-means collects its new centroids in a tensor that was made on the CPU; the second round meets it."""

from __future__ import annotations

import torch

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def nearest(points, centroids):
    return (points.unsqueeze(1) - centroids).square().sum(dim=2).argmin(dim=1)


def kmeans(points, num_clusters, num_rounds):
    centroids = points[:num_clusters]
    for _ in range(num_rounds):
        assignment = nearest(points, centroids)
        updated = torch.zeros(num_clusters, points.shape[1])
        for c in range(num_clusters):
            updated[c] = points[assignment == c].mean(dim=0)
        centroids = updated
    return centroids, nearest(points, centroids)


def run(device: torch.device) -> dict[str, object]:
    """Finds three blobs; the first three points are one of each."""
    torch.manual_seed(0)
    centres = torch.tensor([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]])
    points = (centres.repeat(20, 1) + 0.5 * torch.randn(60, 2)).to(device)
    centroids, assignment = kmeans(points, 3, 4)
    return {"centroids": centroids, "assignment": assignment}
