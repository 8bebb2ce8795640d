"""Unusual but right versions of the tasks in chapter2_classification/classification_capstone."""

import copy

import torch
from torch import nn
from torch.nn import functional

from learn.variants import alternative


@alternative("fit_tabular", "early stopping on a shuffled part of the training rows, SGD with momentum, dropout")
def early_stopped(x_train, y_train, x_test, num_classes):
    order = torch.randperm(len(x_train), device=x_train.device)
    kept, held = order[len(order) // 5 :], order[: len(order) // 5]
    mean, deviation = x_train[kept].mean(dim=0), x_train[kept].std(dim=0).clamp(min=1e-12)

    def scaled(x):
        return ((x - mean) / deviation).clamp(-10, 10)

    model = nn.Sequential(nn.Linear(x_train.shape[1], 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, num_classes))
    model.to(x_train.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    best, best_loss, waited = copy.deepcopy(model.state_dict()), float("inf"), 0
    for _ in range(100):
        model.train()
        for rows in kept[torch.randperm(len(kept), device=kept.device)].split(64):
            optimizer.zero_grad()
            functional.cross_entropy(model(scaled(x_train[rows])), y_train[rows]).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            loss = functional.cross_entropy(model(scaled(x_train[held])), y_train[held]).item() if len(held) else 0.0
        if loss < best_loss:
            best, best_loss, waited = copy.deepcopy(model.state_dict()), loss, 0
        elif (waited := waited + 1) == 15:
            break
    model.load_state_dict(best)
    model.eval()
    with torch.no_grad():
        return model(scaled(x_test)).argmax(dim=1)


@alternative("fit_tabular", "a linear model in float64, trained on all rows at once by L-BFGS with an explicit penalty")
def linear_by_lbfgs(x_train, y_train, x_test, num_classes):
    x = x_train.double()
    mean, deviation = x.mean(dim=0), x.std(dim=0, correction=0)
    deviation[deviation == 0] = 1
    x, x_new = (x - mean) / deviation, (x_test.double() - mean) / deviation
    model = nn.Linear(x.shape[1], num_classes).to(x)
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=40)

    def closure():
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(x), y_train) + 0.01 * model.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return model(x_new).detach().max(dim=1).indices


@alternative("fit_tabular", "tanh and batch normalisation in evaluation mode at the end, Adam, full batches")
def with_batch_norm(x_train, y_train, x_test, num_classes):
    low, high = x_train.aminmax(dim=0)
    width = torch.where(high > low, high - low, torch.ones_like(high))
    model = nn.Sequential(nn.BatchNorm1d(len(low)), nn.Linear(len(low), 12), nn.Tanh(), nn.Linear(12, num_classes))
    model.to(x_train.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05, weight_decay=1e-3)
    for _ in range(100):
        optimizer.zero_grad(set_to_none=False)
        nn.CrossEntropyLoss(label_smoothing=0.05)(model((x_train - low) / width), y_train).backward()
        optimizer.step()
    model.eval()
    with torch.inference_mode():
        return model((x_test - low) / width).argmax(dim=1)


@alternative("error_report", "one-hot products for the counts, Python's sorted for the order")
def by_one_hot(labels, probabilities, k):
    num_classes = probabilities.shape[1]
    predicted = probabilities.argmax(dim=1)
    true, guessed = (functional.one_hot(classes, num_classes) for classes in (labels, predicted))
    sure = probabilities.amax(dim=1).tolist()
    wrong = [i for i in range(len(labels)) if predicted[i] != labels[i]]
    worst = sorted(wrong, key=lambda i: (-sure[i], i))[:k]
    return {
        "accuracy": sum(bool(p == t) for p, t in zip(predicted, labels, strict=True)) / len(labels),
        "confusion": (true[:, :, None] * guessed[:, None, :]).sum(dim=0),
        "recall": (true * guessed).sum(dim=0) / true.sum(dim=0).to(probabilities.dtype),
        "worst": torch.tensor(worst, dtype=torch.int64, device=probabilities.device),
    }


@alternative("error_report", "index_put_ for the counts, masks for the recall, -1 for what is right in a sort of everything")
def by_masks(labels, probabilities, k):
    num_classes = probabilities.shape[1]
    predicted = probabilities.argmax(dim=1)
    right = predicted == labels
    confusion = labels.new_zeros(num_classes, num_classes)
    confusion.index_put_((labels, predicted), torch.ones_like(labels), accumulate=True)
    sure = probabilities.gather(1, predicted[:, None])[:, 0].masked_fill(right, -1)
    order = torch.argsort(-sure, stable=True)[: min(k, int((~right).sum()))]
    recall = [right[labels == c].to(probabilities.dtype).mean() for c in range(num_classes)]
    return {
        "accuracy": right.sum().item() / len(labels),
        "confusion": confusion,
        "recall": torch.stack(recall),
        "worst": order,
    }
