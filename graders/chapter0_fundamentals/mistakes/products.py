"""Plausible wrong versions of the tasks in chapter0_fundamentals/products."""

import math

import torch

from learn.variants import mistake


@mistake("dot", "* multiplies element by element and leaves N numbers: add them up.")
def dot_elementwise(a, b):
    return a * b


@mistake("dot", "Every entry of a was multiplied with every entry of b, and all that summed: a[n] meets b[n] alone.")
def dot_all_pairs(a, b):
    return (a[:, None] * b).sum()


@mistake("dot", "You averaged the products: a dot product is their sum.")
def dot_mean(a, b):
    return (a * b).mean()


@mistake("dot", "You returned a Python number: return the tensor of shape () itself, without .item().")
def dot_python_number(a, b):
    return (a * b).sum().item()


@mistake("dot", "The result has shape (1,), not (): sum without keepdim, or take the one entry out.")
def dot_kept_dimension(a, b):
    return (a * b).sum(dim=0, keepdim=True)


@mistake(
    "dot",
    "The result is float32 whatever the inputs are, as torch.tensor() of a Python float is: stay with their dtype.",
)
def dot_rebuilt(a, b):
    return torch.tensor(sum((a * b).tolist()))


@mistake("dot", "You took the number out with .item() and made a new tensor of it, so no gradient can flow back.")
def dot_cut(a, b):
    return torch.tensor((a * b).sum().item(), dtype=a.dtype, device=a.device)


@mistake("dot", "a *= b writes the products into the caller's tensor: write a * b, which makes a new one.")
def dot_in_place(a, b):
    a *= b
    return a.sum()


@mistake("dot", "torch.ones makes its ones on the CPU, wherever a is, and the two cannot meet: pass device=a.device, or sum.")
def dot_with_ones_on_cpu(a, b):
    return (a * b) @ torch.ones(len(a), dtype=a.dtype)


@mistake(
    "linear",
    "x @ weight pairs inputs with outputs: weight has shape (O, I), so its transpose must be multiplied.",
    raises=True,
)
def linear_untransposed(x, weight, bias=None):
    out = x @ weight
    return out if bias is None else out + bias


@mistake("linear", "You transposed only where the shapes did not fit; a square weight has its outputs in the rows too.")
def linear_transposed_if_needed(x, weight, bias=None):
    out = x @ (weight if weight.shape[0] == x.shape[1] else weight.T)
    return out if bias is None else out + bias


@mistake(
    "linear",
    "reshape(I, O) keeps the reading order and mixes up the entries: swapping the dimensions takes a transpose.",
)
def linear_reshaped(x, weight, bias=None):
    out = x @ weight.reshape(weight.shape[1], weight.shape[0])
    return out if bias is None else out + bias


@mistake("linear", "* multiplies element by element; a linear layer multiplies and sums over the inputs: use @.", raises=True)
def linear_elementwise(x, weight, bias=None):
    out = x * weight.T
    return out if bias is None else out + bias


@mistake(
    "linear",
    "The products were never summed over the inputs, so the result has three dimensions: sum over the last.",
    raises=True,
)
def linear_unsummed(x, weight, bias=None):
    out = x[:, None, :] * weight
    return out if bias is None else out + bias


@mistake("linear", "The bias was never added.")
def linear_without_bias(x, weight, bias=None):
    return x @ weight.T


@mistake("linear", "A bias of shape (O, 1) is added along the batch: leave it as (O,), which lines up with the outputs.")
def linear_bias_as_column(x, weight, bias=None):
    out = x @ weight.T
    return out if bias is None else out + bias[:, None]


@mistake(
    "linear",
    "bias += ... adds into the caller's bias, which has no room for a batch: write out + bias, a new tensor.",
    raises=True,
)
def linear_added_into_bias(x, weight, bias=None):
    out = x @ weight.T
    if bias is None:
        return out
    bias += out
    return bias


