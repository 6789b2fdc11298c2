/**
 * Where a DTC job stands between two cycles. Every cycle makes a new Adam and begins at the first batch, and every random draw is named by
 * its seed and cycle, so that the weights and the number of finished cycles are the whole state.
 */
import { z } from '../../data/zod.ts';
import type { Mlp } from '../../nn/models/mlp.ts';

const count = z.int().min(0);

export const dtcCheckpointSchema = z.strictObject({
  kind: z.literal('dtc'),
  /** Cycles that are finished. */
  cycles: count.min(1),
  /** Training steps in them. */
  trainingSteps: count,
  accuracyAfterFirstStep: z.number().min(0).max(1),
  /** Widths of all layers from the inputs to the outputs, and the matrices between them, each row-major [outputs, inputs]. */
  widths: z.array(count.min(1)).min(2).max(8),
  weights: z.array(z.instanceof(Float32Array)).min(1).max(7),
  /** Of each hidden layer the neurons that are left, by their places as it was built, in their present order. Older checkpoints have none. */
  alive: z.array(z.array(count).max(4096)).max(6).optional(),
});
export type DtcCheckpoint = z.output<typeof dtcCheckpointSchema>;

/** The memory of a checkpoint, which may be handed over to another thread. */
export const buffersOfDtc = ({ weights }: DtcCheckpoint): ArrayBuffer[] => weights.map(({ buffer }) => buffer);

/** Copies of a network's weights, which may be handed to another thread. */
export async function weightsOf(network: Mlp): Promise<Pick<DtcCheckpoint, 'widths' | 'weights'>> {
  // On some backends the values are the very memory that the layer computes with.
  const weights = await Promise.all(network.layers.map(async (layer) => (await layer.values()).slice()));
  return { widths: [network.layers[0].inputs, ...network.layers.map((layer) => layer.outputs)], weights };
}

/**
 * Puts the weights of a checkpoint into a network of its widths.
 * @throws RangeError if a matrix does not have as many numbers as its layer
 */
export function restoreWeights(network: Mlp, { weights }: DtcCheckpoint): void {
  if (weights.length !== network.layers.length) {
    throw new RangeError(
      `The stored state has ${weights.length} matrices, the network ${network.layers.length} layers. Run the job again from its start.`,
    );
  }
  for (const [index, layer] of network.layers.entries()) {
    const { outputs, inputs } = layer;
    if (weights[index].length !== outputs * inputs) {
      throw new RangeError(
        `The stored state of ${layer.name} has ${weights[index].length} numbers, not ${outputs} × ${inputs}. Run the job again from its start.`,
      );
    }
    layer.replace(weights[index], outputs, inputs);
  }
}
