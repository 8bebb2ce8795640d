"""Plausible wrong versions of the tasks in chapter2_classification/classification_capstone."""

import numpy as np
import torch
from classification_capstone import error_report
from torch import nn
from torch.nn import functional

from learn.variants import mistake


def scales(x):
    """Return the mean and the deviation of each column; the latter is 1 where it would be 0."""
    deviation = x.std(dim=0, correction=0)
    return x.mean(dim=0), torch.where(deviation > 0, deviation, 1.0)


def network(d, k):
    """Return a small network as it should be."""
    return nn.Sequential(nn.Linear(d, 16), nn.ReLU(), nn.Linear(16, k))


def learn(model, x, y, *, epochs=20, lr=0.02, optimizer=torch.optim.AdamW):
    """Train a model as it should be, where the table is."""
    model.to(x.device)
    optimizer = optimizer(model.parameters(), lr=lr)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), device=x.device).split(32):
            loss = functional.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def answer(model, x):
    """Return the classes as it should be."""
    with torch.no_grad():
        return model(x).argmax(dim=1)


@mistake("fit_tabular", "You did not scale the columns: the largest drown all others. Standardise them.")
def not_scaled(x_train, y_train, x_test, num_classes):
    return answer(learn(network(x_train.shape[1], num_classes), x_train, y_train), x_test)


