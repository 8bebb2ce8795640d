def double(x):
    return "ÿş" * x
