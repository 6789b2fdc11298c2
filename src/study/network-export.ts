/** An opened network for other programs. */
import type { LayerChain } from '../coding/layer-chain.ts';
import { writeOnnx } from '../coding/onnx.ts';
import { pytorchArrays, pytorchScript } from '../coding/pytorch.ts';
import { toNamedArrays, writeSafetensors } from '../coding/safetensors.ts';
import { checkOf } from './network-facts.ts';
import type { LabNetwork } from './network-model.ts';
import type { Bytes, ExportedFile, ExportFormat } from './network-protocol.ts';

/**
 * @param name of the files, without an ending
 * @param chainOf the network as a chain of layers, null where it is none; asked where the format wants one
 * @throws RangeError for a network that is no chain, in such a format
 */
export async function exportedFiles(
  { model, network }: LabNetwork,
  format: ExportFormat,
  name: string,
  chainOf: () => Promise<LayerChain | null>,
): Promise<readonly ExportedFile[]> {
  const text = (content: string): Bytes => new TextEncoder().encode(content);
  const metadata = { made_by: 'Parsimony', network: 'name' in model.job.model ? String(model.job.model.name) : 'mlp' };
  if (format === 'safetensors')
    return [{ name: `${name}.safetensors`, bytes: writeSafetensors({ arrays: toNamedArrays(network.tensors), metadata }) }];
  const chain = await chainOf();
  if (!chain)
    throw new RangeError(
      'This network is no chain of layers and residual blocks, so it is not written for other programs layer by layer. Its numbers can be had as safetensors.',
    );
  if (format === 'onnx') return [{ name: `${name}.onnx`, bytes: writeOnnx(chain) }];
  const weights = `${name}.safetensors`;
  return [
    { name: `${name}.py`, bytes: text(pytorchScript(chain, weights, checkOf(model))) },
    { name: weights, bytes: writeSafetensors({ arrays: pytorchArrays(chain), metadata }) },
  ];
}
