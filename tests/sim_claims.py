"""Tries every claim about the simulated accelerator and prints, as JSON, what came of each; run by ``test_sim.py``."""

from __future__ import annotations

import copy
import io
import json
import pickle
import re
import sys
import traceback
import warnings

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812  everybody calls it so

torch.ones(1, requires_grad=True).sum().backward()

import learn.sim  # noqa: E402  after a backward pass, which must do no harm
from learn.watch import Watch  # noqa: E402

SAME_DEVICE = "Expected all tensors to be on the same device, but "


def raises(kind, pattern, function):
    with pytest.raises(kind, match=pattern):
        function()


def ones(*shape, device="sim", **options):
    return torch.ones(*shape, device=device, **options)


def saved(value):
    file = io.BytesIO()
    torch.save(value, file)
    file.seek(0)
    return file


def claim_factories_make_tensors_on_the_device():
    """Whatever makes a tensor makes it there when asked, with the CPU's values."""
    made = {
        "zeros": torch.zeros(2, device="sim"),
        "full": torch.full((2,), 3.0, device="sim"),
        "arange": torch.arange(3, device="sim"),
        "linspace": torch.linspace(0, 1, 3, device="sim"),
        "eye": torch.eye(2, device="sim"),
        "tensor": torch.tensor([[1, 2], [3, 4]], device="sim"),
        "as_tensor": torch.as_tensor(np.ones(2), device="sim"),
        "asarray": torch.asarray([1.0], device="sim"),
        "empty": torch.empty(2, device="sim"),
        "new_zeros": ones(2).new_zeros(3),
        "new_tensor": ones(2).new_tensor([1.0]),
        "zeros_like": torch.zeros_like(ones(2)),
        "randint": torch.randint(0, 9, (2,), device="sim"),
    }
    assert {name: tensor.device.type for name, tensor in made.items()} == dict.fromkeys(made, "sim")
    assert made["tensor"].tolist() == [[1, 2], [3, 4]]
    assert made["eye"].tolist() == [[1.0, 0.0], [0.0, 1.0]]
    torch.manual_seed(3)
    drawn = torch.randn(4, device="sim")
    torch.manual_seed(3)
    assert torch.equal(drawn.cpu(), torch.randn(4))


def claim_tensors_move_both_ways_and_convert():
    """Every spelling of a move, and none where there is nothing to do."""
    x = torch.rand(2, 3)
    there = x.to("sim")
    assert there.device == torch.device("sim:0")
    assert type(there.cpu()) is torch.Tensor
    assert torch.equal(there.cpu(), x)
    assert there.to("sim") is there
    assert there.to(x).device.type == x.to(there).cpu().device.type == "cpu"
    assert there.to("cpu", torch.float64).dtype == there.to(device="cpu", dtype=torch.float64).dtype == torch.float64
    assert there.to(torch.float64).device.type == there.double().device.type == "sim"
    assert there.to("sim", copy=True) is not there
    assert x.sim().device.type == "sim"
    assert nn.Linear(1, 1).sim().weight.device.type == "sim"


def claim_mixing_raises_what_cuda_raises():
    """The class and the first line, with the name of this device."""
    x = ones(2, 2)
    two = "found at least two devices, sim:0 and cpu!"
    raises(RuntimeError, re.escape(SAME_DEVICE + two), lambda: x + torch.ones(2, 2))
    raises(RuntimeError, re.escape(SAME_DEVICE + two), lambda: torch.where(x > 0, x, torch.ones(2, 2)))
    got = r"got mat2 is on cpu, different from other tensors on sim:0 \(when checking argument in method wrapper_SIM_mm\)"
    raises(RuntimeError, SAME_DEVICE + got, lambda: x @ torch.ones(2, 2))
    raises(RuntimeError, SAME_DEVICE + "got tensors is on cpu", lambda: torch.cat([x, torch.ones(2, 2)]))
    raises(RuntimeError, SAME_DEVICE + "got index is on cpu", lambda: F.embedding(torch.tensor([0]), x))
    raises(RuntimeError, SAME_DEVICE + "got target is on cpu", lambda: F.cross_entropy(x, torch.tensor([0, 1])))
    kinds = r"Input type \(torch.sim.FloatTensor\) and weight type \(torch.FloatTensor\) should be the same"
    raises(RuntimeError, kinds, lambda: nn.Conv2d(1, 1, 1)(ones(1, 1, 2, 2)))
    there = torch.tensor([0]).to("sim")
    raises(RuntimeError, "indices should be either on cpu or on the same device", lambda: torch.ones(2)[there])


