"""Unusual but right versions of the tasks in chapter3_computer_vision/vision_capstone."""

import torch
from torch import nn
from torch.nn import functional

from learn.variants import alternative


class Steps(nn.Module):
    """Batch normalisation, strides instead of pooling, and the mean over all places at the end."""

    def __init__(self, num_classes):
        super().__init__()
        self.widen = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.halve = nn.Conv2d(16, 32, 3, stride=2, padding=1, bias=False)
        self.again = nn.Conv2d(32, 48, 3, stride=2, padding=1, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for width in (1, 16, 32, 48))
        self.score = nn.Linear(48, num_classes)

    def forward(self, x):
        x = self.norms[0](x / 255)
        for conv, norm in zip([self.widen, self.halve, self.again], self.norms[1:], strict=True):
            x = functional.gelu(norm(conv(x)))
        return self.score(x.mean(dim=(2, 3)))


@alternative("fit_pictures", "batch norm does the scaling, strides and a mean over all places, Adam with one cycle of rates")
def by_batch_norm(x_train, y_train, x_test, num_classes):
    model = Steps(num_classes).to(x_train.device)
    epochs, size = 10, 50
    batches = -(-len(x_train) // size)
    optimizer = torch.optim.Adam(model.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=epochs * batches)
    for _ in range(epochs):
        order = torch.randperm(len(x_train))
        for i in range(batches):
            rows = order[i * size : (i + 1) * size].to(x_train.device)
            loss = functional.cross_entropy(model(x_train[rows].unsqueeze(1).float()), y_train[rows], label_smoothing=0.05)
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            optimizer.step()
            schedule.step()
    model.train(mode=False)
    with torch.no_grad():
        return torch.cat([model(part.unsqueeze(1).float()).argmax(dim=1) for part in x_test.split(64)])


@alternative("fit_pictures", "each pixel standardised, a large stride, SGD with momentum, dropout switched off at the end")
def by_momentum(x_train, y_train, x_test, num_classes):
    pixels = x_train.to(torch.float32)
    mean, deviation = pixels.mean(dim=0), pixels.std(dim=0) + 30
    features = nn.Sequential(
        nn.Conv2d(1, 24, 5, padding=2), nn.LeakyReLU(), nn.AdaptiveMaxPool2d((5, 5)), nn.Flatten(), nn.Dropout(0.1)
    )
    model = features.append(nn.Linear(600, num_classes)).to(x_train.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
    x = ((pixels - mean) / deviation).unsqueeze(1)
    for _ in range(15):
        for rows in torch.randperm(len(x)).to(x.device).split(24):
            functional.cross_entropy(model(x[rows]), y_train[rows]).backward()
            optimizer.step()
            optimizer.zero_grad()
    model.eval()
    new = (x_test - mean) / deviation
    return model(new.unsqueeze(1)).detach().max(dim=1).indices
