/** A network as safetensors and a short PyTorch script that builds it, loads it and says how to check it. */
import { requireChain, statisticsNamed, tensorNamed, type ChainActivation, type ChainLayer, type LayerChain } from './layer-chain.ts';
import { toNamedArrays, type NamedArray } from './safetensors.ts';

/** What the script can check the network on. */
export interface PyTorchCheck {
  /** Class of `torchvision.datasets`; null for data that only the lab has. */
  readonly dataset: 'MNIST' | 'CIFAR10' | null;
  /** So many of the first test images. */
  readonly samples: number;
  /** Pixels from 0 to 1 become (pixel − mean)/std, channel by channel. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** What the lab measured on them; null for a regression. */
  readonly accuracy: number | null;
  /** How it measured that, where it is no plain share. */
  readonly note?: string;
}

/** Arrays under the names that the script's module has: `layers.3.weight`. */
export function pytorchArrays(chain: LayerChain): NamedArray[] {
  requireChain(chain);
  return modules(chain).flatMap(({ layer, place }): NamedArray[] => {
    if (layer?.type !== 'dense' && layer?.type !== 'conv' && layer?.type !== 'batch-norm') return [];
    const own = toNamedArrays([{ ...tensorNamed(chain, layer.name), name: `layers.${place}` }]);
    if (layer.type !== 'batch-norm') return own;
    const { mean, variance } = statisticsNamed(chain, layer.name);
    return [
      ...own,
      { name: `layers.${place}.running_mean`, shape: [mean.length], values: mean },
      { name: `layers.${place}.running_var`, shape: [variance.length], values: variance },
    ];
  });
}

/**
 * The script, in Python 3 with torch (1.12 or newer) and, for the check alone, torchvision. It reads the safetensors file by itself.
 * @param weights name of the safetensors file that it reads, which lies beside it
 * @throws RangeError if the layers do not fit each other
 */
export function pytorchScript(chain: LayerChain, weights: string, check: PyTorchCheck): string {
  requireChain(chain);
  return `"""A network that Parsimony has trained and compressed.

Needs: pip install torch${check.dataset ? ' torchvision (torchvision for the test images alone)' : ''}
Run:   python this_file.py, with ${weights} beside it${check.dataset ? '. It prints the test accuracy.' : '.'}
"""
import json
from math import prod
from pathlib import Path

import torch
from torch import nn
${needsTurning(chain) ? turning : ''}

class Network(nn.Module):
    """Rows of ${chain.inputs} numbers to rows of ${chain.outputs}${needsTurning(chain) ? '; pixels lie as height, width, channel' : ''}."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
${modules(chain)
  .map(({ code }) => `            ${code},`)
  .join('\n')}
        )

    def forward(self, x):
        return self.layers(x)


def read_arrays(path):
    """The float32 arrays of a safetensors file: the length of its header, the header in JSON, the numbers."""
    file = Path(path).read_bytes()
    start = 8 + int.from_bytes(file[:8], "little")
    header = json.loads(file[8:start])
    header.pop("__metadata__", None)
    numbers = bytearray(file[start:])

    def array(shape, at):
        return torch.frombuffer(numbers, dtype=torch.float32, count=prod(shape), offset=at).reshape(shape)

    return {name: array(entry["shape"], entry["data_offsets"][0]) for name, entry in header.items()}


def load(path=Path(__file__).with_name(${quoted(weights)})):
    network = Network()
    # Running statistics count their batches in PyTorch; nothing depends on it here.
    missing, unexpected = network.load_state_dict(read_arrays(path), strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
    return network.eval()

${check.dataset ? checking(check) : main}`;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\\n]/gu, '_')}"`;

const needsTurning = ({ layers }: LayerChain): boolean => layers.some(({ type }) => type === 'image' || type === 'flatten');