@mistake("linear", "bias may be None, and None cannot be added: ask `if bias is None` first.")
def linear_bias_always_added(x, weight, bias=None):
    return x @ weight.T + bias


@mistake(
    "linear",
    "`if bias:` asks a whole tensor for one yes or no, which it cannot give: ask `if bias is not None`.",
    raises=True,
)
def linear_bias_as_condition(x, weight, bias=None):
    out = x @ weight.T
    if bias:
        out = out + bias
    return out


@mistake("linear", "squeeze() dropped the batch of one: the result has shape (1, O), not (O,).")
def linear_squeezed(x, weight, bias=None):
    out = x @ weight.T
    return (out if bias is None else out + bias).squeeze(0)


@mistake("linear", "weight.data is cut out of the graph, so no gradient reaches the weight: use weight itself.")
def linear_weight_cut(x, weight, bias=None):
    out = x @ weight.data.T
    return out if bias is None else out + bias


@mistake("linear", "t_() transposes the caller's weight itself: .T and .t() give a transposed view and leave it alone.")
def linear_transposed_in_place(x, weight, bias=None):
    out = x @ weight.t_()
    return out if bias is None else out + bias


@mistake("linear", "You called torch.nn.functional.linear: this task asks you to write it yourself.")
def linear_ready_made(x, weight, bias=None):
    return torch.nn.functional.linear(x, weight, bias)


@mistake("linear", "The column of ones that you append is made on the CPU, wherever x is: use x.new_ones, or add the bias.")
def linear_ones_on_cpu(x, weight, bias=None):
    if bias is None:
        return x @ weight.T
    extended = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
    return extended @ torch.cat([weight, bias[:, None]], dim=1).T


@mistake("matmul_by_hand", "* multiplies element by element: entry [n, m] needs all of row n of a and column m of b.")
def by_hand_elementwise(a, b):
    return a * b


@mistake("matmul_by_hand", "You multiplied rows of a with rows of b: entry [n, m] takes row n of a and column m of b.")
def by_hand_rows_with_rows(a, b):
    out = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype, device=a.device)
    for n in range(a.shape[0]):
        for m in range(b.shape[1]):
            out[n, m] = (a[n] * b[m]).sum()
    return out


@mistake("matmul_by_hand", "Each product overwrites the one before, so only the last k is left: add to the entry with +=.")
def by_hand_overwritten(a, b):
    out = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype, device=a.device)
    for n in range(a.shape[0]):
        for m in range(b.shape[1]):
            for k in range(a.shape[1]):
                out[n, m] = a[n, k] * b[k, m]
    return out


@mistake("matmul_by_hand", "You summed over n instead of k, the dimension that a and b share.")
def by_hand_summed_over_n(a, b):
    return (a[:, :, None] * b).sum(dim=0)


@mistake("matmul_by_hand", "One size for all loops holds only for square matrices: N and K are a's sizes, M is b's second.")
def by_hand_square_only(a, b):
    n = a.shape[0]
    out = torch.zeros(n, n, dtype=a.dtype, device=a.device)
    for i in range(n):
        for j in range(n):
            for k in range(n):
                out[i, j] += a[i, k] * b[k, j]
    return out


@mistake("matmul_by_hand", "The result is float32 whatever a and b are, as torch.zeros(N, M) is: make it with dtype=a.dtype.")
def by_hand_float32(a, b):
    out = torch.zeros(a.shape[0], b.shape[1], device=a.device)
    for k in range(a.shape[1]):
        out += a[:, k, None] * b[k]
    return out


@mistake("matmul_by_hand", "row = a[n] is a view, so row *= ... changes the caller's a, and later sums too: write row * ...")
def by_hand_through_a_view(a, b):
    out = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype, device=a.device)
    for n in range(a.shape[0]):
        for m in range(b.shape[1]):
            row = a[n]
            row *= b[:, m]
            out[n, m] = row.sum()
    return out


