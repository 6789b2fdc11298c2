/** A network as safetensors and a short PyTorch script that builds it, loads it and says how to check it. */
import { pythonString, pythonWords } from '../math/foreign-text.ts';
import {
  requireChain,
  statisticsNamed,
  tensorNamed,
  withBlocks,
  type ChainActivation,
  type ChainLayer,
  type LayerChain,
} from './layer-chain.ts';
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

/** Arrays under the names that the script's module has: `layers.3.weight`, `layers.5.body.0.weight`. */
export function pytorchArrays(chain: LayerChain): NamedArray[] {
  requireChain(chain);
  return held(modules(chain.layers, chain), 'layers').flatMap(({ path, layer: { type, name } }) => {
    const own = toNamedArrays([{ ...tensorNamed(chain, name), name: path }]);
    if (type !== 'batch-norm') return own;
    const { mean, variance } = statisticsNamed(chain, name);
    return [
      ...own,
      { name: `${path}.running_mean`, shape: [mean.length], values: mean },
      { name: `${path}.running_var`, shape: [variance.length], values: variance },
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
Run:   python this_file.py, with ${pythonWords(weights)} beside it${check.dataset ? '. It prints the test accuracy.' : '.'}
"""
import json
from math import prod
from pathlib import Path

import torch
from torch import nn
${helpersOf(chain)}

class Network(nn.Module):
    """Rows of ${chain.inputs} numbers to rows of ${chain.outputs}${usesTypes(chain, ['image', 'flatten']) ? '; pixels lie as height, width, channel' : ''}."""

    def __init__(self):
        super().__init__()
        self.layers = ${sequential(modules(chain.layers, chain), '        ')}

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


def load(path=Path(__file__).with_name(${pythonString(weights)})):
    network = Network()
    # Running statistics count their batches in PyTorch; nothing depends on it here.
    missing, unexpected = network.load_state_dict(read_arrays(path), strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
    return network.eval()

${check.dataset ? checking(check) : main}`;
}

const usesTypes = ({ layers }: LayerChain, types: readonly ChainLayer['type'][]): boolean =>
  withBlocks(layers).some(({ type }) => types.includes(type));

/** Modules that PyTorch lacks, of those that the chain needs. */
const helpersOf = (chain: LayerChain): string =>
  helpers
    .filter(({ types }) => usesTypes(chain, types))
    .map(({ code }) => code)
    .join('');

const helpers: readonly { readonly types: readonly ChainLayer['type'][]; readonly code: string }[] = [
  {
    types: ['image'],
    code: `

class ToImage(nn.Module):
    """Rows to images, channels first as PyTorch has them."""

    def __init__(self, height, width, channels):
        super().__init__()
        self.shape = (height, width, channels)

    def forward(self, x):
        return x.reshape(-1, *self.shape).permute(0, 3, 1, 2)
`,
  },
  {
    types: ['flatten'],
    code: `

class ToRows(nn.Module):
    """Images back to rows, channels last."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)
`,
  },
  {
    types: ['residual'],
    code: `

class Residual(nn.Module):
    """relu(body(x) + shortcut(x))."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body = body
        self.shortcut = shortcut

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))
`,
  },
  {
    types: ['padded-identity'],
    code: `

class PaddedIdentity(nn.Module):
    """Every stride-th pixel, and so many more channels of zeros."""

    def __init__(self, stride, more):
        super().__init__()
        self.stride = stride
        self.more = more

    def forward(self, x):
        return nn.functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))
`,
  },
];

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

type LayerWithArrays = Extract<ChainLayer, { readonly name: string }>;

interface Module {
  /** The Python that makes it; lines after the first are indented by what they stand under. */
  code(indent: string): string;
  /** Layers whose arrays it holds, and where inside it: an empty path is the module itself. */
  readonly holds: readonly { readonly path: string; readonly layer: LayerWithArrays }[];
}

/** What modules hold that lie in a sequence. @param at name of the sequence */
const held = (all: readonly Module[], at: string): Module['holds'] =>
  all.flatMap(({ holds }, place) => holds.map(({ path, layer }) => ({ path: `${at}.${place}${path && `.${path}`}`, layer })));

function sequential(all: readonly Module[], indent: string): string {
  const inner = `${indent}    `;
  return `nn.Sequential(\n${all.map(({ code }) => `${inner}${code(inner)},\n`).join('')}${indent})`;
}

const ACTIVATIONS = { relu: 'nn.ReLU()', tanh: 'nn.Tanh()', gelu: 'nn.GELU(approximate="tanh")', 'gelu-erf': 'nn.GELU()' } as const;

/** The modules of a sequence of layers: an activation is one by itself. */
function modules(layers: readonly ChainLayer[], chain: LayerChain): Module[] {
  return layers.flatMap((layer) => {
    const own = moduleOf(layer, chain);
    const activation: ChainActivation = 'activation' in layer ? layer.activation : 'linear';
    return activation === 'linear' ? own : [...own, plain(ACTIVATIONS[activation])];
  });
}

const plain = (code: string): Module => ({ code: () => code, holds: [] });
const holding = (layer: LayerWithArrays, code: string): Module => ({ code: () => code, holds: [{ path: '', layer }] });

function moduleOf(layer: ChainLayer, chain: LayerChain): Module[] {
  switch (layer.type) {
    case 'image':
      return [plain(`ToImage(${layer.height}, ${layer.width}, ${layer.channels})`)];
    case 'flatten':
      return [plain('ToRows()')];
    case 'dense': {
      const { shape, bias } = tensorNamed(chain, layer.name);
      return [holding(layer, `nn.Linear(${shape[1]}, ${shape[0]}${bias ? '' : ', bias=False'})`)];
    }
    case 'conv': {
      const { shape, bias } = tensorNamed(chain, layer.name);
      const options = [`stride=${layer.stride}`, `padding=${paddingOf(layer, shape[2])}`, ...(bias ? [] : ['bias=False'])];
      return [holding(layer, `nn.Conv2d(${shape[1]}, ${shape[0]}, (${shape[2]}, ${shape[3]}), ${options.join(', ')})`)];
    }
    case 'batch-norm':
      return [holding(layer, `nn.BatchNorm2d(${tensorNamed(chain, layer.name).shape[0]}, eps=${layer.epsilon})`)];
    case 'max-pool':
      return [plain(`nn.MaxPool2d(${layer.side})`)];
    case 'mean-pool':
      return [plain('nn.AdaptiveAvgPool2d(1)'), plain('nn.Flatten()')];
    case 'padded-identity':
      return [plain(`PaddedIdentity(${layer.stride}, ${layer.more})`)];
    case 'residual': {
      const [body, shortcut] = [modules(layer.body, chain), modules(layer.shortcut, chain)];
      const code = (indent: string): string => {
        const inner = `${indent}    `;
        return `Residual(\n${inner}${sequential(body, inner)},\n${inner}${shortcut.length === 0 ? 'nn.Identity()' : sequential(shortcut, inner)},\n${indent})`;
      };
      return [{ code, holds: [...held(body, 'body'), ...held(shortcut, 'shortcut')] }];
    }
    case 'activation':
      return [];
  }
}

/** Pixels on every edge. @throws RangeError where the padding differs from edge to edge */
function paddingOf({ name, padding, stride }: Extract<ChainLayer, { readonly type: 'conv' }>, side: number): number {
  if (typeof padding === 'number') return padding;
  if (padding === 'valid') return 0;
  if (stride !== 1 || side % 2 === 0)
    throw new RangeError(`The padding of the layer “${name}” has no equal in PyTorch, so no script is written.`);
  return (side - 1) / 2;
}
