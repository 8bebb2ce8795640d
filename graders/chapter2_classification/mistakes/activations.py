"""Plausible wrong versions of the tasks in chapter2_classification/activations."""

import math

import torch

from learn.variants import mistake

# ------------------------------------------------------------------ sigmoid


@mistake("sigmoid", "exp(x) / (1 + exp(x)) is inf / inf, which is NaN, far above 0: use 1 / (1 + exp(-x)) there.")
def sigmoid_overflowing(x):
    return x.exp() / (1 + x.exp())


@mistake(
    "sigmoid", "1 / (1 + exp(-x)) has the gradient NaN far below 0, where exp(-x) is inf: use exp(x) / (1 + exp(x)) there."
)
def sigmoid_as_written(x):
    return 1 / (1 + torch.exp(-x))


@mistake("sigmoid", "torch.where sends 0 * inf = NaN back through the branch not taken: clamp x inside each branch.")
def sigmoid_unsafe_branches(x):
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x)), torch.exp(x) / (1 + torch.exp(x)))


@mistake("sigmoid", "abs has the gradient 0 at 0, so yours is 0 there and not 0.25: clamp x, in place of using abs.")
def sigmoid_by_size(x):
    power = torch.exp(-x.abs())
    return torch.where(x >= 0, 1, power) / (1 + power)


@mistake("sigmoid", "You cut the logits off at 10, but the sigmoid still moves there: limit x only where exp would overflow.")
def sigmoid_cut_off(x):
    return 1 / (1 + torch.exp(-x.clamp(-10, 10)))


@mistake("sigmoid", "The sign of the exponent is wrong, so large logits give 0: it is exp(-x).")
def sigmoid_falling(x):
    return 1 / (1 + torch.exp(x))


@mistake("sigmoid", "detach(), .data and NumPy leave the graph, so no gradient reaches x: compute with x itself.")
def sigmoid_detached(x):
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x.detach()))


@mistake("sigmoid", "You called PyTorch's own function: this task asks you to write it with exp.")
def sigmoid_ready_made(x):
    return torch.sigmoid(x)


@mistake(
    "sigmoid", "Your tensor of zeros is on the CPU and cannot meet an x that is elsewhere: torch.zeros_like(x) follows x."
)
def sigmoid_zeros_on_cpu(x):
    return torch.exp(-torch.logaddexp(torch.zeros(x.shape, dtype=x.dtype), -x))


# ------------------------------------------------------------------ tanh