@mistake("matmul_by_hand", "You let PyTorch multiply the matrices with @: write the sums yourself.")
def by_hand_matmul(a, b):
    return a @ b


@mistake("matmul_by_hand", "torch.zeros starts your sums on the CPU, wherever a and b are: pass device=a.device as well.")
def by_hand_zeros_on_cpu(a, b):
    out = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype)
    for k in range(a.shape[1]):
        out += a[:, k, None] * b[k]
    return out


@mistake("batched_matmul", "* multiplies element by element: use a matrix product for each pair.", raises=True)
def batched_elementwise(a, b):
    return a * b


@mistake("batched_matmul", "You summed over the batch as well: keep its letter on the right of the arrow.")
def batched_summed(a, b):
    return torch.einsum("bnk,bkm->nm", a, b)


@mistake("batched_matmul", "Every matrix of a was multiplied by the first of b: pair a[i] with b[i].")
def batched_first_of_b(a, b):
    return a @ b[0]


@mistake(
    "batched_matmul",
    "tensordot multiplies every matrix of a by every one of b, which gives (B, N, B, M): pair them up.",
)
def batched_every_pair(a, b):
    return torch.tensordot(a, b, dims=([2], [1]))


@mistake("batched_matmul", "cat joins the products into one tall matrix: stack them, which makes a new batch dimension.")
def batched_concatenated(a, b):
    return torch.cat([one @ other for one, other in zip(a, b, strict=True)])


@mistake("batched_matmul", "You stacked the products along dim=1: the batch comes first, dim=0.")
def batched_stacked_inside(a, b):
    return torch.stack([one @ other for one, other in zip(a, b, strict=True)], dim=1)


@mistake("batched_matmul", "reshape cannot swap dimensions: it keeps the reading order. Multiply without rearranging b.")
def batched_reshaped(a, b):
    columns = b.reshape(b.shape[0], b.shape[2], b.shape[1])
    return torch.einsum("bnk,bmk->bnm", a, columns)


@mistake("batched_matmul", "squeeze() drops every dimension of size 1: a batch of 1 or a single row has to stay.")
def batched_squeezed(a, b):
    return (a @ b).squeeze()


@mistake(
    "batched_matmul", "The result is float32 whatever a and b are, as torch.zeros(B, N, M) is: make it with dtype=a.dtype."
)
def batched_float32(a, b):
    out = torch.zeros(a.shape[0], a.shape[1], b.shape[2], device=a.device)
    for i in range(a.shape[0]):
        out[i] = a[i] @ b[i]
    return out


@mistake("batched_matmul", "b.data is cut out of the graph, so no gradient reaches b: use b itself.")
def batched_b_cut(a, b):
    return a @ b.data


@mistake("batched_matmul", "You wrote the products into a, the caller's tensor; collect them in a tensor of your own.")
def batched_into_a(a, b):
    for i in range(a.shape[0]):
        a[i] = a[i] @ b[i]
    return a


@mistake(
    "batched_matmul",
    "You collect the products in a tensor on the CPU, which copies each one there: make it with a.new_zeros(...).",
)
def batched_collected_on_cpu(a, b):
    out = torch.zeros(a.shape[0], a.shape[1], b.shape[2], dtype=a.dtype)
    for i in range(a.shape[0]):
        out[i] = a[i] @ b[i]
    return out


@mistake("bilinear", "x @ W @ y.T pairs every x with every y, which gives (B, B): only equal positions belong together.")
def bilinear_every_pair(x, weight, y):
    return x @ weight @ y.T


@mistake("bilinear", "You summed over the pairs of different examples as well: x[b] meets y[b] alone.")
def bilinear_pairs_summed(x, weight, y):
    return (x @ weight @ y.T).sum(dim=1)


@mistake("bilinear", "x^T W was multiplied by y but never summed over j.")
def bilinear_unsummed(x, weight, y):
    return (x @ weight) * y