const turning = `

class ToImage(nn.Module):
    """Rows to images, channels first as PyTorch has them."""

    def __init__(self, height, width, channels):
        super().__init__()
        self.shape = (height, width, channels)

    def forward(self, x):
        return x.reshape(-1, *self.shape).permute(0, 3, 1, 2)


class ToRows(nn.Module):
    """Images back to rows, channels last."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)
`;

const main = `
if __name__ == "__main__":
    network = load()
    print(network)
    nonzero = sum(int((p != 0).sum()) for p in network.parameters())
    print(f"{nonzero} of {sum(p.numel() for p in network.parameters())} numbers are not zero.")
`;

function checking({ dataset, samples, mean, std, accuracy, note }: PyTorchCheck): string {
  const tensorOf = (values: readonly number[]): string => `torch.tensor([${values.join(', ')}])`;
  const plain = mean.every((value) => value === 0) && std.every((value) => value === 1);
  return `
def test_set():
    """The first ${samples} test images of ${dataset} as rows, pixels ${plain ? 'from 0 to 1' : 'standardised'}, and their classes."""
    from torchvision.datasets import ${dataset}

    data = ${dataset}("data", train=False, download=True)
    images = torch.as_tensor(data.data[:${samples}]).float() / 255
    images = images.reshape(len(images), -1, ${mean.length})${plain ? '' : `\n    images = (images - ${tensorOf(mean)}) / ${tensorOf(std)}`}
    return images.flatten(1), torch.as_tensor(data.targets[:${samples}])

${main}    images, classes = test_set()
    with torch.no_grad():
        right = (network(images).argmax(1) == classes).sum().item()
    print(f"test accuracy {right / len(classes)}; Parsimony measured ${accuracy ?? 'none'}${note ? `, ${note}` : ''}")
`;
}

interface Module {
  readonly code: string;
  readonly place: number;
  /** Null for an activation that a layer brought along. */
  readonly layer: ChainLayer | null;
}

function modules(chain: LayerChain): Module[] {
  const all: Module[] = [];
  const add = (code: string, layer: ChainLayer | null): void => void all.push({ code, layer, place: all.length });
  const activate = (activation: ChainActivation): void => {
    if (activation !== 'linear') add({ relu: 'nn.ReLU()', tanh: 'nn.Tanh()', gelu: 'nn.GELU(approximate="tanh")' }[activation], null);
  };
  for (const layer of chain.layers) {
    switch (layer.type) {
      case 'image':
        add(`ToImage(${layer.height}, ${layer.width}, ${layer.channels})`, layer);
        break;
      case 'flatten':
        add('ToRows()', layer);
        break;
      case 'dense': {
        const { shape, bias } = tensorNamed(chain, layer.name);
        add(`nn.Linear(${shape[1]}, ${shape[0]}${bias ? '' : ', bias=False'})`, layer);
        activate(layer.activation);
        break;
      }
      case 'conv': {
        const { shape, bias } = tensorNamed(chain, layer.name);
        if (layer.padding === 'same' && (layer.stride !== 1 || shape[2] % 2 === 0)) {
          throw new RangeError(`The padding of the layer “${layer.name}” has no equal in PyTorch, so no script is written.`);
        }
        const options = [`stride=${layer.stride}`, `padding=${layer.padding === 'same' ? (shape[2] - 1) / 2 : 0}`, ...(bias ? [] : ['bias=False'])];
        add(`nn.Conv2d(${shape[1]}, ${shape[0]}, (${shape[2]}, ${shape[3]}), ${options.join(', ')})`, layer);
        activate(layer.activation);
        break;
      }
      case 'batch-norm':
        add(`nn.BatchNorm2d(${tensorNamed(chain, layer.name).shape[0]}, eps=${layer.epsilon})`, layer);
        break;
      case 'max-pool':
        add(`nn.MaxPool2d(${layer.side})`, layer);
        break;
      case 'activation':
        activate(layer.activation);
    }
  }
  return all;
}
