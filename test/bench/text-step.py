"""
The training step of the text bench in PyTorch: the same transformer, numbers and batches. One thread.

Started with a folder in which `bench.json`, `numbers.f32` and `symbols.i32` lie. Prints the losses of its first steps as a line of JSON, then
for every line with a number takes so many steps and prints the milliseconds of one.
"""
import json
import math
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
folder = Path(sys.argv[1])
bench = json.loads((folder / "bench.json").read_text())
length, heads, batch = bench["length"], bench["heads"], bench["batch"]
numbers = torch.frombuffer(bytearray((folder / "numbers.f32").read_bytes()), dtype=torch.float32)
symbols = torch.frombuffer(bytearray((folder / "symbols.i32").read_bytes()), dtype=torch.int32).long()
positions, at = None, 0
weights = {}
for name, shape in bench["tensors"]:
    size = math.prod(shape)
    values = numbers[at : at + size].clone().reshape(shape)
    at += size
    if name == "positions":
        positions = values
    else:
        weights[name] = torch.nn.Parameter(values)
inputs, targets = symbols.reshape(2, -1, batch, length)
mask = torch.full((length, length), -1e9).triu(1)
width = positions.shape[1]


def linear(x, name):
    return F.linear(x, weights[f"{name}/weight"], weights[f"{name}/bias"])


def normed(x, name):
    return F.layer_norm(x, (width,), weights[f"{name}/scale"], weights[f"{name}/offset"])


def forward(x):
    h = F.embedding(x, weights["embedding/weight"]) * math.sqrt(width) + positions
    for block in range(1, bench["blocks"] + 1):
        name = f"block-{block}"
        parts = linear(normed(h, f"{name}/attention/norm"), f"{name}/attention/project").split(width, -1)
        q, k, v = (part.view(batch, length, heads, width // heads).transpose(1, 2) for part in parts)
        weighted = (q @ k.transpose(-1, -2) / math.sqrt(width // heads) + mask).softmax(-1) @ v
        h = h + linear(weighted.transpose(1, 2).reshape(batch, length, width), f"{name}/attention/merge")
        wide = F.gelu(linear(normed(h, f"{name}/wide/norm"), f"{name}/wide/expand"), approximate="tanh")
        h = h + linear(wide, f"{name}/wide/contract")
    return linear(normed(h, "norm"), "output")


optimiser = torch.optim.AdamW(weights.values(), lr=bench["rate"], betas=(0.9, 0.95), weight_decay=0)
taken = 0


def step():
    global taken
    i = taken % len(inputs)
    taken += 1
    loss = F.cross_entropy(forward(inputs[i]).flatten(0, 1), targets[i].flatten())
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
    optimiser.step()
    return loss.item()


print(json.dumps({"version": torch.__version__, "losses": [step() for _ in range(bench["first"])]}), flush=True)
for line in sys.stdin:
    began = time.perf_counter()
    for _ in range(int(line)):
        step()
    print((time.perf_counter() - began) * 1000 / int(line), flush=True)
