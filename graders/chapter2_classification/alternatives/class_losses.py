"""Unusual but right versions of the tasks in chapter2_classification/class_losses."""

import math

import torch
from torch.nn import functional

from learn.variants import alternative


@alternative("bce_with_logits", "the textbook form, whose maximum and abs have the right gradients at 0 together")
def bce_textbook(logits, targets, pos_weight=1.0):
    if logits.shape != targets.shape:
        raise ValueError("other shapes")
    softplus = torch.maximum(-logits, torch.zeros_like(logits)) + torch.log1p(torch.exp(-logits.abs()))
    return torch.mean((1 - targets) * logits + (1 + (pos_weight - 1) * targets) * softplus)


@alternative("bce_with_logits", "softplus of either sign, in float64, the sum divided by hand")
def bce_by_softplus(logits, targets, pos_weight=1.0):
    if list(logits.size()) != list(targets.size()):
        raise ValueError("other shapes")
    x, t = logits.double().flatten(), targets.double().flatten()
    total = pos_weight * t @ functional.softplus(-x) + (1 - t) @ functional.softplus(x)
    return (total / x.numel()).to(logits.dtype)


@alternative("bce_with_logits", "a softmax over the two logits x and 0")
def bce_of_two_classes(logits, targets, pos_weight=1.0):
    if logits.shape != targets.shape:
        raise ValueError("other shapes")
    no, yes = torch.stack([torch.zeros_like(logits), logits]).log_softmax(dim=0)
    return (pos_weight * targets * -yes - (1 - targets) * no).mean()


@alternative("nll_loss", "indexes with pairs")
def nll_by_pairs(log_probs, targets):
    return log_probs[torch.arange(len(targets), device=targets.device), targets].neg().mean()


@alternative("nll_loss", "a loop over the samples")
def nll_by_loop(log_probs, targets):
    return -sum(row[target] for row, target in zip(log_probs, targets.tolist(), strict=True)) / len(targets)


@alternative("nll_loss", "masks the wrong classes")
def nll_by_mask(log_probs, targets):
    wrong = torch.arange(log_probs.shape[1], device=targets.device) != targets[:, None]
    return -log_probs.masked_fill(wrong, 0).sum() / len(targets)


@alternative("cross_entropy", "logsumexp minus the right logit")
def ce_by_logsumexp(logits, targets):
    if targets.dtype != torch.long or targets.dim() != 1 or len(targets) != len(logits):
        raise ValueError("wrong targets")
    return (logits.logsumexp(dim=1) - logits.gather(1, targets.unsqueeze(1)).squeeze(1)).mean()


@alternative("cross_entropy", "softplus of how far the rest is above the right logit, sample by sample")
def ce_by_loop(logits, targets):
    if targets.dtype != torch.long or targets.shape != (len(logits),):
        raise ValueError("wrong targets")
    losses = [(row - row[target]).logsumexp(dim=0) for row, target in zip(logits, targets.tolist(), strict=True)]
    return torch.stack(losses).mean()


@alternative("weighted_cross_entropy", "gives each sample its share of the weight first")
def weighted_by_shares(logits, targets, weights):
    shares = weights[targets] / weights[targets].sum()
    right = logits.gather(1, targets[:, None])[:, 0]
    return shares @ (logits.logsumexp(dim=1) - right)


@alternative("weighted_cross_entropy", "one-hot targets, scaled by the weights, in an einsum")
def weighted_by_einsum(logits, targets, weights):
    scaled = functional.one_hot(targets, len(weights)).to(weights) * weights
    return -torch.einsum("nk,nk->", scaled, logits.log_softmax(dim=1)) / scaled.sum()


@alternative("smoothed_cross_entropy", "builds the whole distribution of targets")
def smoothed_by_targets(logits, targets, smoothing):
    k = logits.shape[1]
    wanted = torch.full_like(logits, smoothing / k, requires_grad=False)
    wanted[torch.arange(len(logits), device=logits.device), targets] += 1 - smoothing
    return -(wanted * logits.log_softmax(dim=1)).sum() / len(logits)


@alternative("smoothed_cross_entropy", "the divergence from the targets, and the targets' own entropy")
def smoothed_by_divergence(logits, targets, smoothing):
    k = logits.shape[1]
    wanted = functional.one_hot(targets, k).to(logits.dtype) * (1 - smoothing) + smoothing / k
    divergence = functional.kl_div(logits.log_softmax(dim=1), wanted, reduction="batchmean")
    return divergence + torch.special.entr(wanted).sum(dim=1).mean()


@alternative("expected_first_loss", "Python floats")
def expected_in_python(counts):
    counts = counts.tolist()
    shares = [count / sum(counts) for count in counts if count]
    return math.log(len(counts)), -math.fsum(share * math.log(share) for share in shares)


@alternative("expected_first_loss", "the cross-entropy of two rows of logits")
def expected_by_logits(counts):
    shares = counts.double() / counts.sum()
    informed = (shares * shares.log().clamp(min=-1e9).log_softmax(dim=0)).sum()
    return torch.zeros(len(counts)).logsumexp(dim=0).item(), -informed.item()


@alternative("expected_first_loss", "torch.special.entr")
def expected_by_entr(counts):
    return math.log(counts.shape[0]), float(torch.special.entr(counts / counts.sum()).sum())
