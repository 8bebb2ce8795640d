"""Plausible wrong versions of the tasks in chapter0_fundamentals/devices."""

import torch

from learn.variants import mistake


@mistake("add_positions", "You counted features: the positions belong to T, so give them shape (T, 1) with [:, None].")
def along_the_features(x):
    return x + torch.arange(x.shape[2], dtype=x.dtype, device=x.device)


@mistake("add_positions", "You counted the sequences of the batch: time steps are the second dimension.")
def along_the_batch(x):
    return x + torch.arange(x.shape[0], dtype=x.dtype, device=x.device)[:, None, None]


@mistake("add_positions", "Your first time step is 1: counting starts at 0.")
def from_one(x):
    return x + torch.arange(1, x.shape[1] + 1, dtype=x.dtype, device=x.device)[:, None]


@mistake("add_positions", "squeeze() drops every dimension of size 1: leave the shape (B, T, D) as it is.")
def steps_squeezed(x):
    return (x + torch.arange(x.shape[1], dtype=x.dtype, device=x.device)[:, None]).squeeze()


@mistake("add_positions", "float32 positions make float32 of a float16 x: say dtype=x.dtype, too.")
def single_positions(x):
    return x + torch.arange(x.shape[1], dtype=torch.float32, device=x.device)[:, None]


@mistake("add_positions", "x += ... changes the caller's tensor: x + ... makes a new one.")
def added_in_place(x):
    x += torch.arange(x.shape[1], dtype=x.dtype, device=x.device)[:, None]
    return x


@mistake("add_positions", "detach() (or .data) cuts the graph, so no gradient reaches x: use x itself.")
def steps_detached(x):
    return x.detach() + torch.arange(x.shape[1], dtype=x.dtype, device=x.device)[:, None]


@mistake("add_positions", "Your positions are made on the CPU and cannot meet an x that is elsewhere: say device=x.device.")
def positions_on_cpu(x):
    return x + torch.arange(x.shape[1], dtype=x.dtype)[:, None]


@mistake("add_positions", "You took x to the CPU and left the result there: make the positions on x.device instead.")
def left_on_cpu(x):
    return x.cpu() + torch.arange(x.shape[1], dtype=x.dtype)[:, None]


@mistake(
    "add_positions",
    "You took x to the CPU and the result back, which is slow: let x stay, and make the positions with device=x.device.",
)
def there_and_back(x):
    return (x.cpu() + torch.arange(x.shape[1], dtype=x.dtype)[:, None]).to(x.device)


@mistake("coordinate_grid", "Row and column are swapped in each pair: the row comes first.")
def column_first(height, width, device=None):
    grid = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    return torch.stack(grid[::-1], dim=-1).float()


@mistake("coordinate_grid", "Your grid is (W, H, 2): rows come first, so say indexing='ij', or expand rows down.")
def grid_transposed(height, width, device=None):
    grid = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="xy")
    return torch.stack(grid, dim=-1).float()


@mistake("coordinate_grid", "You stacked the two in front, (2, H, W): the pair is the last dimension, dim=-1.")
def pair_in_front(height, width, device=None):
    grid = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    return torch.stack(grid).float()


@mistake("coordinate_grid", "arange of ints makes int64: say dtype=torch.float32.")
def whole_numbers(height, width, device=None):
    grid = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    return torch.stack(grid, dim=-1)


@mistake("coordinate_grid", "squeeze() drops the only row or column: leave the shape (H, W, 2) as it is.")
def grid_squeezed(height, width, device=None):
    grid = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    return torch.stack(grid, dim=-1).float().squeeze()


@mistake("coordinate_grid", "You did not use the argument device: give it to every function that makes a tensor.")
def device_ignored(height, width, device=None):
    grid = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack(grid, dim=-1).float()


@mistake("coordinate_grid", "Only the rows are made on the device, and the columns on the CPU: both need device=device.")
def half_there(height, width, device=None):
    rows = torch.arange(height, dtype=torch.float32, device=device)[:, None]
    columns = torch.arange(width, dtype=torch.float32)
    return torch.stack([rows + 0 * columns, 0 * rows + columns], dim=-1)


@mistake(
    "coordinate_grid",
    "Without a device you chose the accelerator: that is for the caller to say. Pass None on to PyTorch, as it is.",
)
def accelerator_by_default(height, width, device=None):
    device = torch.accelerator.current_accelerator() if device is None else device
    grid = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    return torch.stack(grid, dim=-1).float()


