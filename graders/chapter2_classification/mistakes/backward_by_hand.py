"""Plausible wrong versions of the tasks in chapter2_classification/backward_by_hand."""

import numpy as np
import torch
from backward_by_hand import cross_entropy_gradient, linear_backward, softmax_backward, two_layer_gradients

from learn.variants import mistake


def one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes)


# ------------------------------------------------------------------ cross_entropy_gradient


@mistake(
    "cross_entropy_gradient",
    "You gave the gradient of the summed loss: the loss is a mean over N samples, so divide by N.",
)
def of_the_sum(logits, labels):
    return logits.softmax(dim=1) - one_hot(labels, logits.shape[1])


@mistake("cross_entropy_gradient", "You divided by N * K: the loss is a mean over the N samples, not over all the logits.")
def divided_by_all(logits, labels):
    return cross_entropy_gradient(logits, labels) / logits.shape[1]


@mistake(
    "cross_entropy_gradient",
    "You divided by K, the number of classes: the mean is over the samples, so divide by N, which is len(logits).",
)
def divided_by_classes(logits, labels):
    return (logits.softmax(dim=1) - one_hot(labels, logits.shape[1])) / logits.shape[1]


@mistake("cross_entropy_gradient", "Your softmax runs over the samples: the K classes of one sample are dim=1.")
def over_the_samples(logits, labels):
    return (logits.softmax(dim=0) - one_hot(labels, logits.shape[1])) / len(logits)


@mistake(
    "cross_entropy_gradient",
    "You subtracted the label's number from every probability: subtract 1, at the label's place alone (one-hot).",
)
def label_numbers(logits, labels):
    return (logits.softmax(dim=1) - labels[:, None]) / len(logits)


@mistake(
    "cross_entropy_gradient",
    "gradient[:, labels] -= 1 changes whole columns: pair each row with its label, gradient[torch.arange(N), labels].",
)
def whole_columns(logits, labels):
    gradient = logits.softmax(dim=1)
    gradient[:, labels] -= 1
    return gradient / len(logits)


@mistake("cross_entropy_gradient", "Your sign is the opposite, y - p: the gradient is p - y, which is negative at the label.")
def wrong_way(logits, labels):
    return -cross_entropy_gradient(logits, labels)


@mistake("cross_entropy_gradient", "You used the logits in place of the probabilities: softmax comes first.")
def without_softmax(logits, labels):
    return (logits - one_hot(labels, logits.shape[1])) / len(logits)


@mistake("cross_entropy_gradient", "You used sigmoid: the classes exclude each other, so p is the softmax over them.")
def sigmoid_for_softmax(logits, labels):
    return (logits.sigmoid() - one_hot(labels, logits.shape[1])) / len(logits)


@mistake(
    "cross_entropy_gradient",
    "You went back through softmax a second time: p - y is already the gradient with respect to the logits.",
)
def softmax_twice(logits, labels):
    return softmax_backward(cross_entropy_gradient(logits, labels), logits.softmax(dim=1))


@mistake(
    "cross_entropy_gradient",
    "exp of 1000 is infinite, of -1000 it is 0, and you divide by it: use softmax, or subtract the row's maximum first.",
)
def bare_exponentials(logits, labels):
    weights = logits.exp()
    return (weights / weights.sum(dim=1, keepdim=True) - one_hot(labels, logits.shape[1])) / len(logits)


@mistake("cross_entropy_gradient", "np.eye makes float64, and so is your result: let it have the dtype of logits.")
def numpy_one_hot(logits, labels):
    y = torch.from_numpy(np.eye(logits.shape[1])[labels.cpu()]).to(logits.device)
    return (logits.softmax(dim=1) - y) / len(logits)


@mistake("cross_entropy_gradient", "You cast to float32, which rounds float64 logits: stay in the dtype of logits.")
def in_single(logits, labels):
    return cross_entropy_gradient(logits.float(), labels)


