"""Times training steps and inference of the benchmark networks in PyTorch, one for every line read.

usage: torch_step.py NETWORK BATCH SIZE THREADS MODE      (MODE: step or inference)
Prints a line of milliseconds for each line on standard input; at its end, the peak resident memory in MB.
"""
import resource, sys, time
import torch
from torch import nn

network, batch, size, threads, mode = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
torch.set_num_threads(threads)
torch.manual_seed(0)


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        unit = lambda: [nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.PReLU()]
        self.body = nn.Sequential(*unit(), *unit())

    def forward(self, x):
        return x + self.body(x)


def mask_generator(w):
    return nn.Sequential(
        nn.Conv2d(1, w, 7, padding=3, bias=False), nn.BatchNorm2d(w), nn.ReLU(True),
        nn.Conv2d(w, 2 * w, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * w), nn.ReLU(True),
        nn.Conv2d(2 * w, 4 * w, 4, 2, 1, bias=False), nn.BatchNorm2d(4 * w), nn.ReLU(True),
        *[Residual(4 * w) for _ in range(4)],
        nn.ConvTranspose2d(4 * w, 2 * w, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * w), nn.ReLU(True),
        nn.ConvTranspose2d(2 * w, w, 4, 2, 1, bias=False), nn.BatchNorm2d(w), nn.ReLU(True),
        nn.Conv2d(w, 1, 7, padding=3, bias=False), nn.Sigmoid())


if network.startswith("mask-generator-"):
    model, channels = mask_generator(int(network.rsplit("-", 1)[1])), 1
else:
    import torchvision
    name = {"mobilenet-v2": "mobilenet_v2", "resnet-18": "resnet18"}[network]
    model, channels = getattr(torchvision.models, name)(num_classes=7, weights=None), 3

x = torch.rand(batch, channels, size, size)
if channels == 1:
    target, criterion = torch.rand(batch, 1, size, size), nn.MSELoss()
else:
    target, criterion = torch.arange(batch) % 7, nn.CrossEntropyLoss()

if mode == "step":
    model.train()
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.5, 0.999))

    def run():
        optimizer.zero_grad(set_to_none=True)
        criterion(model(x), target).backward()
        optimizer.step()
else:
    model.eval()

    def run():
        with torch.no_grad():
            model(x)

print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    run()
    print((time.perf_counter() - start) * 1000, flush=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