def claim_what_cuda_lets_mix_may_mix():
    """A CPU tensor of rank 0, and CPU tensors as indices; but nothing is written into a CPU tensor."""
    x = ones(4)
    assert (x * torch.tensor(2.0)).tolist() == [2.0] * 4
    assert (torch.tensor(1.0) + x.sum()).item() == 5.0
    assert x[torch.tensor([0, 1])].device.type == "sim"
    assert x[torch.tensor([True, False, True, False])].shape == (2,)
    x[torch.tensor([0])] = 5.0
    x[1:3] = torch.zeros(2)
    assert x.tolist() == [5.0, 0.0, 0.0, 1.0]
    total = torch.tensor(0.0)
    raises(RuntimeError, SAME_DEVICE, lambda: total.add_(x.sum()))


def claim_views_and_changes_in_place_reach_their_base():
    """Slices, masks, lists and metadata."""
    x = torch.arange(6.0).reshape(2, 3).to("sim")
    view = x[0]
    view.fill_(7)
    x[x > 6.5] = -1
    x[[1], [0]] = 9
    assert x.tolist() == [[-1, -1, -1], [9, 4, 5]]
    assert x[[0, -1]].shape == (2, 3)
    assert x.add_(1) is x
    assert ones(1, 3).squeeze_().shape == (3,)
    assert ones(3).unsqueeze_(1).shape == (3, 1)
    assert ones(2, 3).t_().shape == (3, 2)
    assert view.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()


def claim_numbers_come_out_and_arrays_do_not():
    """item, tolist, format, print work as on CUDA; numpy is refused in CUDA's words."""
    x = ones(2)
    assert (x.tolist(), x[0].item(), f"{x[0]:.2f}", int(x.sum())) == ([1.0, 1.0], 1.0, "1.00", 2)
    assert repr(x) == "tensor([1., 1.], device='sim:0')"
    assert repr(nn.Parameter(x)) == "Parameter containing:\ntensor([1., 1.], device='sim:0', requires_grad=True)"
    said = "can't convert sim:0 device type tensor to numpy. Use Tensor.cpu\\(\\) to copy the tensor to host memory first."
    raises(TypeError, said, x.numpy)
    raises(TypeError, said, lambda: np.asarray(x))
    assert x.type() == "torch.sim.FloatTensor"
    assert torch.tensor([x[0], 2.0]).tolist() == [1.0, 2.0]


def claim_autograd_works():
    """Hooks, detach, no_grad, inference_mode, moves inside a graph, gradcheck in float64."""
    x = ones(3, requires_grad=True)
    seen = []
    y = (x * 2).detach().requires_grad_()
    z = x * 3
    z.register_hook(lambda grad: seen.append(grad.device.type))
    (z.sum() + y.sum()).backward()
    assert seen == ["sim"]
    assert x.grad.tolist() == [3.0] * 3
    with torch.no_grad():
        assert not (x * 2).requires_grad
    with torch.inference_mode():
        assert nn.Linear(3, 2).to("sim")(ones(1, 3)).is_inference()
        assert [part.is_inference() for part in x.split(2)] == [False, False]
    leaf = torch.ones(2, requires_grad=True)
    (leaf.to("sim") * 4).cpu().sum().backward()
    assert leaf.grad.tolist() == [4.0, 4.0]
    point = torch.randn(3, 4, dtype=torch.float64).to("sim").requires_grad_()
    assert torch.autograd.gradcheck(lambda x: (x.softmax(1) ** 2).sum(), point)