@mistake("cross_entropy_gradient", "logits -= ... writes into the caller's tensor: logits = logits - ... makes a new one.")
def logits_shifted(logits, labels):
    logits -= logits.max(dim=1, keepdim=True).values
    return cross_entropy_gradient(logits, labels)


@mistake("cross_entropy_gradient", "You used autograd: this time the formula is yours, (p - y) / N.")
def by_autograd(logits, labels):
    leaf = logits.detach().clone().requires_grad_()
    torch.nn.functional.cross_entropy(leaf, labels).backward()
    return leaf.grad


@mistake("cross_entropy_gradient", "Your one-hot rows are made on the CPU, wherever the labels are: say device=labels.device.")
def eye_on_cpu(logits, labels):
    y = torch.eye(logits.shape[1])[labels.cpu()]
    return (logits.softmax(dim=1) - y) / len(logits)


# ------------------------------------------------------------------ bce_gradient


@mistake("bce_gradient", "You gave the gradient of the summed loss: the loss is a mean, so divide by the number of elements.")
def bce_of_the_sum(logits, targets):
    return logits.sigmoid() - targets


@mistake("bce_gradient", "You divided by the number of rows: the mean is over all elements, and numel() counts them.")
def divided_by_rows(logits, targets):
    return (logits.sigmoid() - targets) / (len(logits) if logits.dim() else 1)


@mistake("bce_gradient", "Your sign is the opposite, t - p: the gradient is p - t, which is negative where the target is 1.")
def bce_wrong_way(logits, targets):
    return (targets - logits.sigmoid()) / logits.numel()


@mistake("bce_gradient", "You used the logits in place of the probabilities: p is the sigmoid of the logit.")
def without_sigmoid(logits, targets):
    return (logits - targets) / logits.numel()


@mistake(
    "bce_gradient",
    "You multiplied p - t by p (1 - p): in the cross-entropy this factor cancels. You derived the squared error.",
)
def as_squared_error(logits, targets):
    p = logits.sigmoid()
    return (p - targets) * p * (1 - p) / logits.numel()


@mistake(
    "bce_gradient",
    "You stopped at the gradient of the probabilities: go on through the sigmoid, whose slope is p (1 - p).",
)
def of_probabilities(logits, targets):
    p = logits.sigmoid()
    return (p - targets) / (p * (1 - p)) / logits.numel()


@mistake("bce_gradient", "You made 0 or 1 of each target: a target such as 0.3 enters p - t as it is.")
def targets_rounded(logits, targets):
    return (logits.sigmoid() - (targets > 0.5).to(targets.dtype)) / logits.numel()


@mistake(
    "bce_gradient",
    "exp(1000) / (1 + exp(1000)) is infinite by infinite, which is NaN: use sigmoid, or 1 / (1 + exp(-logits)).",
)
def exponentials_divided(logits, targets):
    return (logits.exp() / (1 + logits.exp()) - targets) / logits.numel()


@mistake("bce_gradient", "You returned float64 for float32 logits: the result has the dtype of logits.")
def bce_in_double(logits, targets):
    return (logits.double().sigmoid() - targets) / logits.numel()


@mistake("bce_gradient", "You used autograd: this time the formula is yours to derive.")
def bce_by_autograd(logits, targets):
    leaf = logits.detach().clone().requires_grad_()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(leaf, targets)
    return torch.autograd.grad(loss, leaf)[0]


@mistake("bce_gradient", "NumPy reaches only tensors on the CPU: torch has sigmoid and exp, on every device.")
def bce_in_numpy(logits, targets):
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-logits.numpy()))
    return (torch.as_tensor(p) - targets) / logits.numel()


# ------------------------------------------------------------------ linear_backward


@mistake(
    "linear_backward",
    "Your gradient of the weight is transposed: it has the weight's shape (O, I), so it is upstream.T @ x.",
)
def transposed(upstream, x, weight):
    return upstream @ weight, x.T @ upstream, upstream.sum(dim=0)


