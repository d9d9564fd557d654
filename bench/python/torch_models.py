"""Times inference or training steps of the presets in PyTorch, one for every line read.

usage: torch_models.py PRESET MODE BATCH THREADS      (PRESET: paper, compact or small; MODE: inference or step)
Prints a line of milliseconds for each line on standard input; at its end, the peak resident memory in MB.
"""
import resource, sys, time
import torch
from torch import nn
from torch.nn import functional as F

preset, mode, batch, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(0)


def unit(inner, width, kernel, stride=1, act=nn.ReLU):
    padding = (kernel - 1) // 2
    return [nn.Conv2d(inner, width, kernel, stride, padding, bias=False), nn.BatchNorm2d(width), *([act()] if act else [])]


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(*unit(width, width, 3, act=nn.PReLU), *unit(width, width, 3, act=nn.PReLU))

    def forward(self, x):
        return x + self.body(x)


class Block(nn.Module):
    """The small classifier's: ResNet-D's shortcut."""

    def __init__(self, inner, width, stride):
        super().__init__()
        self.body = nn.Sequential(*unit(inner, width, 3, stride), *unit(width, width, 3, act=None))
        self.shortcut = nn.Identity()
        if stride != 1 or inner != width:
            self.shortcut = nn.Sequential(nn.AvgPool2d(stride), *unit(inner, width, 1, act=None))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def mask_generator(w, size, reduction):
    odd = size // reduction % 2
    up = lambda inner: [nn.ConvTranspose2d(inner, inner // 2, 4, 2, 1, odd, bias=False), nn.BatchNorm2d(inner // 2), nn.ReLU()]
    return nn.Sequential(
        *unit(1, w, 7, reduction),
        nn.Conv2d(w, 2 * w, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * w), nn.ReLU(),
        nn.Conv2d(2 * w, 4 * w, 4, 2, 1, bias=False), nn.BatchNorm2d(4 * w), nn.ReLU(),
        *[Residual(4 * w) for _ in range(4)], *up(4 * w), *up(2 * w),
        nn.Conv2d(w, 1, 7, padding=3, bias=False), nn.Sigmoid())


class Paper(nn.Module):
    size = 299

    def __init__(self):
        super().__init__()
        import torchvision
        self.fmg = mask_generator(64, self.size, 1)
        self.a, self.b = nn.Sequential(*unit(3, 3, 3)), nn.Sequential(*unit(1, 3, 3))
        self.fuse = nn.Sequential(Residual(3), nn.Conv2d(3, 3, 3, padding=1, bias=False), nn.Sigmoid())
        self.cls = torchvision.models.inception_v3(weights=None, num_classes=7, aux_logits=False, transform_input=True, init_weights=False)

    def forward(self, rgb, gray):
        mask = self.fmg(gray)
        return self.cls(self.fuse(self.a(rgb) + self.b(mask * gray))), mask


class Small(nn.Module):
    size = 96

    def __init__(self):
        super().__init__()
        self.fmg = mask_generator(16, self.size, 4)
        self.a, self.b = nn.Sequential(*unit(3, 24, 3, 2)), nn.Sequential(*unit(1, 24, 3, 2))
        self.first = Block(24, 32, 1)
        self.rest = nn.Sequential(
            Block(32, 64, 2), Block(64, 64, 1), Block(64, 128, 2), Block(128, 128, 1), Block(128, 192, 2),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(192, 7))

    def forward(self, rgb, gray):
        small = self.fmg(gray)
        mask = enlarged(small, self.size)
        h = self.first(self.a(rgb) + self.b(mask * gray))
        return self.rest(h * (1 + enlarged(small, h.shape[-1]))), mask


def enlarged(mask, size):
    return F.interpolate(mask, size=(size, size), mode="bilinear", align_corners=False)


class Bottleneck(nn.Module):
    """MobileFaceNet's: 1x1 to `width` channels, 3x3 on each, 1x1 back."""

    def __init__(self, inner, width, filters, stride):
        super().__init__()
        self.residual = stride == 1
        self.body = nn.Sequential(
            nn.Conv2d(inner, width, 1, bias=False), nn.BatchNorm2d(width), nn.PReLU(width),
            nn.Conv2d(width, width, 3, stride, 1, groups=width, bias=False), nn.BatchNorm2d(width), nn.PReLU(width),
            nn.Conv2d(width, filters, 1, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


class Compact(nn.Module):
    size = 96

    def __init__(self):
        super().__init__()
        self.fmg = mask_generator(16, self.size, 4)
        self.a, self.b = nn.Sequential(*unit(3, 8, 3)), nn.Sequential(*unit(1, 8, 3))
        self.fuse = nn.Conv2d(8, 3, 3, padding=1, bias=False)
        self.strength = nn.Parameter(torch.zeros(1, 64, 1, 1))
        self.first = nn.Sequential(
            nn.Conv2d(3, 64, 3, 2, 1, bias=False), nn.BatchNorm2d(64), nn.PReLU(64),
            nn.Conv2d(64, 64, 3, 1, 1, groups=64, bias=False), nn.BatchNorm2d(64), nn.PReLU(64),
            Bottleneck(64, 128, 64, 2))
        self.rest = nn.Sequential(
            *[Bottleneck(64, 128, 64, 1) for _ in range(4)], Bottleneck(64, 256, 128, 2),
            *[Bottleneck(128, 256, 128, 1) for _ in range(6)], Bottleneck(128, 512, 128, 2),
            *[Bottleneck(128, 256, 128, 1) for _ in range(2)],
            nn.Conv2d(128, 512, 1, bias=False), nn.BatchNorm2d(512), nn.PReLU(512),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(512, 7))

    def forward(self, rgb, gray):
        small = self.fmg(gray)
        mask = enlarged(small, self.size)
        h = self.first(2 * (rgb + self.fuse(self.a(rgb) + self.b(mask * gray))) - 1)
        return self.rest(h * (1 + self.strength * enlarged(small, h.shape[-1]))), mask


model = {"paper": Paper, "compact": Compact, "small": Small}[preset]()
size = model.size
rgb = torch.rand(batch, 3, size, size)
weights = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
target, labels = torch.rand(batch, 1, size, size), torch.arange(batch) % 7

if mode == "step":
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.5, 0.999))
    gray = (rgb * weights).sum(1, keepdim=True)

    def run():
        optimizer.zero_grad(set_to_none=True)
        logits, mask = model(rgb, gray)
        (F.cross_entropy(logits, labels) + 0.1 * F.mse_loss(mask, target)).backward()
        optimizer.step()
else:
    model.eval()

    def run():
        with torch.inference_mode():
            model(rgb, (rgb * weights).sum(1, keepdim=True))

print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    run()
    print((time.perf_counter() - start) * 1000, flush=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