def claim_lazy_modules_get_their_parameters_where_they_were_moved_to():
    """Before the first call or after it, parameters and buffers; beside the device they work on the CPU, too."""
    for device in ("cpu", "sim"):
        layers = nn.LazyConv2d(2, 3), nn.LazyBatchNorm2d(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.LazyLinear(3)
        model = nn.Sequential(*layers).to(device)
        model(torch.ones(2, 1, 5, 5).to(device)).sum().backward()
        tensors = [*model.parameters(), *(p.grad for p in model.parameters()), *model.buffers()]
        assert {tensor.device.type for tensor in tensors} == {device}
        torch.optim.SGD(model.parameters(), lr=0.1).step()
    wide = nn.LazyLinear(3).to("sim", torch.float64)
    assert wide(ones(1, 2).double()).dtype is torch.float64


def claim_a_backward_pass_before_the_registration_does_no_harm():
    """The engine counts its devices once, at the first one: ``main`` ran one before it imported the device."""
    x = ones(2, requires_grad=True)
    (x * 2).sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]


def claim_what_is_made_like_a_tensor_may_be_made_elsewhere():
    """An explicit device goes before that of the tensor; forward mode makes zeros without memory."""
    x = ones(3)
    made = torch.zeros_like(x, device="cpu"), x.new_zeros(2, device="cpu"), torch.rand_like(x, device="cpu")
    assert {tensor.device.type for tensor in made} == {"cpu"}
    hessian = torch.func.hessian(lambda x: (x**3).sum())(x)
    assert hessian.diagonal().tolist() == [6.0] * 3
    assert (torch._efficientzerotensor((3,), device="sim") * x).tolist() == [0.0] * 3


def claim_modules_move_with_parameters_and_buffers():
    """And keep their identity, so that an optimizer made before still trains them, as with CUDA."""
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
    weight = model[0].weight
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    model.to("sim")
    assert model[0].weight is weight
    assert {tensor.device.type for tensor in (*model.parameters(), *model.buffers())} == {"sim"}
    before = weight.detach().clone()
    model(torch.rand(4, 2).to("sim")).pow(2).sum().backward()
    optimizer.step()
    assert not torch.equal(before, weight)
    raises(RuntimeError, SAME_DEVICE, lambda: model(torch.rand(4, 2)))
    copied = copy.deepcopy(model)
    assert isinstance(copied[0].weight, nn.Parameter)
    assert torch.equal(copied[0].weight, weight)
    weight.data = torch.zeros(3, 2, device="sim")
    assert weight.tolist() == [[0.0, 0.0]] * 3
    on_cpu = nn.Linear(2, 2)
    on_cpu.weight.data = on_cpu.weight.data.to("sim")
    assert on_cpu.weight.device.type == "sim"
    assert isinstance(on_cpu.weight, nn.Parameter)


def claim_every_optimizer_steps_as_on_the_cpu():
    """To the last bit, for three steps of each optimizer of torch.optim that needs no closure and no sparse gradients."""
    left_out = {"Optimizer", "LBFGS", "SparseAdam"}
    names = [name for name in torch.optim.__all__ if name not in left_out and isinstance(getattr(torch.optim, name), type)]
    assert len(names) >= 12
    for name in names:
        ends = []
        for device in ("cpu", "sim"):
            torch.manual_seed(0)
            model = nn.Linear(4, 4).to(device)
            parameters = [model.weight] if name == "Muon" else list(model.parameters())
            optimizer = getattr(torch.optim, name)(parameters, lr=0.01)
            x = torch.randn(3, 4).to(device)
            for _ in range(3):
                optimizer.zero_grad()
                model(x).pow(2).mean().backward()
                optimizer.step()
            ends.append(model.weight.detach().cpu())
        assert torch.equal(*ends), name


