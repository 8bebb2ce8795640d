"""Figures of the lesson: folder_datasets."""

from matplotlib.figure import Figure

BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"


def class_numbers(figure: Figure) -> None:
    """Draw the folders of a training set and of a test set that lacks one, with the numbers of their classes."""
    figure.set_size_inches(7, 2.8)
    axes = figure.subplots()
    train = ["cat", "dog", "emu", "fox"]
    test = [name for name in train if name != "dog"]
    columns = [
        (0.0, "training set", train, BLUE),
        (1.0, "test set,\nnumbers of the training set", train, GREEN),
        (2.0, "test set,\nnumbers of its own", test, ORANGE),
    ]
    for x, title, numbered, colour in columns:
        axes.text(x, 0.75, title, ha="center", va="bottom", fontsize=10, color=colour, weight="bold")
        for row, name in enumerate(train):
            if x and name not in test:
                axes.text(x, -row, "no dog/", ha="center", va="center", fontsize=10, color="0.45", style="italic")
                continue
            number = numbered.index(name)
            right = number == row
            frame = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": colour, "linewidth": 1.5}
            text = f"{name}/ = {number}" if right else f"{name}/ = {number}, not {row}"
            axes.text(x, -row, text, ha="center", va="center", fontsize=10, bbox=frame)
    axes.set(xlim=(-0.5, 2.5), ylim=(-3.6, 1.8))
    axes.axis("off")