@mistake("tanh", "inf / inf is NaN far from 0: divide both parts by the larger exponential, on paper, so that it is gone.")
def tanh_as_written(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


@mistake(
    "tanh", "The value is right even where exp(-2x) is inf, but its gradient is 0 * inf = NaN: let no exponent be positive."
)
def tanh_one_power(x):
    return 2 / (1 + torch.exp(-2 * x)) - 1


@mistake("tanh", "torch.where sends 0 * inf = NaN back through the branch not taken: clamp x inside each branch.")
def tanh_unsafe_branches(x):
    above, below = torch.exp(-2 * x), torch.exp(2 * x)
    return torch.where(x >= 0, (1 - above) / (1 + above), (below - 1) / (below + 1))


@mistake("tanh", "sign and abs have the gradient 0 at 0, and so has your result, where it should be 1: clamp x instead.")
def tanh_by_size(x):
    power = torch.exp(-2 * x.abs())
    return torch.sign(x) * (1 - power) / (1 + power)


@mistake("tanh", "The factor 2 in the exponent is missing: dividing by exp(x) leaves exp(-2x).")
def tanh_half_as_steep(x):
    return 2 * torch.exp(-torch.logaddexp(torch.zeros_like(x), -x)) - 1


@mistake("tanh", "You stretched the sigmoid to 0 .. 2: subtract 1, so that tanh(0) is 0.")
def tanh_not_centred(x):
    return 2 * torch.exp(-torch.logaddexp(torch.zeros_like(x), -2 * x))


@mistake("tanh", "detach(), .data and NumPy leave the graph, so no gradient reaches x: compute with x itself.")
def tanh_detached(x):
    less = torch.expm1(2 * x.detach().clamp(-40, 40))
    return less / (less + 2)


@mistake("tanh", "You called PyTorch's own function: this task asks you to write it with exp.")
def tanh_ready_made(x):
    return torch.tanh(x)


@mistake(
    "tanh", "Your tensor of ones is on the CPU and cannot meet an x that is elsewhere: a plain 1, or ones_like(x), follows x."
)
def tanh_ones_on_cpu(x):
    less = torch.expm1(2 * x.clamp(-40, 40))
    return less / (less + 2 * torch.ones(x.shape, dtype=x.dtype))


# ------------------------------------------------------------------ relu


@mistake("relu", "clamp(min=0), and also x >= 0 in torch.where, give the gradient 1 at exactly 0: keep only what is > 0.")
def relu_clamped(x):
    return x.clamp(min=0)


@mistake("relu", "Where x ties with 0, maximum shares the gradient out, 0.5 for each: keep only what is > 0.")
def relu_maximum(x):
    return torch.maximum(x, torch.zeros_like(x))


@mistake("relu", "(x + |x|) / 2 has the gradient 0.5 at 0, and -inf + inf is NaN: choose with torch.where.")
def relu_halved(x):
    return (x + x.abs()) / 2


@mistake("relu", "-inf times 0 is NaN: choose with torch.where, in place of multiplying by the mask.")
def relu_product(x):
    return x * (x > 0)


@mistake("relu", "You let a part of the negative elements through, as a leaky ReLU does: they become 0.")
def relu_leaky(x):
    return torch.where(x > 0, x, 0.01 * x)


@mistake("relu", "x[x > 0] leaves the others out and loses the shape: put a 0 in their place.")
def relu_shortened(x):
    return x[x > 0]


@mistake("relu", "detach(), .data and NumPy leave the graph, so no gradient reaches x: compute with x itself.", raises=True)
def relu_detached(x):
    return torch.where(x > 0, x.detach(), 0)


@mistake("relu", "Assigning to x[x < 0] changes the caller's tensor: torch.where makes a new one.", raises=True)
def relu_in_place(x):
    x[x < 0] = 0
    return x


@mistake("relu", "You called PyTorch's own function: this task asks you to write it yourself.")
def relu_ready_made(x):
    return torch.relu(x)


@mistake(
    "relu",
    "Your tensor of zeros is on the CPU and cannot meet an x that is elsewhere: a plain 0, or zeros_like(x), follows x.",
)
def relu_zeros_on_cpu(x):
    return torch.where(x > 0, x, torch.zeros(x.shape, dtype=x.dtype))


# ------------------------------------------------------------------ gelu


@mistake("gelu", "That is the approximation with tanh: this task asks for the exact form, with torch.erf.")
def gelu_by_tanh(x):
    return x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


@mistake("gelu", "x * sigmoid(1.702 x) is only near the GELU: this task asks for the exact form, with torch.erf.")
def gelu_by_sigmoid(x):
    return x * torch.sigmoid(1.702 * x)


@mistake("gelu", "x * sigmoid(x) is another function, the SiLU: the GELU takes the normal distribution, by torch.erf.")
def gelu_silu(x):
    return x * torch.sigmoid(x)


@mistake("gelu", "erf takes x / sqrt(2): without it the normal distribution has the wrong width.")
def gelu_without_root(x):
    return x * (1 + torch.erf(x)) / 2


@mistake("gelu", "1 + erf(...) runs from 0 to 2: half of it is the probability.")
def gelu_doubled(x):
    return x * (1 + torch.erf(x / math.sqrt(2)))


@mistake("gelu", "That is the probability alone: multiply it by x.")
def gelu_without_x(x):
    return (1 + torch.erf(x / math.sqrt(2))) / 2


@mistake("gelu", "No gradient flows through your probability (math.erf, item() and detach() cut it off): use torch.erf on x.")
def gelu_by_math(x):
    values = [math.erf(value / math.sqrt(2)) for value in x.flatten().tolist()]
    return x * (1 + torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)) / 2


@mistake("gelu", "You called PyTorch's own function: this task asks you to write it with torch.erf.")
def gelu_ready_made(x):
    return torch.nn.functional.gelu(x)


@mistake(
    "gelu", "Your tensor of ones is on the CPU and cannot meet an x that is elsewhere: a plain 1, or ones_like(x), follows x."
)
def gelu_ones_on_cpu(x):
    return x * (torch.ones(x.shape, dtype=x.dtype) + torch.erf(x / math.sqrt(2))) / 2


# ------------------------------------------------------------------ softmax


@mistake("softmax", "exp overflows for large logits: subtract the largest one along dim first.")
def softmax_overflowing(x, dim):
    return x.exp() / x.exp().sum(dim=dim, keepdim=True)


@mistake("softmax", "You subtracted the largest of the whole tensor, so rows far below it become 0 / 0: take each row's own.")
def softmax_largest_of_all(x, dim):
    powers = torch.exp(x - x.max())
    return powers / powers.sum(dim=dim, keepdim=True)


