"""The trusted side's hold on worker processes: how they start, what they may use, how they end."""