@mistake("bilinear", "You summed over the batch, dim=0; sum over j, the last dimension.")
def bilinear_summed_over_batch(x, weight, y):
    return ((x @ weight) * y).sum(dim=0)


@mistake("bilinear", "You summed over everything: keep one number for each example, so keep b on the right of the arrow.")
def bilinear_one_number(x, weight, y):
    return torch.einsum("bi,ij,bj->", x, weight, y)


@mistake("bilinear", "x and y have changed places: x goes with the rows of the weight, y with its columns.")
def bilinear_swapped(x, weight, y):
    return ((y @ weight) * x).sum(dim=1)


@mistake("bilinear", "The result has shape (B, 1): take the last dimension of size 1 away.")
def bilinear_column(x, weight, y):
    return (x[:, None, :] @ weight @ y[:, :, None]).squeeze(-1)


@mistake("bilinear", "squeeze() without a dimension drops the batch of one too: squeeze the last two, or sum over j.")
def bilinear_squeezed(x, weight, y):
    return (x[:, None, :] @ weight @ y[:, :, None]).squeeze()


@mistake("bilinear", "weight.detach() keeps the gradient from the weight: use weight itself.")
def bilinear_weight_cut(x, weight, y):
    return ((x @ weight.detach()) * y).sum(dim=1)


@mistake("bilinear", "y *= ... writes into the caller's y: multiply with *, which makes a new tensor.")
def bilinear_in_place(x, weight, y):
    y *= x @ weight
    return y.sum(dim=1)


@mistake(
    "bilinear",
    "The identity matrix with which you pick the pairs is made on the CPU: pass device=x.device, or take diagonal().",
)
def bilinear_identity_on_cpu(x, weight, y):
    return (x @ weight @ y.T * torch.eye(len(x), dtype=x.dtype)).sum(dim=1)


@mistake("gram", "The sum is not normalised: divide by C * H * W.")
def gram_unnormalised(features):
    flat = features.reshape(features.shape[0], -1)
    return flat @ flat.T


@mistake("gram", "You divided by H * W; the task divides by C * H * W.")
def gram_divided_by_pixels(features):
    flat = features.reshape(features.shape[0], -1)
    return flat @ flat.T / flat.shape[1]


@mistake("gram", "reshape(H * W, C) cuts the channels into pieces; flatten to (C, H * W) and transpose where you need it.")
def gram_reshaped(features):
    flat = features.reshape(-1, features.shape[0])
    return flat.T @ flat / features.numel()


@mistake("gram", "You compared pixels, not channels: multiply (C, H * W) by its transpose, in this order.")
def gram_of_pixels(features):
    flat = features.reshape(features.shape[0], -1)
    return flat.T @ flat / features.numel()


@mistake("gram", "You compared each channel with itself alone: every pair of channels has an entry.")
def gram_diagonal(features):
    return (features**2).sum(dim=(1, 2)) / features.numel()


@mistake("gram", "You subtracted each channel's mean: that is a covariance. The Gram matrix takes the features as they are.")
def gram_centred(features):
    flat = features.reshape(features.shape[0], -1)
    flat = flat - flat.mean(dim=1, keepdim=True)
    return flat @ flat.T / features.numel()


@mistake("gram", "You wrote the number of channels into the code: take it from features.shape[0].")
def gram_two_channels(features):
    flat = features.reshape(2, -1)
    return flat @ flat.T / features.numel()


@mistake("gram", "view() cannot flatten features that are not contiguous: reshape() copies where it has to.")
def gram_viewed(features):
    flat = features.view(features.shape[0], -1)
    return flat @ flat.T / features.numel()


@mistake("gram", "detach() cuts the graph: style transfer needs the gradient with respect to the features.")
def gram_cut(features):
    flat = features.detach().reshape(features.shape[0], -1)
    return flat @ flat.T / features.numel()