def claim_fifty_steps_of_a_cnn_lose_the_same_to_the_last_bit():
    """Convolution, batch normalisation, dropout, pooling and linear, with Adam."""
    losses = {}
    for device in ("cpu", "sim"):
        torch.manual_seed(0)
        layers = [nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.2)]
        model = nn.Sequential(*layers, nn.Flatten(), nn.Linear(64, 3)).to(device)
        optimizer = torch.optim.Adam(model.parameters())
        losses[device] = []
        for _ in range(50):
            images, labels = torch.randn(8, 1, 8, 8).to(device), torch.randint(0, 3, (8,)).to(device)
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses[device].append(loss.item())
    assert losses["cpu"] == losses["sim"]


def claim_checkpoints_are_saved_and_loaded():
    """With weights_only, to the CPU as plain tensors, and from the CPU to the device."""
    model = nn.Linear(2, 2).to("sim")
    state = model.state_dict()
    assert torch.load(saved(state), weights_only=True)["weight"].device.type == "sim"
    for place in ("cpu", torch.device("cpu")):
        loaded = torch.load(saved(state), map_location=place, weights_only=True)["weight"]
        assert type(loaded) is torch.Tensor
        assert torch.equal(loaded, model.weight.detach().cpu())
    assert torch.load(saved(nn.Linear(2, 2).state_dict()), map_location="sim")["weight"].device.type == "sim"
    nn.Linear(2, 2).load_state_dict(state)
    whole = torch.load(saved(model), weights_only=False, map_location="cpu")
    assert whole(torch.ones(1, 2)).shape == (1, 2)
    assert isinstance(torch.load(saved(model), weights_only=False).weight, nn.Parameter)
    assert pickle.loads(pickle.dumps(ones(2))).tolist() == [1.0, 1.0]  # noqa: S301  our own
    optimizer = torch.optim.Adam(model.parameters())
    model(ones(1, 2)).sum().backward()
    optimizer.step()
    again = torch.optim.Adam(model.parameters())
    again.load_state_dict(torch.load(saved(optimizer.state_dict()), weights_only=True))
    assert next(iter(again.state.values()))["exp_avg"].device.type == "sim"


def claim_data_loaders_pin_and_move():
    """A loader pins CPU batches where it is asked to, and they move."""
    data = torch.utils.data.TensorDataset(torch.ones(4, 2))
    for pin in (False, True):
        (batch,) = next(iter(torch.utils.data.DataLoader(data, batch_size=2, pin_memory=pin)))
        assert batch.is_pinned() is pin
        assert batch.to("sim", non_blocking=True).device.type == "sim"
    raises(RuntimeError, "only dense CPU tensors can be pinned", lambda: ones(2).pin_memory())


def claim_autocast_lowers_what_it_should():
    """Products in the lower precision, losses and softmax in float32, float64 as it is."""
    for dtype in (torch.bfloat16, torch.float16):
        with torch.autocast("sim", dtype=dtype):
            assert (ones(2, 2) @ ones(2, 2)).dtype == dtype
            assert nn.Linear(2, 2).to("sim")(ones(1, 2)).dtype == dtype
            assert nn.Conv2d(1, 1, 1).to("sim")(ones(1, 1, 2, 2)).dtype == dtype
            assert ones(2, 2).to(dtype).softmax(0).dtype == torch.float32
            assert (ones(2, 2) + 1).dtype == torch.float32
    with torch.autocast("sim", enabled=False):
        assert (ones(2, 2) @ ones(2, 2)).dtype == torch.float32