@mistake("move_batch", "You left out what is no tensor: pass it on as it is.")
def tensors_only(batch, device):
    if isinstance(batch, dict):
        kept = torch.Tensor, dict, list, tuple
        return {key: tensors_only(value, device) for key, value in batch.items() if isinstance(value, kept)}
    if isinstance(batch, list | tuple):
        return type(batch)(tensors_only(value, device) for value in batch)
    return batch.to(device) if isinstance(batch, torch.Tensor) else batch


@mistake("move_batch", "You made a list of each tuple: a tuple stays a tuple, type(batch)(...).")
def lists_of_tuples(batch, device):
    if isinstance(batch, dict):
        return {key: lists_of_tuples(value, device) for key, value in batch.items()}
    if isinstance(batch, list | tuple):
        return [lists_of_tuples(value, device) for value in batch]
    return batch.to(device) if isinstance(batch, torch.Tensor) else batch


@mistake("move_batch", "You made tensors of numbers: only what is a tensor already is moved.")
def numbers_too(batch, device):
    if isinstance(batch, dict):
        return {key: numbers_too(value, device) for key, value in batch.items()}
    if isinstance(batch, list | tuple):
        return type(batch)(numbers_too(value, device) for value in batch)
    return torch.as_tensor(batch, device=device) if isinstance(batch, torch.Tensor | int | float) else batch


@mistake("move_batch", "detach() cuts the graph, so no gradient comes back: .to(device) alone keeps it.")
def moved_detached(batch, device):
    if isinstance(batch, dict):
        return {key: moved_detached(value, device) for key, value in batch.items()}
    if isinstance(batch, list | tuple):
        return type(batch)(moved_detached(value, device) for value in batch)
    return batch.detach().to(device) if isinstance(batch, torch.Tensor) else batch


@mistake("move_batch", "You moved only what lies right in the dict: for containers in it, let the function call itself.")
def top_level_only(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: value.to(device) if isinstance(value, torch.Tensor) else value for key, value in batch.items()}
    return batch


@mistake("move_batch", "You passed tuples on as they were: their tensors have to move as well, into a new tuple.")
def tuples_forgotten(batch, device):
    if isinstance(batch, dict):
        return {key: tuples_forgotten(value, device) for key, value in batch.items()}
    if isinstance(batch, list):
        return [tuples_forgotten(value, device) for value in batch]
    return batch.to(device) if isinstance(batch, torch.Tensor) else batch


@mistake("move_batch", "tensor.to(device) moves nothing by itself: it returns a new tensor. Use what it returns.")
def result_dropped(batch, device):
    if isinstance(batch, dict):
        return {key: result_dropped(value, device) for key, value in batch.items()}
    if isinstance(batch, list | tuple):
        return type(batch)(result_dropped(value, device) for value in batch)
    if isinstance(batch, torch.Tensor):
        batch.to(device)
    return batch


@mistake("move_batch", "You went by way of the CPU, a detour for what is on the device already: .to(device) alone does it.")
def by_way_of_cpu(batch, device):
    if isinstance(batch, dict):
        return {key: by_way_of_cpu(value, device) for key, value in batch.items()}
    if isinstance(batch, list | tuple):
        return type(batch)(by_way_of_cpu(value, device) for value in batch)
    return batch.cpu().to(device) if isinstance(batch, torch.Tensor) else batch


@mistake("move_batch", "You wrote into the caller's dicts and lists: build new ones.")
def batch_overwritten(batch, device):
    if isinstance(batch, dict | list):
        for key in batch if isinstance(batch, dict) else range(len(batch)):
            batch[key] = batch_overwritten(batch[key], device)
        return batch
    if isinstance(batch, tuple):
        return tuple(batch_overwritten(value, device) for value in batch)
    return batch.to(device) if isinstance(batch, torch.Tensor) else batch


@mistake("pick_device", "You returned preferred as it came: a name becomes a device with torch.device(preferred).")
def name_returned(preferred=None):
    if preferred is not None:
        return preferred
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


@mistake("pick_device", "You dropped the number: cuda:1 is another device than cuda. Take the whole device.")
def number_dropped(preferred=None):
    if preferred is not None:
        return torch.device(torch.device(preferred).type)
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