@mistake("gram", "reshape gave a view, so /= scaled the caller's features: divide the result instead.")
def gram_scaled_in_place(features):
    flat = features.reshape(features.shape[0], -1)
    flat /= math.sqrt(features.numel())
    return flat @ flat.T


@mistake("gram", "You copy the features to the CPU and the result back, which is slow: compute where the features are.")
def gram_by_way_of_cpu(features):
    flat = features.cpu().reshape(features.shape[0], -1)
    return (flat @ flat.T / features.numel()).to(features.device)


@mistake("attention_scores", "The scores are not scaled: divide by the square root of D.")
def scores_unscaled(q, k):
    return q @ k.transpose(1, 2)


@mistake("attention_scores", "You divided by D: divide by its square root.")
def scores_divided_by_d(q, k):
    return q @ k.transpose(1, 2) / q.shape[-1]


@mistake("attention_scores", "You multiplied by the square root of D: divide by it.")
def scores_multiplied(q, k):
    return q @ k.transpose(1, 2) * math.sqrt(q.shape[-1])


@mistake("attention_scores", "You scaled by the number of keys: D is the size of the last dimension.")
def scores_scaled_by_keys(q, k):
    return q @ k.transpose(1, 2) / math.sqrt(k.shape[1])


@mistake("attention_scores", "int() cut the square root of D off to a whole number: divide by the root itself.")
def scores_truncated_root(q, k):
    return q @ k.transpose(1, 2) / int(math.sqrt(q.shape[-1]))


@mistake("attention_scores", "The scale 2 holds for the example alone: compute the square root from q.shape[-1].")
def scores_fixed_scale(q, k):
    return q @ k.transpose(1, 2) / 2


@mistake(
    "attention_scores",
    "q @ k needs the features of k in the rows: swap the last two dimensions of k first.",
    raises=True,
)
def scores_untransposed(q, k):
    return q @ k / math.sqrt(q.shape[-1])


@mistake("attention_scores", "reshape(B, D, S) keeps the reading order and mixes keys with features: use k.transpose(1, 2).")
def scores_reshaped(q, k):
    return q @ k.reshape(k.shape[0], k.shape[2], k.shape[1]) / math.sqrt(q.shape[-1])


@mistake("attention_scores", "Queries and keys have changed places: the queries are the rows of the scores.")
def scores_swapped(q, k):
    return k @ q.transpose(1, 2) / math.sqrt(q.shape[-1])


@mistake("attention_scores", "* with a sum pairs query t with key t, or fails: every query meets every key.")
def scores_same_position(q, k):
    return (q * k).sum(dim=-1) / math.sqrt(q.shape[-1])


@mistake("attention_scores", "You went on to the softmax: the task asks for the scores before it.")
def scores_softmaxed(q, k):
    return (q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])).softmax(dim=-1)


@mistake("attention_scores", "You summed over the batch: b belongs on the right of the arrow.")
def scores_summed_over_batch(q, k):
    return torch.einsum("btd,bsd->ts", q, k) / math.sqrt(q.shape[-1])


@mistake("attention_scores", "squeeze() drops every dimension of size 1: a batch of 1 or a single query has to stay.")
def scores_squeezed(q, k):
    return (q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])).squeeze()


@mistake("attention_scores", "k.detach() keeps the gradient from the keys: use k itself.")
def scores_keys_cut(q, k):
    return q @ k.detach().transpose(1, 2) / math.sqrt(q.shape[-1])


@mistake("attention_scores", "q /= ... scales the caller's queries: write q / ..., which makes a new tensor.")
def scores_in_place(q, k):
    q /= math.sqrt(q.shape[-1])
    return q @ k.transpose(1, 2)


@mistake(
    "attention_scores",
    "torch.tensor([...]) makes your scale on the CPU, wherever q is: divide by a Python number, such as math.sqrt gives.",
)
def scores_scale_on_cpu(q, k):
    return q @ k.transpose(1, 2) / torch.tensor([q.shape[-1]], dtype=q.dtype).sqrt()
