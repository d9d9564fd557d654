"""The small network of weights.test.ts in plain torch.nn, with the same layer names.

Reads ours.safetensors strictly and writes its answers; then draws weights of its own, saves them as one file and as the
authors' three (two from DataParallel, one in the format from before PyTorch 1.6), and writes their answers.
"""
import json
import struct
import sys
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        layers = []
        for _ in range(2):
            layers += [nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.PReLU()]
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv_block(x)


class MaskGenerator(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        layers = [nn.Conv2d(1, width, 7, padding=3, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        for inner in (width, 2 * width):
            layers += [nn.Conv2d(inner, 2 * inner, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * inner), nn.ReLU()]
        layers += [ResidualBlock(4 * width)]
        for inner in (4 * width, 2 * width):
            layers += [nn.ConvTranspose2d(inner, inner // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(inner // 2), nn.ReLU()]
        self.feature_extractor = nn.Sequential(*layers)
        self.res_top = nn.Sequential(nn.Conv2d(width, 1, 7, padding=3, bias=False), nn.Sigmoid())

    def forward(self, x):
        return self.res_top(self.feature_extractor(x))


class PriorFusion(nn.Module):
    def __init__(self):
        super().__init__()
        self.process_a = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3), nn.ReLU())
        self.process_b = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3), nn.ReLU())
        self.model = nn.Sequential(ResidualBlock(3), nn.Conv2d(3, 3, 3, padding=1, bias=False), nn.Sigmoid())

    def forward(self, a, b):
        return self.model(self.process_a(a) + self.process_b(b))


class BasicBlock(nn.Module):
    def __init__(self, inner, width, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inner, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        self.downsample = None
        if stride != 1 or inner != width:
            self.downsample = nn.Sequential(nn.Conv2d(inner, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet18(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64)
        inner = 64
        for stage in range(4):
            width = 64 * 2**stage
            blocks = [BasicBlock(inner, width, 2 if stage else 1), BasicBlock(width, width, 1)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
            inner = width
        self.fc = nn.Linear(512, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.fc(x.mean((2, 3)))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fmg, self.pfn, self.cls = MaskGenerator(), PriorFusion(), ResNet18(3)

    def forward(self, rgb, gray):
        mask = self.fmg(gray)
        fused = self.pfn(rgb, mask * gray)
        return {"mask": mask, "fused": fused, "logits": self.cls(fused)}


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    tensors = OrderedDict()
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = torch.frombuffer(bytearray(body[begin:end]), dtype=torch.float32).reshape(entry["shape"])
    return tensors


folder = sys.argv[1]
rgb, gray = (
    torch.frombuffer(bytearray(open(f"{folder}/{name}.f32", "rb").read()), dtype=torch.float32).reshape(2, channels, 32, 32)
    for name, channels in (("rgb", 3), ("gray", 1))
)
torch.manual_seed(1)
network = Network()


def answer(prefix):
    with torch.no_grad():
        for name, value in network.eval()(rgb, gray).items():
            value.contiguous().numpy().tofile(f"{folder}/{prefix}.{name}.f32")


own = {name: value.clone() for name, value in network.state_dict().items()}
network.load_state_dict(read_safetensors(f"{folder}/ours.safetensors"))
answer("ours")

network.load_state_dict(own)
network.train()(rgb, gray)  # moves the running statistics
answer("theirs")
torch.save(network.state_dict(), f"{folder}/theirs.pth")
torch.save(nn.DataParallel(network.fmg).state_dict(), f"{folder}/300_net_resface.pth")
torch.save(nn.DataParallel(network.pfn).state_dict(), f"{folder}/300_net_fusion.pth", _use_new_zipfile_serialization=False)
torch.save(network.cls.state_dict(), f"{folder}/300_net_cls.pth")