def claim_it_is_the_accelerator_and_can_be_the_default():
    """``torch.accelerator`` reports it, ``set_default_device`` and ``with torch.device`` use it."""
    assert torch.accelerator.is_available()
    assert torch.accelerator.current_accelerator() == torch.device("sim")
    assert torch.accelerator.device_count() == torch.sim.device_count() == 2
    torch.accelerator.synchronize()
    assert not torch.cuda.is_available()
    with torch.device("sim"):
        assert {t.device.type for t in (torch.zeros(1), torch.tensor(1.0), torch.arange(3), nn.Linear(1, 1).weight)} == {"sim"}
    torch.set_default_device("sim")
    try:
        assert torch.tensor([1.0]).device.type == torch.rand(2).device.type == "sim"
    finally:
        torch.set_default_device(None)
    assert torch.tensor([1.0]).device.type == "cpu"


def claim_two_devices_do_not_mix():
    """All four moves, with gradients; what is made like a tensor is where the tensor is."""
    x, y = ones(2), ones(2, device="sim:1")
    raises(RuntimeError, re.escape(SAME_DEVICE + "found at least two devices, sim:0 and sim:1!"), lambda: x + y)
    assert [str(t.device) for t in (y, y.to("sim:0"), x.to("sim:1"), y.cpu(), torch.ones(2).to("sim:1"))] == [
        "sim:1",
        "sim:0",
        "sim:1",
        "cpu",
        "sim:1",
    ]
    made = torch.zeros_like(y), y.new_zeros(2), torch.randn_like(y), torch.ones(2, device=y.device)
    alike = (*made, y.clone(), y.double(), y + 1)
    assert {str(t.device) for t in alike} == {"sim:1"}
    for start, end in [("cpu", "sim:1"), ("sim:1", "cpu"), ("sim:0", "sim:1"), ("sim:1", "sim:0")]:
        leaf = torch.ones(2, device=start, requires_grad=True)
        (leaf.to(end) * 3).sum().backward()
        assert str(leaf.grad.device) == start
        assert leaf.grad.tolist() == [3.0, 3.0]
    model = nn.Linear(2, 2).to("sim:1")
    model(y.unsqueeze(0)).sum().backward()
    torch.optim.Adam(model.parameters()).step()
    assert str(model.weight.grad.device) == "sim:1"
    raises(RuntimeError, "sim:2 is none of them", lambda: ones(1, device="sim:2"))


def claim_what_it_cannot_do_it_says():
    """Generators on the device, fused recurrent cells, copies to other devices."""
    unsupported = learn.sim.UnsupportedError
    raises(unsupported, "no generators of its own", lambda: torch.Generator(device="sim"))
    assert isinstance(torch.Generator(), torch.Generator)
    assert torch.randperm(3, generator=torch.Generator().manual_seed(0)).shape == (3,)
    drawn_with = "Expected a 'sim' device type for generator but found 'cpu'"
    raises(RuntimeError, drawn_with, lambda: torch.rand(2, device="sim", generator=torch.Generator()))
    raises(unsupported, "_thnn_fused_lstm_cell", lambda: nn.LSTM(2, 2).to("sim")(ones(1, 1, 2)))
    raises(unsupported, "cannot copy to meta", lambda: ones(2).to("meta"))
    assert issubclass(unsupported, NotImplementedError)


def claim_travels_are_counted():
    """To the CPU, to the device, and back again; one number is no tensor."""
    with Watch() as seen:
        x = torch.ones(3).to("sim")
        (x * 2).sum().item()
        there_and_back = (x.cpu() + 1).to("sim")
    assert (seen.to_cpu, seen.to_device, seen.round_trips) == (1, 2, 1)
    assert there_and_back.tolist() == [2.0] * 3
    with Watch() as seen:
        torch.tensor(x.tolist(), device="sim")
        torch.from_numpy(np.ones(2)).to("sim")
        print(x, file=io.StringIO())
    assert seen.round_trips == 0


def main() -> None:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    outcomes = {}
    for name, claim in list(globals().items()):
        if name.startswith("claim_"):
            try:
                claim()
                outcomes[name] = ""
            except BaseException:  # noqa: BLE001  pytest.fail's is none of Exception's
                outcomes[name] = traceback.format_exc(limit=-4)
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
