"""Figures of the lesson: splits_and_samplers."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#dddddd"


def class_shares(figure: Figure) -> None:
    """Draw the shares of three classes in a data set, and in what a balanced sampler draws from it."""
    counts = torch.tensor([540, 45, 15])
    labels = torch.arange(3).repeat_interleave(counts)
    weights = 1 / (3 * counts[labels].double())
    drawn = torch.multinomial(weights, len(labels), replacement=True, generator=torch.Generator().manual_seed(0))
    figure.set_size_inches(6, 3)
    axes = figure.subplots()
    places = torch.arange(3)
    for shift, name, colour, of in [
        (-0.2, "in the data", BLUE, labels),
        (0.2, "in one epoch of draws", ORANGE, labels[drawn]),
    ]:
        bars = axes.bar(places + shift, of.bincount() / len(of), width=0.38, color=colour, label=name)
        axes.bar_label(bars, labels=of.bincount().tolist(), fontsize=9)
    axes.axhline(1 / 3, color="black", linewidth=1, linestyle=":", label="1/3")
    axes.set(xticks=places, xticklabels=[f"class {k}" for k in range(3)], ylabel="share of 600 samples", ylim=(0, 1))
    axes.legend(fontsize=9)


def padded_batch(figure: Figure) -> None:
    """Draw which steps of a padded batch are real."""
    lengths, longest = [3, 6, 2, 5], 6
    figure.set_size_inches(6, 2.6)
    axes = figure.subplots()
    for row, length in enumerate(lengths):
        for step in range(longest):
            real = step < length
            axes.bar(step, 0.9, 0.9, row - 0.45, color=BLUE if real else GREY)
            axes.text(step, row, "x" if real else "0", ha="center", va="center", color="white" if real else "black")
    names = [f"$T_{i} = {length}$" for i, length in enumerate(lengths)]
    axes.set(xticks=range(longest), yticks=range(len(lengths)), yticklabels=names, xlabel="step t")
    axes.invert_yaxis()
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