@mistake("softmax", "You always take the last dimension: use dim.")
def softmax_last_dim(x, dim):
    powers = torch.exp(x - x.amax(dim=-1, keepdim=True))
    return powers / powers.sum(dim=-1, keepdim=True)


@mistake("softmax", "Your softmax runs over the batch: the columns sum to 1, and the rows should. Use dim.")
def softmax_first_dim(x, dim):
    powers = torch.exp(x - x.amax(dim=0, keepdim=True))
    return powers / powers.sum(dim=0, keepdim=True)


@mistake("softmax", "You divided by the sum of the whole tensor: sum over dim alone.")
def softmax_of_everything(x, dim):
    powers = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return powers / powers.sum()


@mistake("softmax", "Sums that lost their dimension line up with the wrong one: keep it, with keepdim=True.")
def softmax_no_keepdim(x, dim):
    powers = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim)


@mistake("softmax", "You detached the sum, so its part of the gradient is missing: the sum depends on x too.")
def softmax_sum_detached(x, dim):
    powers = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True).detach()


@mistake("softmax", "x -= ... changes the caller's tensor: write x - ..., which makes a new one.")
def softmax_in_place(x, dim):
    x -= x.amax(dim=dim, keepdim=True)
    return x.exp() / x.exp().sum(dim=dim, keepdim=True)


@mistake("softmax", "You called PyTorch's own softmax: this task asks you to write it yourself.")
def softmax_ready_made(x, dim):
    return torch.nn.functional.softmax(x, dim=dim)


@mistake("softmax", "You collect the result in a tensor that is on the CPU: compute on whole tensors, or use zeros_like(x).")
def softmax_collected_on_cpu(x, dim):
    result = torch.zeros(x.shape, dtype=x.dtype)
    powers = torch.exp(x - x.amax(dim=dim, keepdim=True))
    result += powers / powers.sum(dim=dim, keepdim=True)
    return result


# ------------------------------------------------------------------ logsumexp


@mistake("logsumexp", "exp overflows, or all of it becomes 0: subtract the largest logit before exp, and add it afterwards.")
def logsumexp_as_written(x, dim, *, keepdim=False):
    return x.exp().sum(dim=dim, keepdim=keepdim).log()


@mistake("logsumexp", "You subtracted the largest of the whole tensor, so rows far below it give log(0): take each row's own.")
def logsumexp_largest_of_all(x, dim, *, keepdim=False):
    largest = x.max()
    return largest + torch.exp(x - largest).sum(dim=dim, keepdim=keepdim).log()


@mistake("logsumexp", "The largest logit that you subtracted is missing in the result: add it after the logarithm.")
def logsumexp_not_added(x, dim, *, keepdim=False):
    largest = x.amax(dim=dim, keepdim=True)
    return torch.exp(x - largest.nan_to_num(0, 0, 0)).sum(dim=dim, keepdim=keepdim).log()


@mistake("logsumexp", "Where all logits are -inf, or one is inf, x minus the largest is NaN: subtract 0 there.")
def logsumexp_infinite(x, dim, *, keepdim=False):
    largest = x.amax(dim=dim, keepdim=True)
    result = largest + torch.exp(x - largest).sum(dim=dim, keepdim=True).log()
    return result if keepdim else result.squeeze(dim)


@mistake("logsumexp", "You always take the last dimension: use dim.")
def logsumexp_last_dim(x, dim, *, keepdim=False):
    largest = x.amax(dim=-1, keepdim=True).nan_to_num(0, 0, 0)
    result = largest + torch.exp(x - largest).sum(dim=-1, keepdim=True).log()
    return result if keepdim else result.squeeze(-1)


@mistake("logsumexp", "You took no notice of keepdim: where it is True, the dimension stays, with size 1.")
def logsumexp_always_dropped(x, dim, *, keepdim=False):
    largest = x.amax(dim=dim, keepdim=True).nan_to_num(0, 0, 0)
    return (largest + torch.exp(x - largest).sum(dim=dim, keepdim=True).log()).squeeze(dim)


@mistake("logsumexp", "You kept the dimension also without keepdim: drop it with squeeze(dim).")
def logsumexp_always_kept(x, dim, *, keepdim=False):
    largest = x.amax(dim=dim, keepdim=True).nan_to_num(0, 0, 0)
    return largest + torch.exp(x - largest).sum(dim=dim, keepdim=True).log()


