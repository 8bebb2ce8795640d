"""The figures of the lesson: each function draws one into a figure that it is given."""

import torch
from matplotlib.figure import Figure
from torch.nn import functional

BLUE, ORANGE, GREEN, PINK = "#0072b2", "#d55e00", "#009e73", "#cc79a7"


def activation_functions(figure: Figure) -> None:
    """Draw four non-linearities, and their derivatives by autograd."""
    x = (torch.arange(-200, 201) / 50).requires_grad_()
    curves = [
        ("sigmoid", torch.sigmoid, BLUE, "-"),
        ("tanh", torch.tanh, ORANGE, "--"),
        ("ReLU", torch.relu, GREEN, "-."),
        ("GELU", functional.gelu, PINK, ":"),
    ]
    figure.set_size_inches(7, 5.5)
    top, bottom = figure.subplots(2, 1, sharex=True)
    for name, function, colour, style in curves:
        y = function(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        if name == "ReLU":
            slope[x == 0] = torch.nan  # the line shall jump, not climb
        look = {"color": colour, "linestyle": style, "linewidth": 2, "label": name}
        top.plot(x.detach(), y.detach(), **look)
        bottom.plot(x.detach(), slope, **look)
    bottom.plot([0], [0], "o", color=GREEN, label="ReLU at 0")
    top.set(ylim=(-1.2, 2.5), ylabel="value")
    bottom.set(ylim=(-0.25, 1.25), ylabel="derivative", xlabel="z")
    for axes in (top, bottom):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=9, loc="upper left")


def loss_traps(figure: Figure) -> None:
    """Draw two losses, each computed rightly and wrongly, in float32."""
    figure.set_size_inches(8, 3.8)
    left, right = figure.subplots(1, 2)
    z = torch.linspace(-130, 10, 561)
    left.plot(z, functional.softplus(-z), color=BLUE, linewidth=2, label="from the logit")
    broken = -torch.sigmoid(z).log()
    left.plot(z, broken, color=ORANGE, linestyle="--", linewidth=2, label="log(sigmoid(z))")
    left.set(xlabel="logit z, where the answer is yes", ylabel="loss")
    last = int(broken.isfinite().nonzero()[0])
    end, arrow = (float(z[last]), float(broken[last])), {"arrowstyle": "->"}
    left.annotate("infinite to the\nleft of here", end, (-128, 25), fontsize=9, arrowprops=arrow)
    margin = torch.linspace(-4, 10, 281)
    logits = torch.stack([margin, torch.zeros_like(margin), torch.zeros_like(margin)], dim=1)
    right_class = torch.zeros(len(margin), dtype=torch.int64)
    for inputs, colour, style, label in [
        (logits, BLUE, "-", "logits go in"),
        (logits.softmax(dim=1), ORANGE, "--", "a softmax goes in"),
    ]:
        losses = functional.cross_entropy(inputs, right_class, reduction="none")
        right.plot(margin, losses, color=colour, linestyle=style, linewidth=2, label=label)
    right.set(xlabel="lead of the right class's logit", ylabel="cross-entropy, 3 classes", ylim=(0, 3))
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=9, loc="upper right")
