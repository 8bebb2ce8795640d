"""Making tensors: where the numbers come from, which dtype they get, and what is lost when a dtype changes.

Every tensor has a shape, a dtype and a device. Most surprises of the first weeks are a dtype that nobody chose.
"""

import torch


def tensor_from_lists(numbers: list | float) -> torch.Tensor:
    """Turn nested lists of numbers into a float32 tensor.

    Args:
        numbers: Lists in lists, of any depth, with ints or floats inside; lists of one level are equally long. It may
            also be an empty list, or a single number.

    Returns:
        A float32 tensor, also where the numbers are ints. Its shape follows the nesting: ``[[1, 2, 3]]`` gives (1, 3),
        ``[]`` gives (0,), and a single number gives (). It is plain data: ``requires_grad`` is ``False``.

    Example:
        >>> tensor_from_lists([[1, 2], [3, 4]])
        tensor([[1., 2.],
                [3., 4.]])
    """
    # begin solution
    return torch.tensor(numbers, dtype=torch.float32)
    # end solution


def describe(x: torch.Tensor) -> dict[str, object]:
    """Say what a tensor is, without looking at its values.

    Args:
        x: Any shape and dtype, on any device, such as "cpu" or "meta" (whose tensors have a shape and a dtype, but hold
            no values). It may be a view of a larger tensor.

    Returns:
        A dict with these six entries:

        - ``"shape"``: the sizes, a tuple of ints (a ``torch.Size`` is one).
        - ``"dtype"``: the ``torch.dtype`` itself.
        - ``"ndim"``: the number of dimensions, an int; 0 for a tensor with a single number.
        - ``"numel"``: the number of elements, an int.
        - ``"device"``: the type of the device as text, for example ``"cpu"``.
        - ``"bytes"``: what the elements of ``x`` take up, an int: their number times the bytes of one. Where ``x`` is a
          view, the rest of the larger tensor does not count.

    Example:
        >>> describe(torch.zeros(2, 3))
        {'shape': (2, 3), 'dtype': torch.float32, 'ndim': 2, 'numel': 6, 'device': 'cpu', 'bytes': 24}
    """
    # begin solution
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "ndim": x.ndim,
        "numel": x.numel(),
        "device": x.device.type,
        "bytes": x.numel() * x.element_size(),
    }
    # end solution


def filled_like(x: torch.Tensor, value: float) -> torch.Tensor:
    """Make a new tensor that is like another one, with one value everywhere.

    Args:
        x: Any shape (also () and shapes with a 0), any dtype, on any device. Its values do not matter: they may be
            NaN or infinite. It is left as it was.
        value: A number that ``x``'s dtype can hold. For an integer dtype it may be a float such as ``2.0``.

    Returns:
        A new tensor with ``x``'s shape, dtype and device, filled with ``value``. Each element has its own place in
        memory: writing to one leaves the others alone.

    Example:
        >>> filled_like(torch.tensor([[1, 2, 3]]), 7)
        tensor([[7, 7, 7]])
    """
    # begin solution
    return torch.full_like(x, value)
    # end solution


def to_uint8(image: torch.Tensor) -> torch.Tensor:
    """Turn an image of floats into an image of bytes: 0 becomes 0, and 1 becomes 255.

    Args:
        image: Any shape, float32 or float64, no NaN. Values below 0 count as 0, and values above 1 as 1. It is left as
            it was.

    Returns:
        The same shape, uint8: 255 times each value, rounded to the nearest whole number (exactly halfway, either
        neighbour is right).

    Example:
        >>> to_uint8(torch.tensor([-0.5, 0.0, 0.25, 0.999, 3.0]))
        tensor([  0,   0,  64, 255, 255], dtype=torch.uint8)
    """
    # begin solution
    return (image * 255).round().clamp(0, 255).to(torch.uint8)
    # end solution


def add_exactly(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Add two tensors in a dtype that is wide enough, whatever dtypes they have.

    ``a + b`` follows PyTorch's promotion rules: two uint8 tensors give uint8, which wraps around at 256, two bool
    tensors give bool, and int64 with float32 gives float32, which holds 7 digits.

    Args:
        a: Any shape; bool, or any integer or floating dtype. It is left as it was.
        b: The same kinds of dtype, and a shape that broadcasts with ``a``'s; either may have shape (). It is left as it
            was.

    Returns:
        The sum, with the shape of ``a + b``: float64 where ``a`` or ``b`` is floating, and int64 otherwise (integer
        sums fit into it, and ``True`` counts as 1). Every number is converted to this dtype *before* the addition, so
        that no digit is lost on the way.

    Example:
        >>> add_exactly(torch.tensor([200, 7], dtype=torch.uint8), torch.tensor([100, 1], dtype=torch.uint8))
        tensor([300,   8])
    """
    # begin solution
    floating = a.is_floating_point() or b.is_floating_point()
    dtype = torch.float64 if floating else torch.int64
    return a.to(dtype) + b.to(dtype)
    # end solution


def steps(start: float, stop: float, num: int) -> torch.Tensor:
    """Return evenly spaced points from ``start`` to ``stop``, both included.

    Args:
        start: The first point, an int or a float.
        stop: The last point, an int or a float; it may be smaller than ``start``, and then the points go down.
        num: How many points, at least 1. With ``num=1`` the only point is ``start``.

    Returns:
        Shape (num,), float32, also where ``start`` and ``stop`` are ints.

    Not allowed: ``linspace``, neither PyTorch's nor NumPy's. Count in whole numbers, and multiply.

    Example:
        >>> steps(0, 1, 5)
        tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])
    """
    # begin solution
    gaps = max(num - 1, 1)
    return start + torch.arange(num, dtype=torch.float32) * ((stop - start) / gaps)
    # end solution
