/** What a network file of the lab says of its network: the job that it comes from, and what was measured of it. */
import { decodeNetwork, type DecodedNetwork } from '../coding/network-file.ts';
import { CodingError } from '../coding/errors.ts';
import { requireOpenable } from '../coding/network-signature.ts';
import { z } from '../data/zod.ts';
import { explainIssues } from './explain.ts';
import { jobSchema } from './schema.ts';

export const networkModelSchema = z.strictObject({
  /** Every setting of the job: with the weights they are the network, and the test set that it was measured on. */
  job: jobSchema,
  /** `pruned`: by hand, at thresholds of magnitude. */
  stage: z.enum(['final', 'unpruned', 'pruned']),
  /** σ of the Gaussian loss. */
  sigma: z.number().nullable(),
  /** Test figures and the backend that they were computed on. */
  testAccuracy: z.number().min(0).max(1).nullable(),
  testLoss: z.number().nullable(),
  backend: z.enum(['webgpu', 'wasm', 'cpu']).nullable(),
  /** Of a network that reads a text: the byte values of its symbols, 256 bits as base64url. Older files have none. */
  alphabet: z
    .string()
    .regex(/^[\w-]{43}$/u)
    .optional(),
});
export type NetworkModel = z.output<typeof networkModelSchema>;

/** A network file of the lab that has been read. */
export interface LabNetwork extends DecodedNetwork {
  readonly model: NetworkModel;
}

/**
 * Reads a network file that anybody may have written.
 * @throws CodingError naming what is wrong and what to do
 */
export async function readNetworkFile(bytes: Uint8Array): Promise<LabNetwork> {
  requireOpenable(bytes.length);
  const decoded = await decodeNetwork(bytes);
  const parsed = networkModelSchema.safeParse(decoded.network.model);
  if (!parsed.success) {
    throw new CodingError(
      'content',
      `This network file is whole, but what it says of its network is not what Parsimony writes: ${explainIssues(parsed.error, decoded.network.model)}.`,
    );
  }
  return { ...decoded, model: parsed.data };
}