@mistake(
    "linear_backward",
    "The bias is added to every sample, so its gradient is the sum over the samples, not the mean.",
)
def bias_mean(upstream, x, weight):
    return upstream @ weight, upstream.T @ x, upstream.mean(dim=0)


@mistake("linear_backward", "You divided the gradient of the weight by N: the 1/N of a mean is in upstream already.")
def weight_mean(upstream, x, weight):
    return upstream @ weight, upstream.T @ x / len(x), upstream.sum(dim=0)


@mistake("linear_backward", "You divided by N a second time: the 1/N of a mean is in upstream already.")
def both_means(upstream, x, weight):
    return upstream @ weight, upstream.T @ x / len(x), upstream.mean(dim=0)


@mistake(
    "linear_backward",
    "You added upstream up over the outputs: the bias has one element per output, so add up over the samples, dim=0.",
)
def bias_over_outputs(upstream, x, weight):
    return upstream @ weight, upstream.T @ x, upstream.sum(dim=1)


@mistake("linear_backward", "keepdim=True leaves the shape (1, O): the gradient of the bias has its shape, (O,).")
def bias_keeps_dim(upstream, x, weight):
    return upstream @ weight, upstream.T @ x, upstream.sum(dim=0, keepdim=True)


@mistake("linear_backward", "The gradient of the bias is not a count of the samples: add their upstream gradients up.")
def bias_counts(upstream, x, weight):
    return upstream @ weight, upstream.T @ x, torch.full_like(weight[:, 0], len(x))


@mistake("linear_backward", "You added the weights of all outputs up, each as if its upstream were 1: use upstream @ weight.")
def upstream_left_out(upstream, x, weight):
    return weight.sum(dim=0).expand_as(x).clone(), upstream.T @ x, upstream.sum(dim=0)


@mistake("linear_backward", "The order is another one: the gradients of x, of weight, of bias.")
def other_order(upstream, x, weight):
    of_x, of_weight, of_bias = linear_backward(upstream, x, weight)
    return of_weight, of_bias, of_x


@mistake("linear_backward", "weight.T turns the layer forward: on the way back it is upstream @ weight.", raises=True)
def forward_again(upstream, x, weight):
    return upstream @ weight.T, upstream.T @ x, upstream.sum(dim=0)


@mistake("linear_backward", "You used autograd: this time the formulas are yours.")
def linear_by_autograd(upstream, x, weight):
    leaves = [x.detach().requires_grad_(), weight.detach().requires_grad_(), weight.new_zeros(len(weight)).requires_grad_()]
    return torch.autograd.grad(torch.nn.functional.linear(*leaves), leaves, upstream)


@mistake("linear_backward", "Your zeros for the bias are on the CPU, and so is its gradient: make them with zeros_like.")
def bias_on_cpu(upstream, x, weight):
    of_bias = torch.zeros(len(weight), dtype=weight.dtype)
    for row in upstream:
        of_bias += row.cpu()
    return upstream @ weight, upstream.T @ x, of_bias


# ------------------------------------------------------------------ relu_backward


@mistake("relu_backward", "You let everything through: where x was negative, y is 0 whatever x is, and no gradient passes.")
def no_mask(upstream, x):
    return upstream.clone()


@mistake("relu_backward", "You looked at the sign of upstream: what decides is the sign of x.")
def sign_of_upstream(upstream, x):
    return upstream.relu()


@mistake("relu_backward", "You dropped negative gradients as well: where x is positive, every gradient passes as it is.")
def both_signs(upstream, x):
    return upstream.relu() * (x > 0)


@mistake("relu_backward", "At 0 the slope counts as 0, as in PyTorch: let the gradient through where x > 0, not x >= 0.")
def open_kink(upstream, x):
    return upstream * (x >= 0)


@mistake("relu_backward", "At 0 you took the mean of both slopes, 1/2: the slope there counts as 0, as in PyTorch.")
def half_at_kink(upstream, x):
    return upstream * torch.heaviside(x, torch.full_like(x, 0.5))