@mistake("logsumexp", "squeeze() drops every dimension of size 1: drop the one you summed over, squeeze(dim).")
def logsumexp_squeezed(x, dim, *, keepdim=False):
    largest = x.amax(dim=dim, keepdim=True).nan_to_num(0, 0, 0)
    result = largest + torch.exp(x - largest).sum(dim=dim, keepdim=True).log()
    return result if keepdim else result.squeeze()


@mistake(
    "logsumexp", "You detached the largest logit in one place only, so its gradient is wrong: detach it in both, or in none."
)
def logsumexp_half_detached(x, dim, *, keepdim=False):
    largest = x.amax(dim=dim, keepdim=True).nan_to_num(0, 0, 0)
    result = largest + torch.exp(x - largest.detach()).sum(dim=dim, keepdim=True).log()
    return result if keepdim else result.squeeze(dim)


@mistake("logsumexp", "You called PyTorch's own logsumexp: this task asks you to write it yourself.")
def logsumexp_ready_made(x, dim, *, keepdim=False):
    return torch.logsumexp(x, dim, keepdim=keepdim)


@mistake(
    "logsumexp", "You start from a tensor on the CPU, which cannot meet an x that is elsewhere: torch.full_like follows x."
)
def logsumexp_started_on_cpu(x, dim, *, keepdim=False):
    slices = x.unbind(dim)
    total = torch.full(slices[0].shape, -torch.inf, dtype=x.dtype)
    for one in slices:
        total = torch.logaddexp(total, one)
    return total.unsqueeze(dim) if keepdim else total


# ------------------------------------------------------------------ log_softmax


@mistake(
    "log_softmax", "The softmax rounds small probabilities to 0, whose log is -inf: subtract log(sum(exp)) from the logits."
)
def log_of_softmax(x, dim):
    return x.softmax(dim=dim).log()


@mistake(
    "log_softmax", "A tiny number in log(p + 1e-12) ends every logarithm at -27.6: subtract log(sum(exp)) from the logits."
)
def log_of_softmax_with_epsilon(x, dim):
    return (x.softmax(dim=dim) + 1e-12).log()


@mistake("log_softmax", "exp overflows, or all of it becomes 0: subtract the largest logit along dim first.")
def log_softmax_overflowing(x, dim):
    return x - x.exp().sum(dim=dim, keepdim=True).log()


@mistake(
    "log_softmax", "You subtracted the largest of the whole tensor, so rows far below it give log(0): take each row's own."
)
def log_softmax_largest_of_all(x, dim):
    shifted = x - x.max()
    return shifted - shifted.exp().sum(dim=dim, keepdim=True).log()


@mistake("log_softmax", "You subtracted the sum of the exponentials: take its logarithm.")
def log_softmax_sum_itself(x, dim):
    shifted = x - x.amax(dim=dim, keepdim=True)
    return shifted - shifted.exp().sum(dim=dim, keepdim=True)


@mistake(
    "log_softmax", "You subtracted the largest logit twice: once is enough, and log(sum(exp)) belongs to what you shifted."
)
def log_softmax_shifted_twice(x, dim):
    largest = x.amax(dim=dim, keepdim=True)
    total = largest + torch.exp(x - largest).sum(dim=dim, keepdim=True).log()
    return x - largest - total


@mistake("log_softmax", "You always take the last dimension: use dim.")
def log_softmax_last_dim(x, dim):
    shifted = x - x.amax(dim=-1, keepdim=True)
    return shifted - shifted.exp().sum(dim=-1, keepdim=True).log()


@mistake("log_softmax", "Sums that lost their dimension line up with the wrong one: keep it, with keepdim=True.")
def log_softmax_no_keepdim(x, dim):
    shifted = x - x.amax(dim=dim, keepdim=True)
    return shifted - shifted.exp().sum(dim=dim).log()


@mistake("log_softmax", "You detached the sum, so its part of the gradient is missing: the sum depends on x too.")
def log_softmax_sum_detached(x, dim):
    shifted = x - x.amax(dim=dim, keepdim=True)
    return shifted - shifted.detach().exp().sum(dim=dim, keepdim=True).log()


@mistake("log_softmax", "You called PyTorch's own log_softmax: this task asks you to write it yourself.")
def log_softmax_ready_made(x, dim):
    return torch.nn.functional.log_softmax(x, dim=dim)


@mistake(
    "log_softmax", "You collect the result in a tensor that is on the CPU: compute on whole tensors, or use zeros_like(x)."
)
def log_softmax_collected_on_cpu(x, dim):
    result = torch.zeros(x.shape, dtype=x.dtype)
    shifted = x - x.amax(dim=dim, keepdim=True)
    result += shifted - shifted.exp().sum(dim=dim, keepdim=True).log()
    return result