@mistake("fit_tabular", "You scaled the training rows but not the test rows: give both the same mean and deviation.")
def test_rows_not_scaled(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    return answer(learn(network(x_train.shape[1], num_classes), (x_train - mean) / deviation, y_train), x_test)


@mistake("fit_tabular", "You scaled the test rows by their own mean and deviation: use those of the training rows.")
def own_statistics(x_train, y_train, x_test, num_classes):
    x, x_new = ((part - mean) / deviation for part in (x_train, x_test) for mean, deviation in [scales(part)])
    return answer(learn(network(x.shape[1], num_classes), x, y_train), x_new)


@mistake("fit_tabular", "Your mean and deviation are of training and test rows together: the test rows must stay unseen.")
def scaled_on_all_rows(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(torch.cat([x_train, x_test]))
    model = learn(network(x_train.shape[1], num_classes), (x_train - mean) / deviation, y_train)
    return answer(model, (x_test - mean) / deviation)


@mistake("fit_tabular", "You scaled all columns by one mean and one deviation: each column needs its own, with dim=0.")
def one_scale_for_all(x_train, y_train, x_test, num_classes):
    mean, deviation = x_train.mean(), x_train.std()
    model = learn(network(x_train.shape[1], num_classes), (x_train - mean) / deviation, y_train)
    return answer(model, (x_test - mean) / deviation)


@mistake("fit_tabular", "A column that never changes has deviation 0, and 0 / 0 is NaN: divide by 1 there.")
def divided_by_zero(x_train, y_train, x_test, num_classes):
    mean, deviation = x_train.mean(dim=0), x_train.std(dim=0)
    model = learn(network(x_train.shape[1], num_classes), (x_train - mean) / deviation, y_train)
    return answer(model, (x_test - mean) / deviation)


def whole(x_train, y_train, x_test, num_classes, **options):
    """Scale, train with these options and answer as it should be."""
    mean, deviation = scales(x_train)
    model = learn(network(x_train.shape[1], num_classes), (x_train - mean) / deviation, y_train, **options)
    return answer(model, (x_test - mean) / deviation)


@mistake("fit_tabular", "You held back the last rows for validation, which are sorted by class: shuffle before you split.")
def last_rows_held_back(x_train, y_train, x_test, num_classes):
    kept = len(x_train) * 2 // 3
    return whole(x_train[:kept], y_train[:kept], x_test, num_classes)


@mistake("fit_tabular", "You shuffled the rows but not their labels: index both with the same permutation.")
def labels_not_shuffled(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    x = ((x_train - mean) / deviation)[torch.randperm(len(x_train), device=x_train.device)]
    return answer(learn(network(x.shape[1], num_classes), x, y_train), (x_test - mean) / deviation)


@mistake("fit_tabular", "Your training ends before it has begun: look at the loss, and go on while it falls.")
def too_short(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes, epochs=1, lr=1e-4)


@mistake("fit_tabular", "Your learning rate is far too high, so each step jumps over the valley: try 0.1, 0.01 or 0.001.")
def rate_too_high(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes, lr=1000.0, optimizer=torch.optim.SGD)


@mistake("fit_tabular", "All your weights start at 0, so no hidden unit ever learns anything: let them start at random.")
def from_zeros(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    model = network(x_train.shape[1], num_classes)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return answer(learn(model, (x_train - mean) / deviation, y_train), (x_test - mean) / deviation)


@mistake("fit_tabular", "Your optimizer holds the parameters of an old model: make it after the model that you train.")
def old_parameters(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    old, model = (network(x_train.shape[1], num_classes).to(x_train.device) for _ in range(2))
    optimizer = torch.optim.AdamW(old.parameters(), lr=0.02)
    for _ in range(100):
        loss = functional.cross_entropy(model((x_train - mean) / deviation), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return answer(model, (x_test - mean) / deviation)


@mistake("fit_tabular", "Your model has K - 1 outputs, so the last class has no score: each class needs one.", raises=True)
def one_output_fewer(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes - 1)


@mistake("fit_tabular", "Dropout was still active when you used the model: call model.eval() first.")
def dropout_active(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    model = nn.Sequential(nn.Linear(x_train.shape[1], 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, num_classes))
    return answer(learn(model, (x_train - mean) / deviation, y_train), (x_test - mean) / deviation)


@mistake("fit_tabular", "Batch normalisation was still in training mode, so it used the test rows: call model.eval() first.")
def batch_norm_active(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    model = nn.Sequential(nn.Linear(x_train.shape[1], 16, bias=False), nn.BatchNorm1d(16, momentum=None), nn.ReLU())
    model = learn(model.append(nn.Linear(16, num_classes)), (x_train - mean) / deviation, y_train)
    x_new = (x_test - mean) / deviation
    model.train(len(x_new) > 1)  # or a single row would raise
    return answer(model, x_new)


@mistake("fit_tabular", "You returned a column of classes: argmax(dim=1) without keepdim gives shape (M,).")
def column_of_classes(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes)[:, None]


@mistake("fit_tabular", "squeeze() made a single row's shape (): argmax(dim=1) has the right one already.")
def squeezed_classes(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes).squeeze()


@mistake("fit_tabular", "Your classes are floats: leave them int64, as argmax gives them.")
def float_classes(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes).float()


@mistake("fit_tabular", "You standardised the caller's table in place: x = x - mean makes a new tensor, x -= mean does not.")
def scaled_in_place(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    x_train -= mean
    x_train /= deviation
    return answer(learn(network(x_train.shape[1], num_classes), x_train, y_train), (x_test - mean) / deviation)


@mistake("fit_tabular", "torch.manual_seed inside the task resets everybody's random numbers: leave the seed to the caller.")
def fixed_seed(x_train, y_train, x_test, num_classes):
    torch.manual_seed(0)
    return whole(x_train, y_train, x_test, num_classes)


@mistake("fit_tabular", "You shuffled with NumPy, whose random numbers torch.manual_seed does not set: use torch.randperm.")
def shuffled_by_numpy(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    x = (x_train - mean) / deviation
    model = network(x.shape[1], num_classes).to(x.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    for _ in range(20):
        for rows in torch.from_numpy(np.random.permutation(len(x))).to(x.device).split(32):  # noqa: NPY002
            loss = functional.cross_entropy(model(x[rows]), y_train[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return answer(model, (x_test - mean) / deviation)


@mistake("fit_tabular", "Your model stayed on the CPU: move it to where the table is, model.to(x_train.device).")
def model_on_cpu(x_train, y_train, x_test, num_classes):
    mean, deviation = scales(x_train)
    model = network(x_train.shape[1], num_classes)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    for _ in range(20):
        for rows in torch.randperm(len(x_train), device=x_train.device).split(32):
            loss = functional.cross_entropy(model((x_train[rows] - mean) / deviation), y_train[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return answer(model, (x_test - mean) / deviation)


@mistake("fit_tabular", "You moved everything to the CPU: train and answer where the table is.")
def all_on_cpu(x_train, y_train, x_test, num_classes):
    return whole(x_train.cpu(), y_train.cpu(), x_test.cpu(), num_classes)


def wrong_ones(labels, probabilities):
    """Return the predictions, how sure each is, and the indices of the wrong ones."""
    sure, predicted = probabilities.max(dim=1)
    return predicted, sure, torch.nonzero(predicted != labels).squeeze(1)


@mistake("error_report", "Your confusion matrix is transposed: rows are true classes, columns are predictions.")
def transposed_confusion(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    return report | {"confusion": report["confusion"].T}


@mistake(
    "error_report", "You divided by the columns, which is precision: recall divides by how often a class occurs, the rows."
)
def precision_for_recall(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    confusion = report["confusion"]
    return report | {"recall": confusion.diagonal().to(probabilities.dtype) / confusion.sum(dim=0)}


@mistake("error_report", "You made the matrix as large as the classes that occur: it is K x K, whatever the labels hold.")
def classes_that_occur(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    size = int(torch.maximum(labels, probabilities.argmax(dim=1)).max()) + 1
    return report | {"confusion": report["confusion"][:size, :size], "recall": report["recall"][:size]}


@mistake("error_report", "You gave a class without examples a recall of 0: nobody was missed there, so it is NaN.")
def zero_for_absent(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    return report | {"recall": report["recall"].nan_to_num(0.0)}


@mistake("error_report", "Your recall is in another dtype: keep that of the probabilities.")
def recall_in_float32(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    return report | {"recall": report["recall"].float()}


@mistake("error_report", "Your accuracy is a tensor: item() makes a Python float of it.")
def accuracy_as_tensor(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    return report | {"accuracy": torch.tensor(report["accuracy"])}


@mistake("error_report", "You averaged the recalls of the classes: accuracy is the share of all examples.")
def mean_recall(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    return report | {"accuracy": report["recall"].nanmean().item()}


@mistake("error_report", "The least sure mistake stands first: sort with descending=True.")
def least_sure_first(labels, probabilities, k):
    _, sure, wrong = wrong_ones(labels, probabilities)
    return error_report(labels, probabilities, k) | {"worst": wrong[sure[wrong].argsort(stable=True)[:k]]}


@mistake("error_report", "You listed the surest predictions, right ones among them: keep the wrong ones first, then sort.")
def right_ones_listed(labels, probabilities, k):
    _, sure, _ = wrong_ones(labels, probabilities)
    order = sure.sort(descending=True, stable=True).indices
    return error_report(labels, probabilities, k) | {"worst": order[:k]}


@mistake("error_report", "Your indices count within the wrong predictions: look them up, wrong[order], to count in the data.")
def indices_among_wrong(labels, probabilities, k):
    _, sure, wrong = wrong_ones(labels, probabilities)
    order = sure[wrong].sort(descending=True, stable=True).indices
    return error_report(labels, probabilities, k) | {"worst": order[:k]}


@mistake("error_report", "Equally sure mistakes stand in reverse: flipping an ascending sort turns ties around, too.")
def ties_in_reverse(labels, probabilities, k):
    _, sure, wrong = wrong_ones(labels, probabilities)
    return error_report(labels, probabilities, k) | {"worst": wrong[sure[wrong].sort(stable=True).indices.flip(0)[:k]]}


@mistake("error_report", "Where there are fewer than k mistakes the list is shorter: do not fill it up.")
def filled_up(labels, probabilities, k):
    report = error_report(labels, probabilities, k)
    rest = report["worst"].new_full((k - len(report["worst"]),), -1)
    return report | {"worst": torch.cat([report["worst"], rest])}


@mistake("error_report", "You listed all mistakes: k says how many are wanted.")
def all_listed(labels, probabilities, k):
    return error_report(labels, probabilities, len(labels))


@mistake("error_report", "Of equally large probabilities you took the highest class: argmax gives the lowest.")
def highest_class_on_ties(labels, probabilities, k):
    k_classes = probabilities.shape[1]
    predicted = k_classes - 1 - probabilities.flip(1).argmax(dim=1)
    moved = functional.one_hot(predicted, k_classes).to(probabilities.dtype) * probabilities.max(dim=1, keepdim=True).values
    return error_report(labels, moved, k)


@mistake("error_report", "Your matrix was made on the CPU: make it with device=labels.device.")
def counted_on_cpu(labels, probabilities, k):
    confusion = torch.zeros(probabilities.shape[1], probabilities.shape[1], dtype=torch.int64)
    for true, predicted in zip(labels.tolist(), probabilities.argmax(dim=1).tolist(), strict=True):
        confusion[true, predicted] += 1
    return error_report(labels, probabilities, k) | {"confusion": confusion}