@mistake("relu_backward", "That is the slope of ReLU alone: multiply it by upstream, as the chain rule says.")
def slope_alone(upstream, x):
    return (x > 0).to(x.dtype)


@mistake("relu_backward", "You multiplied by ReLU's value: multiply by its slope, which is 1 or 0.")
def times_value(upstream, x):
    return upstream * x.relu()


@mistake("relu_backward", "Your mask is the wrong way round: the gradient passes where x is positive.")
def mask_reversed(upstream, x):
    return upstream * (x < 0)


@mistake("relu_backward", "Your mask of float64 numbers makes float64 of the result: use the dtype of upstream.")
def mask_in_double(upstream, x):
    return upstream * (x > 0).double()


@mistake("relu_backward", "upstream[x <= 0] = 0 writes into the caller's tensor: use torch.where, or a clone.")
def upstream_cleared(upstream, x):
    upstream[x <= 0] = 0
    return upstream.clone()


@mistake("relu_backward", "You used autograd: this time the mask is yours.")
def relu_by_autograd(upstream, x):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(leaf.relu(), leaf, upstream)[0]


@mistake("relu_backward", "You made the mask with NumPy, which reaches only tensors on the CPU: x > 0 works everywhere.")
def mask_in_numpy(upstream, x):
    return upstream * torch.from_numpy((x.numpy() > 0).astype(np.float32))


# ------------------------------------------------------------------ softmax_backward


@mistake(
    "softmax_backward",
    "You kept the diagonal of the Jacobian alone: a logit moves the other probabilities too, by -p_i p_j.",
)
def diagonal_alone(upstream, probs):
    return upstream * probs * (1 - probs)


@mistake("softmax_backward", "You forgot what the sum below the fraction does: subtract the row's mean, sum(p * upstream).")
def without_mean(upstream, probs):
    return upstream * probs


@mistake("softmax_backward", "You subtracted the sum of upstream: weight it by the probabilities, sum(p * upstream).")
def unweighted_sum(upstream, probs):
    return probs * (upstream - upstream.sum(dim=-1, keepdim=True))


@mistake("softmax_backward", "You subtracted the plain mean of upstream: weight it by the probabilities, sum(p * upstream).")
def unweighted_mean(upstream, probs):
    return probs * (upstream - upstream.mean(dim=-1, keepdim=True))


@mistake("softmax_backward", "Your mean lacks the factor p in front: the result is p * (upstream - sum(p * upstream)).")
def without_factor(upstream, probs):
    return upstream - (probs * upstream).sum(dim=-1, keepdim=True)


@mistake("softmax_backward", "You applied softmax to probs: these are the probabilities already, use them as they are.")
def softmax_again(upstream, probs):
    return softmax_backward(upstream, probs.softmax(dim=-1))


@mistake("softmax_backward", "You added up over the batch: the probabilities of one row are the last dimension.")
def mean_over_batch(upstream, probs):
    return probs * (upstream - (probs * upstream).sum(dim=0, keepdim=True))


@mistake("softmax_backward", "dim=1 is the last dimension of a matrix only: with more dimensions it is dim=-1.")
def second_dimension(upstream, probs):
    dim = 1 if probs.dim() > 1 else 0
    return probs * (upstream - (probs * upstream).sum(dim=dim, keepdim=True))


@mistake("softmax_backward", "You added up over the whole batch: each row has a sum of its own, sum(dim=-1, keepdim=True).")
def one_mean_for_all(upstream, probs):
    return probs * (upstream - (probs * upstream).sum())


@mistake("softmax_backward", "upstream -= ... writes into the caller's tensor: upstream - ... makes a new one.")
def upstream_shifted(upstream, probs):
    upstream -= (probs * upstream).sum(dim=-1, keepdim=True)
    return probs * upstream


@mistake("softmax_backward", "You used autograd: this time the formula is yours.")
def softmax_by_autograd(upstream, probs):
    leaf = probs.log().requires_grad_()
    return torch.autograd.grad(leaf.softmax(dim=-1), leaf, upstream)[0]


