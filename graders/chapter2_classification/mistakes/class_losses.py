"""Plausible wrong versions of the tasks in chapter2_classification/class_losses."""

import math

import torch
from torch.nn import functional

from learn.variants import mistake

# ------------------------------------------------------------------ bce_with_logits


def _same_shape(logits, targets):
    if logits.shape != targets.shape:
        raise ValueError("the shapes differ")


def _binary(logits, targets, pos_weight):
    """Return each element's loss, right."""
    _same_shape(logits, targets)
    return -(pos_weight * targets * functional.logsigmoid(logits) + (1 - targets) * functional.logsigmoid(-logits))


@mistake(
    "bce_with_logits", "log(sigmoid(x)) is -inf where the sigmoid is rounded to 0: use logsigmoid(x), and logsigmoid(-x)."
)
def bce_by_probabilities(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    p = torch.sigmoid(logits)
    return -(pos_weight * targets * p.log() + (1 - targets) * (1 - p).log()).mean()


@mistake(
    "bce_with_logits", "Clamping the probability ends loss and gradient where the model is surest and wrong: use logsigmoid."
)
def bce_clamped(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    p = torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7)
    return -(pos_weight * targets * p.log() + (1 - targets) * (1 - p).log()).mean()


@mistake(
    "bce_with_logits", "torch.where sends 0 * inf = NaN back through the branch not taken: logsigmoid is safe everywhere."
)
def bce_unsafe_branches(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    x = logits
    softplus = torch.where(x >= 0, torch.log1p(torch.exp(-x)), torch.log1p(torch.exp(x)) - x)
    return ((1 - targets) * x + (1 + (pos_weight - 1) * targets) * softplus).mean()


@mistake("bce_with_logits", "You took the sigmoid twice: give the logits themselves to what takes a sigmoid inside.")
def bce_sigmoid_before(logits, targets, pos_weight=1.0):
    return _binary(torch.sigmoid(logits), targets, pos_weight).mean()


@mistake(
    "bce_with_logits", "At a logit of 0 your clamp has the gradient 1, and abs has 0; the loss needs half: use logsigmoid."
)
def bce_kink_of_clamp(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    softplus = (-logits).clamp(min=0) + torch.log1p(torch.exp(-logits.abs()))
    return ((1 - targets) * logits + (1 + (pos_weight - 1) * targets) * softplus).mean()


@mistake("bce_with_logits", "At a logit of 0 both relu and abs have the gradient 0, and the loss needs half: use logsigmoid.")
def bce_kink_of_relu(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    softplus = torch.relu(-logits) + torch.log1p(torch.exp(-logits.abs()))
    return ((1 - targets) * logits + (1 + (pos_weight - 1) * targets) * softplus).mean()


@mistake("bce_with_logits", "You added the losses up: take their mean, or the step depends on the size of the batch.")
def bce_summed(logits, targets, pos_weight=1.0):
    return _binary(logits, targets, pos_weight).sum()


@mistake(
    "bce_with_logits", "The sign is wrong: logarithms of probabilities are negative, and a loss is not. Put a minus in front."
)
def bce_negative(logits, targets, pos_weight=1.0):
    return -_binary(logits, targets, pos_weight).mean()


@mistake("bce_with_logits", "You only looked at whether a target is 1: those between 0 and 1 take a part of both terms.")
def bce_hard_targets(logits, targets, pos_weight=1.0):
    return _binary(logits, (targets == 1).to(logits.dtype), pos_weight).mean()


@mistake("bce_with_logits", "You took no notice of pos_weight: it multiplies the term of the yes.")
def bce_unweighted(logits, targets, pos_weight=1.0):
    return _binary(logits, targets, 1.0).mean()


@mistake("bce_with_logits", "You divided by the sum of the weights: with pos_weight the divisor stays the number of elements.")
def bce_normalised(logits, targets, pos_weight=1.0):
    return _binary(logits, targets, pos_weight).sum() / (1 + (pos_weight - 1) * targets).sum()


@mistake("bce_with_logits", "item(), detach() and new tensors cut the loss off from the logits, so nothing would be learned.")
def bce_new_tensor(logits, targets, pos_weight=1.0):
    loss = _binary(logits, targets, pos_weight).mean()
    return torch.tensor(loss.item(), dtype=logits.dtype, device=logits.device, requires_grad=True)


@mistake(
    "bce_with_logits", "(N,) and (N, 1) broadcast to (N, N), and the loss is wrong without a word: compare the shapes first."
)
def bce_unguarded(logits, targets, pos_weight=1.0):
    yes, no = functional.logsigmoid(logits), functional.logsigmoid(-logits)
    return -(pos_weight * targets * yes + (1 - targets) * no).mean()


@mistake("bce_with_logits", "You compared how many dimensions there are, or how many rows: compare the whole shapes.")
def bce_dimensions_guarded(logits, targets, pos_weight=1.0):
    if logits.dim() != targets.dim():
        raise ValueError("the shapes differ")
    yes, no = functional.logsigmoid(logits), functional.logsigmoid(-logits)
    return -(pos_weight * targets * yes + (1 - targets) * no).mean()


@mistake("bce_with_logits", "You reshaped the targets until they fit, as if nothing were wrong: raise a ValueError.")
def bce_made_to_fit(logits, targets, pos_weight=1.0):
    return _binary(logits, targets.reshape(logits.shape), pos_weight).mean()


@mistake("bce_with_logits", "You called PyTorch's own loss: this task asks you to write it yourself.")
def bce_ready_made(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    weight = torch.tensor(pos_weight, dtype=logits.dtype, device=logits.device)
    return functional.binary_cross_entropy_with_logits(logits, targets, pos_weight=weight)


@mistake(
    "bce_with_logits", "Your tensor of ones is on the CPU and cannot meet targets that are elsewhere: 1 - targets needs none."
)
def bce_ones_on_cpu(logits, targets, pos_weight=1.0):
    _same_shape(logits, targets)
    others = torch.ones(targets.shape, dtype=targets.dtype) - targets
    return -(pos_weight * targets * functional.logsigmoid(logits) + others * functional.logsigmoid(-logits)).mean()


# ------------------------------------------------------------------ nll_loss


@mistake("nll_loss", "log_probs[:, targets] takes all N columns from every row: pair each row with its own target.")
def nll_columns(log_probs, targets):
    return -log_probs[:, targets].mean()


@mistake("nll_loss", "The minus is missing: logarithms of probabilities are negative, and a loss is not.")
def nll_negative(log_probs, targets):
    return log_probs.gather(1, targets[:, None]).mean()


@mistake("nll_loss", "You added the losses up: take their mean, or the step depends on the size of the batch.")
def nll_summed(log_probs, targets):
    return -log_probs.gather(1, targets[:, None]).sum()


@mistake("nll_loss", "You took the mean over N * K numbers, those of the wrong classes too: divide by N alone.")
def nll_mean_of_all(log_probs, targets):
    wrong = torch.arange(log_probs.shape[1], device=targets.device) != targets[:, None]
    return -log_probs.masked_fill(wrong, 0).mean()


@mistake(
    "nll_loss", "0 times -inf is NaN, so a one-hot product fails where a wrong class has -inf: pick with gather or an index."
)
def nll_one_hot(log_probs, targets):
    return -(functional.one_hot(targets, log_probs.shape[1]) * log_probs).sum(dim=1).mean()


@mistake("nll_loss", "What arrives are logarithms already: do not take another one.")
def nll_logarithm_of_logarithm(log_probs, targets):
    return -log_probs.gather(1, targets[:, None]).log().mean()


@mistake("nll_loss", "item(), detach() and new tensors cut the loss off from log_probs, so nothing would be learned.")
def nll_detached(log_probs, targets):
    return -log_probs.detach().gather(1, targets[:, None]).mean()


@mistake("nll_loss", "You called PyTorch's own loss: this task asks you to write it yourself.")
def nll_ready_made(log_probs, targets):
    return functional.nll_loss(log_probs, targets)


@mistake("nll_loss", "Your mask is made on the CPU and cannot meet tensors that are elsewhere: say device=targets.device.")
def nll_mask_on_cpu(log_probs, targets):
    wrong = torch.arange(log_probs.shape[1]) != targets[:, None]
    return -log_probs.masked_fill(wrong, 0).sum() / len(targets)


# ------------------------------------------------------------------ cross_entropy


def _guard(logits, targets):
    if targets.dtype != torch.int64 or targets.shape != logits.shape[:1]:
        raise ValueError("wrong targets")


def _losses(logits, targets):
    """Return each sample's loss, right."""
    return -logits.log_softmax(dim=1).gather(1, targets[:, None])[:, 0]


@mistake(
    "cross_entropy", "You took the softmax twice, so the loss cannot get near 0: cross-entropy wants the logits themselves."
)
def ce_softmax_before(logits, targets):
    _guard(logits, targets)
    return _losses(logits.softmax(dim=1), targets).mean()


@mistake("cross_entropy", "You picked from a softmax, which gives a probability and not its logarithm: use log_softmax.")
def ce_softmax_picked(logits, targets):
    _guard(logits, targets)
    return -logits.softmax(dim=1).gather(1, targets[:, None]).mean()


@mistake("cross_entropy", "You picked the logits as they are: log_softmax has to turn them into log-probabilities first.")
def ce_logits_picked(logits, targets):
    _guard(logits, targets)
    return -logits.gather(1, targets[:, None]).mean()


@mistake("cross_entropy", "log(softmax(x)) is -inf where a probability is rounded to 0: use log_softmax.")
def ce_log_of_softmax(logits, targets):
    _guard(logits, targets)
    return -logits.softmax(dim=1).gather(1, targets[:, None]).log().mean()


@mistake("cross_entropy", "exp overflows for large logits: log_softmax, or logsumexp, subtracts the largest one first.")
def ce_overflowing(logits, targets):
    _guard(logits, targets)
    return (logits.exp().sum(dim=1).log() - logits.gather(1, targets[:, None])[:, 0]).mean()


@mistake(
    "cross_entropy",
    "You subtracted the largest logit of the whole batch, so samples far below it give log(0): take each row's.",
)
def ce_largest_of_all(logits, targets):
    _guard(logits, targets)
    shifted = logits - logits.max()
    return (shifted.exp().sum(dim=1).log() - shifted.gather(1, targets[:, None])[:, 0]).mean()


@mistake("cross_entropy", "Your softmax runs over the batch: the classes of one sample compete, dim=1.")
def ce_first_dim(logits, targets):
    _guard(logits, targets)
    return -logits.log_softmax(dim=0).gather(1, targets[:, None]).mean()


@mistake("cross_entropy", "[:, targets] takes all N columns from every row: pair each row with its own target.")
def ce_columns(logits, targets):
    _guard(logits, targets)
    return -logits.log_softmax(dim=1)[:, targets].mean()


@mistake(
    "cross_entropy",
    "0 times -inf is NaN, so a one-hot product fails where a wrong class has -inf: pick with gather or an index.",
)
def ce_one_hot(logits, targets):
    _guard(logits, targets)
    return -(functional.one_hot(targets, logits.shape[1]) * logits.log_softmax(dim=1)).sum(dim=1).mean()


@mistake("cross_entropy", "squeeze() drops a batch of one, or a single class: keep the logits (N, K), or say which dimension.")
def ce_squeezed(logits, targets):
    _guard(logits, targets)
    return _losses(logits.squeeze(), targets).mean()


@mistake("cross_entropy", "item(), detach() and new tensors cut the loss off from the logits, so nothing would be learned.")
def ce_new_tensor(logits, targets):
    _guard(logits, targets)
    loss = _losses(logits, targets).mean()
    return torch.tensor(loss.item(), dtype=logits.dtype, device=logits.device, requires_grad=True)


@mistake(
    "cross_entropy", "Targets of shape (N, 1) broadcast to N pairs for each row, and the number is wrong: compare the shape."
)
def ce_shape_unguarded(logits, targets):
    if targets.dtype != torch.int64:
        raise ValueError("wrong dtype")
    rows = torch.arange(len(logits), device=logits.device)
    return -logits.log_softmax(dim=1)[rows, targets].mean()


@mistake("cross_entropy", "You only looked at how many dimensions the targets have: there must be N of them, too.")
def ce_dimensions_guarded(logits, targets):
    if targets.dtype != torch.int64 or targets.dim() != 1:
        raise ValueError("wrong targets")
    return -logits.log_softmax(dim=1).gather(1, targets[:, None]).mean()


@mistake("cross_entropy", "You flattened targets of shape (N, 1), as if nothing were wrong: raise a ValueError.")
def ce_flattened(logits, targets):
    _guard(logits, targets.reshape(-1))
    return _losses(logits, targets.reshape(-1)).mean()


@mistake("cross_entropy", "You made int64 of other targets, which cuts off fractions without a word: raise a ValueError.")
def ce_cast(logits, targets):
    _guard(logits, targets.long())
    return _losses(logits, targets.long()).mean()


@mistake("cross_entropy", "You looked at the targets' shape alone: a dtype that is not int64 raises a ValueError as well.")
def ce_dtype_unguarded(logits, targets):
    if targets.shape != logits.shape[:1]:
        raise ValueError("wrong shape")
    rows = torch.arange(len(logits), device=logits.device)
    return -logits.log_softmax(dim=1)[rows, targets].mean()


@mistake("cross_entropy", "You called PyTorch's own loss: this task asks you to write it yourself.")
def ce_ready_made(logits, targets):
    _guard(logits, targets)
    return functional.cross_entropy(logits, targets)


@mistake("cross_entropy", "Your mask is made on the CPU and cannot meet tensors that are elsewhere: say device=logits.device.")
def ce_mask_on_cpu(logits, targets):
    _guard(logits, targets)
    wrong = torch.arange(logits.shape[1]) != targets[:, None]
    return -logits.log_softmax(dim=1).masked_fill(wrong, 0).sum() / len(targets)


# ------------------------------------------------------------------ weighted_cross_entropy


@mistake("weighted_cross_entropy", "You divided by N: a weighted mean divides by the sum of the weights that were used.")
def weighted_over_samples(logits, targets, weights):
    return (weights[targets] * _losses(logits, targets)).mean()


@mistake(
    "weighted_cross_entropy",
    "You divided by the sum over the K classes: each sample brings its weight, weights[targets].sum().",
)
def weighted_over_classes(logits, targets, weights):
    return (weights[targets] * _losses(logits, targets)).sum() / weights.sum()


@mistake(
    "weighted_cross_entropy", "You made the weights sum to 1 and then divided by N: divide by weights[targets].sum() alone."
)
def weighted_normalised_first(logits, targets, weights):
    return ((weights / weights.sum())[targets] * _losses(logits, targets)).mean()


@mistake("weighted_cross_entropy", "You added up without dividing: divide by the sum of the weights that were used.")
def weighted_summed(logits, targets, weights):
    return (weights[targets] * _losses(logits, targets)).sum()


@mistake("weighted_cross_entropy", "You took no notice of the weights: each sample's loss counts weights[target] times.")
def weighted_not_at_all(logits, targets, weights):
    return _losses(logits, targets).mean()


@mistake("weighted_cross_entropy", "log(softmax(x)) is -inf where a probability is rounded to 0: use log_softmax.")
def weighted_log_of_softmax(logits, targets, weights):
    used = weights[targets]
    return -(used * logits.softmax(dim=1).log().gather(1, targets[:, None])[:, 0]).sum() / used.sum()


@mistake(
    "weighted_cross_entropy", "item(), detach() and new tensors cut the loss off from the logits, so nothing would be learned."
)
def weighted_detached(logits, targets, weights):
    used = weights[targets]
    return (used * _losses(logits.detach(), targets)).sum() / used.sum()


@mistake("weighted_cross_entropy", "You called PyTorch's own loss: this task asks you to write it yourself.")
def weighted_ready_made(logits, targets, weights):
    return functional.cross_entropy(logits, targets, weight=weights)


@mistake(
    "weighted_cross_entropy", "You collect the weights in a new tensor on the CPU: weights[targets] is where weights are."
)
def weighted_on_cpu(logits, targets, weights):
    used = torch.tensor([weights[target].item() for target in targets], dtype=weights.dtype)
    return (used * _losses(logits, targets)).sum() / used.sum()


# ------------------------------------------------------------------ smoothed_cross_entropy


def _against(wanted, logits):
    """Return the mean cross-entropy of logits against distributions of targets."""
    return -(wanted * logits.log_softmax(dim=1)).sum(dim=1).mean()


def _one_hot(logits, targets):
    return functional.one_hot(targets, logits.shape[1]).to(logits.dtype)


@mistake(
    "smoothed_cross_entropy", "You shared the smoothing out among the wrong classes: all K get a part, the right one too."
)
def smoothed_wrong_classes(logits, targets, smoothing):
    right = _one_hot(logits, targets)
    return _against((1 - smoothing) * right + smoothing / (logits.shape[1] - 1) * (1 - right), logits)


@mistake(
    "smoothed_cross_entropy", "Your targets sum to less than 1: the right class has 1 - smoothing and smoothing / K more."
)
def smoothed_too_little(logits, targets, smoothing):
    right = _one_hot(logits, targets)
    return _against((1 - smoothing) * right + smoothing / logits.shape[1] * (1 - right), logits)


@mistake(
    "smoothed_cross_entropy",
    "Your targets sum to more than 1: what all classes share is taken from the right one, 1 - smoothing.",
)
def smoothed_too_much(logits, targets, smoothing):
    return _against(_one_hot(logits, targets) + smoothing / logits.shape[1], logits)


@mistake("smoothed_cross_entropy", "Each class got all of the smoothing, so the targets sum to more than 1: divide it by K.")
def smoothed_undivided(logits, targets, smoothing):
    return _against((1 - smoothing) * _one_hot(logits, targets) + smoothing, logits)


@mistake("smoothed_cross_entropy", "You mixed up the two parts: the right class gets 1 - smoothing, and all share smoothing.")
def smoothed_swapped(logits, targets, smoothing):
    return _against(smoothing * _one_hot(logits, targets) + (1 - smoothing) / logits.shape[1], logits)


@mistake("smoothed_cross_entropy", "You divided by N * K: add up over the classes, and take the mean over the N samples.")
def smoothed_mean_of_all(logits, targets, smoothing):
    wanted = (1 - smoothing) * _one_hot(logits, targets) + smoothing / logits.shape[1]
    return _against(wanted, logits) / logits.shape[1]


@mistake("smoothed_cross_entropy", "log(softmax(x)) is -inf where a probability is rounded to 0: use log_softmax.")
def smoothed_log_of_softmax(logits, targets, smoothing):
    wanted = (1 - smoothing) * _one_hot(logits, targets) + smoothing / logits.shape[1]
    return -(wanted * logits.softmax(dim=1).log()).sum(dim=1).mean()


@mistake(
    "smoothed_cross_entropy", "item(), detach() and new tensors cut the loss off from the logits, so nothing would be learned."
)
def smoothed_detached(logits, targets, smoothing):
    wanted = (1 - smoothing) * _one_hot(logits, targets) + smoothing / logits.shape[1]
    return _against(wanted, logits.detach())


@mistake("smoothed_cross_entropy", "You called PyTorch's own loss: this task asks you to write it yourself.")
def smoothed_ready_made(logits, targets, smoothing):
    return functional.cross_entropy(logits, targets, label_smoothing=smoothing)


@mistake(
    "smoothed_cross_entropy",
    "Your targets are built on the CPU and cannot meet logits elsewhere: torch.full_like follows them.",
)
def smoothed_on_cpu(logits, targets, smoothing):
    wanted = torch.full(logits.shape, smoothing / logits.shape[1], dtype=logits.dtype)
    for row, target in enumerate(targets.tolist()):
        wanted[row, target] += 1 - smoothing
    return _against(wanted, logits)


# ------------------------------------------------------------------ expected_first_loss


@mistake("expected_first_loss", "You took logarithms to base 2: cross-entropy has natural ones, math.log and torch.log.")
def expected_in_bits(counts):
    shares = counts[counts > 0] / counts.sum()
    return math.log2(len(counts)), -(shares * shares.log2()).sum().item()


@mistake(
    "expected_first_loss", "You returned tensors: item(), or math.log in place of torch.log, gives Python floats.", raises=True
)
def expected_tensors(counts):
    shares = counts[counts > 0] / counts.sum()
    return torch.tensor(len(counts)).log(), -(shares * shares.log()).sum()


@mistake(
    "expected_first_loss",
    "You counted only classes that occur: the untrained model spreads over all K, and does not know them.",
)
def expected_of_seen(counts):
    shares = counts[counts > 0] / counts.sum()
    return math.log(len(shares)), -(shares * shares.log()).sum().item()


@mistake("expected_first_loss", "0 times log(0) is NaN: leave classes without samples out of the sum.")
def expected_nan(counts):
    shares = counts / counts.sum()
    return math.log(len(counts)), -(shares * shares.log()).sum().item()


@mistake(
    "expected_first_loss",
    "You took the mean over the classes: it is one over the samples, so weight each class by its frequency.",
)
def expected_mean_of_classes(counts):
    shares = counts[counts > 0] / counts.sum()
    return math.log(len(counts)), -shares.log().mean().item()


@mistake("expected_first_loss", "The minus is missing in the second loss: logarithms of probabilities are negative.")
def expected_negative(counts):
    shares = counts[counts > 0] / counts.sum()
    return math.log(len(counts)), (shares * shares.log()).sum().item()


@mistake("expected_first_loss", "numpy() reads from the CPU alone: .tolist() and torch's own functions work on any device.")
def expected_by_numpy(counts):
    shares = torch.from_numpy(counts[counts > 0].numpy() / counts.numpy().sum())
    return math.log(len(counts)), -(shares * shares.log()).sum().item()
