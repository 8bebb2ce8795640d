"""K-means computes its distances on the CPU and moves the assignment back in every round."""

from __future__ import annotations

import torch

VERDICT = "round trip"


def assign(points, centroids):
    distances = torch.cdist(points.cpu(), centroids.cpu())
    return distances.argmin(dim=1).to(points.device)


def run(device: torch.device) -> dict[str, object]:
    """Finds two blobs in five rounds."""
    torch.manual_seed(0)
    points = torch.cat([torch.randn(20, 2), torch.randn(20, 2) + 8]).to(device)
    centroids = points[[0, -1]]
    for _ in range(5):
        assignment = assign(points, centroids)
        centroids = torch.stack([points[assignment == c].mean(dim=0) for c in range(2)])
    return {"centroids": centroids, "assignment": assignment}