@mistake("softmax_backward", "Your identity matrix is on the CPU, wherever probs is: say device=probs.device.")
def jacobian_on_cpu(upstream, probs):
    identity = torch.eye(probs.shape[-1], dtype=probs.dtype)
    jacobian = probs.unsqueeze(-1) * (identity - probs.unsqueeze(-2))
    return (jacobian @ upstream.unsqueeze(-1)).squeeze(-1)


# ------------------------------------------------------------------ two_layer_gradients


def forward(x, weight1, bias1, weight2, bias2):
    """Return the first layer's output, what ReLU makes of it, and the logits."""
    before = x @ weight1.T + bias1
    hidden = before.relu()
    return before, hidden, hidden @ weight2.T + bias2


def mean_loss(logits, labels):
    return torch.nn.functional.cross_entropy(logits, labels)


def back(of_logits, x, hidden, mask, weight2):
    """Send a gradient back through both layers, with a mask for ReLU."""
    of_before = of_logits @ weight2 * mask
    return {
        "weight1": of_before.T @ x,
        "bias1": of_before.sum(dim=0),
        "weight2": of_logits.T @ hidden,
        "bias2": of_logits.sum(dim=0),
    }


def changed(gradients, change):
    return {name: change(name, gradient) for name, gradient in gradients.items()}


@mistake("two_layer_gradients", "You added the losses of the samples up: the loss is their mean, and all gradients with it.")
def network_summed(x, labels, *parameters):
    loss, gradients = two_layer_gradients(x, labels, *parameters)
    return loss * len(x), changed(gradients, lambda _, gradient: gradient * len(x))


@mistake("two_layer_gradients", "Your loss is a mean, but your gradients are those of the sum: the gradient is (p - y) / N.")
def gradients_summed(x, labels, *parameters):
    loss, gradients = two_layer_gradients(x, labels, *parameters)
    return loss, changed(gradients, lambda _, gradient: gradient * len(x))