@mistake("pick_device", "current_accelerator() gives None where there is none: return the CPU then.")
def none_returned(preferred=None):
    if preferred is not None:
        return torch.device(preferred)
    return torch.accelerator.current_accelerator(check_available=True)


@mistake(
    "pick_device",
    "current_accelerator() names what PyTorch was built for, there or not: add check_available=True, or ask is_available().",
)
def unchecked(preferred=None):
    if preferred is not None:
        return torch.device(preferred)
    return torch.accelerator.current_accelerator() or torch.device("cpu")


@mistake("pick_device", "You asked for cuda alone, and other accelerators stay idle: ask torch.accelerator.")
def cuda_alone(preferred=None):
    if preferred is not None:
        return torch.device(preferred)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@mistake("pick_device", "You took the accelerator although another device was preferred: look at preferred first.")
def accelerator_first(preferred=None):
    found = torch.accelerator.current_accelerator(check_available=True)
    return found or torch.device(preferred or "cpu")


@mistake("masked_softmax", "You let the padding into the sums: mask the scores before the softmax, not only its result.")
def masked_afterwards(scores, lengths):
    mask = torch.arange(scores.shape[1], device=scores.device) < lengths[:, None]
    return scores.softmax(dim=1) * mask


@mistake("masked_softmax", "A score of 0 still counts, since exp(0) is 1: put -inf in the place of the padding.")
def padding_at_zero(scores, lengths):
    mask = torch.arange(scores.shape[1], device=scores.device) < lengths[:, None]
    return (scores * mask).softmax(dim=1) * mask


@mistake("masked_softmax", "Your softmax runs over the batch: the elements of a row are dim=1.")
def over_the_batch(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.masked_fill(padding, -torch.inf).softmax(dim=0).masked_fill(padding, 0)


@mistake("masked_softmax", "One element too many counts: the places run from 0, so those that count are < lengths.")
def one_too_many(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) > lengths[:, None]
    return scores.masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)


@mistake("masked_softmax", "squeeze() drops a batch of one row or one column: leave the shape (B, T) as it is.")
def softmax_squeezed(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0).squeeze()


@mistake("masked_softmax", "A row of -inf alone becomes NaN: fill the padding of the result with 0 as well.")
def empty_rows_nan(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.masked_fill(padding, -torch.inf).softmax(dim=1)


@mistake("masked_softmax", "-100 is not low enough beside scores of -1000: put -inf in the place of the padding.")
def minus_hundred(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.masked_fill(padding, -100.0).softmax(dim=1).masked_fill(padding, 0)


@mistake("masked_softmax", "exp of a large score is infinite: use softmax, or subtract the row's largest score first.")
def bare_exponentials(scores, lengths):
    mask = torch.arange(scores.shape[1], device=scores.device) < lengths[:, None]
    weights = torch.where(mask, scores.exp(), 0)
    return weights / weights.sum(dim=1, keepdim=True).clamp(min=1e-12)


@mistake("masked_softmax", "You made float32 of it: the result has the dtype of scores.")
def always_single(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.float().masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)


@mistake("masked_softmax", "masked_fill_ (or an assignment through the mask) changes the caller's scores: use masked_fill.")
def scores_overwritten(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.masked_fill_(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)


@mistake("masked_softmax", "detach() (or .data) cuts the graph, so no gradient reaches scores: use the scores themselves.")
def scores_detached(scores, lengths):
    padding = torch.arange(scores.shape[1], device=scores.device) >= lengths[:, None]
    return scores.detach().masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)


@mistake("masked_softmax", "Your arange is on the CPU and cannot meet lengths that are elsewhere: say device=scores.device.")
def mask_made_on_cpu(scores, lengths):
    padding = torch.arange(scores.shape[1]) >= lengths[:, None]
    return scores.masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)


@mistake(
    "masked_softmax",
    "You took lengths to the CPU and the mask back: make the mask with device=scores.device.",
)
def mask_made_by_detour(scores, lengths):
    padding = (torch.arange(scores.shape[1]) >= lengths.cpu()[:, None]).to(scores.device)
    return scores.masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)


@mistake("masked_softmax", "You collect the rows in a tensor that is on the CPU: torch.zeros_like(scores) follows scores.")
def collected_on_cpu(scores, lengths):
    result = torch.zeros(scores.shape, dtype=scores.dtype)
    for b, length in enumerate(lengths.tolist()):
        result[b, :length] = scores[b, :length].softmax(dim=0)
    return result
