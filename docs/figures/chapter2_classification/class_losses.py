"""Figures of the lesson: class losses."""

import torch
from matplotlib.figure import Figure
from torch.nn import functional

BLUE, ORANGE, GREEN, PINK = "#0072b2", "#d55e00", "#009e73", "#cc79a7"


def loss_traps(figure: Figure) -> None:
    """Draw two losses, each computed rightly and wrongly, in float32."""
    figure.set_size_inches(8, 3.8)
    left, right = figure.subplots(1, 2)
    z = torch.linspace(-130, 10, 561)
    left.plot(z, functional.softplus(-z), color=BLUE, linewidth=2, label="from the logit")
    broken = -torch.sigmoid(z).log()
    left.plot(z, broken, color=ORANGE, linestyle="--", linewidth=2, label="-log(sigmoid(z))")
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