@mistake("two_layer_gradients", "In the gradient your softmax runs over the samples: the K classes of one sample are dim=1.")
def network_over_the_samples(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = (logits.softmax(dim=0) - one_hot(labels, len(bias2))) / len(x)
    return mean_loss(logits, labels), back(of_logits, x, hidden, before > 0, weight2)


@mistake("two_layer_gradients", "You subtracted the label's number from every probability: subtract 1 at the label's place.")
def network_label_numbers(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = (logits.softmax(dim=1) - labels[:, None]) / len(x)
    return mean_loss(logits, labels), back(of_logits, x, hidden, before > 0, weight2)


@mistake("two_layer_gradients", "On the way back you forgot ReLU: no gradient passes where its input was not positive.")
def network_no_mask(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = cross_entropy_gradient(logits, labels)
    return mean_loss(logits, labels), back(of_logits, x, hidden, torch.ones_like(before), weight2)


@mistake("two_layer_gradients", "For ReLU you looked at the sign of the gradient: what decides is the sign of ReLU's input.")
def network_sign_of_upstream(x, labels, weight1, bias1, weight2, bias2):
    _, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = cross_entropy_gradient(logits, labels)
    return mean_loss(logits, labels), back(of_logits, x, hidden, of_logits @ weight2 > 0, weight2)


@mistake("two_layer_gradients", "Where ReLU's input is exactly 0 its slope counts as 0: the mask is before > 0, not >= 0.")
def network_open_kink(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = cross_entropy_gradient(logits, labels)
    return mean_loss(logits, labels), back(of_logits, x, hidden, before >= 0, weight2)


@mistake("two_layer_gradients", "Your gradients of the biases are means over the samples: they are sums.")
def network_bias_means(x, labels, *parameters):
    loss, gradients = two_layer_gradients(x, labels, *parameters)
    return loss, changed(gradients, lambda name, gradient: gradient / len(x) if "bias" in name else gradient)


@mistake(
    "two_layer_gradients", "Your gradients of the weights are transposed: each has its weight's shape, upstream.T @ input."
)
def network_transposed(x, labels, *parameters):
    loss, gradients = two_layer_gradients(x, labels, *parameters)
    return loss, changed(gradients, lambda _, gradient: gradient.T if gradient.dim() == 2 else gradient)


@mistake(
    "two_layer_gradients",
    "For weight2 you took what goes into ReLU: the second layer's input is what comes out of it, hidden.",
)
def input_of_relu(x, labels, weight1, bias1, weight2, bias2):
    before, _, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = cross_entropy_gradient(logits, labels)
    return mean_loss(logits, labels), back(of_logits, x, before, before > 0, weight2)


@mistake(
    "two_layer_gradients",
    "You divided by N twice: the 1/N of the mean comes in once, with the gradient of the logits.",
)
def divided_twice(x, labels, *parameters):
    loss, gradients = two_layer_gradients(x, labels, *parameters)
    return loss, changed(gradients, lambda _, gradient: gradient / len(x))


@mistake(
    "two_layer_gradients",
    "log(softmax(...)) is log(0) where a probability is too small for its dtype: use log_softmax or logsumexp.",
)
def network_log_of_softmax(x, labels, weight1, bias1, weight2, bias2):
    _, gradients = two_layer_gradients(x, labels, weight1, bias1, weight2, bias2)
    p = forward(x, weight1, bias1, weight2, bias2)[2].softmax(dim=1)
    return -p.gather(1, labels[:, None]).log().mean(), gradients


@mistake("two_layer_gradients", "exp of a large logit is infinite: use softmax and log_softmax, which subtract the maximum.")
def network_bare_exponentials(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    p = logits.exp() / logits.exp().sum(dim=1, keepdim=True)
    loss = -p.gather(1, labels[:, None]).log().mean()
    of_logits = (p - one_hot(labels, len(bias2))) / len(x)
    return loss, back(of_logits, x, hidden, before > 0, weight2)


@mistake(
    "two_layer_gradients",
    "np.eye makes float64, which does not multiply with float32 weights: make the one-hot rows in the dtype of x.",
    raises=True,
)
def network_numpy_one_hot(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    y = torch.from_numpy(np.eye(len(bias2))[labels.cpu()]).to(x.device)
    of_logits = (logits.softmax(dim=1) - y) / len(x)
    return mean_loss(logits, labels), back(of_logits, x, hidden, before > 0, weight2)


@mistake("two_layer_gradients", "You cast to float32, which rounds float64 numbers: stay in the dtype of x.")
def network_in_single(x, labels, *parameters):
    return two_layer_gradients(x.float(), labels, *(parameter.float() for parameter in parameters))


@mistake("two_layer_gradients", "You used autograd: this time every step back is yours.")
def network_by_autograd(x, labels, *parameters):
    leaves = [parameter.detach().clone().requires_grad_() for parameter in parameters]
    loss = mean_loss(forward(x, *leaves)[2], labels)
    loss.backward()
    names = "weight1", "bias1", "weight2", "bias2"
    return loss.detach(), {name: leaf.grad for name, leaf in zip(names, leaves, strict=True)}


@mistake("two_layer_gradients", "Your one-hot rows are made on the CPU, wherever the labels are: say device=labels.device.")
def network_eye_on_cpu(x, labels, weight1, bias1, weight2, bias2):
    before, hidden, logits = forward(x, weight1, bias1, weight2, bias2)
    of_logits = (logits.softmax(dim=1) - torch.eye(len(bias2))[labels.cpu()]) / len(x)
    return mean_loss(logits, labels), back(of_logits, x, hidden, before > 0, weight2)


@mistake("two_layer_gradients", "You moved the loss to the CPU with cpu(): leave everything on the device where x is.")
def loss_to_cpu(x, labels, *parameters):
    loss, gradients = two_layer_gradients(x, labels, *parameters)
    return loss.cpu(), gradients
