"""Figures of the lesson: model inspection."""

from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"


def clock_and_queue(figure: Figure) -> None:
    """Draw what Python and the device do while a model is timed, without and with waiting for the device."""
    figure.set_size_inches(7, 3.6)
    for ax, waits in zip(figure.subplots(2, 1, sharex=True), (False, True), strict=True):
        ax.barh(1, 1, left=1, height=0.5, color=BLUE)
        ax.barh(0, 6, left=1.5, height=0.5, color=ORANGE)
        if waits:
            ax.barh(1, 5.5, left=2, height=0.5, color="white", edgecolor=BLUE, hatch="//")
            ax.text(4.75, 1.38, "synchronize()", ha="center", fontsize=9)
        ax.text(1.5, 1.38, "model(x)", ha="center", fontsize=9)
        ax.text(4.5, -0.04, "the work itself", ha="center", va="center", fontsize=9, color="white")
        for place in (1, 7.5 if waits else 2):
            ax.axvline(place, color=GREY, linestyle="--", linewidth=1.2)
        measured = "what you measure: all of it" if waits else "what you measure: the asking"
        ax.text(7.6 if waits else 2.1, 0.5, measured, fontsize=9, color=GREY)
        ax.set(yticks=[0, 1], ylim=(-0.5, 1.8), xlim=(0.5, 11), xticks=[])
        ax.set_yticklabels(["device", "Python"], fontsize=10)
        ax.set_title("with waiting" if waits else "without waiting", fontsize=10, loc="left")
    ax.set_xlabel("time", fontsize=10)
    figure.tight_layout()
