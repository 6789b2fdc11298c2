/** The networks of a job on their way out of its worker. */
import { encodeNetwork, type StoredNetwork } from '../coding/network-file.ts';
import type { HandedNetwork } from '../compression/method.ts';
import type { AnyDataset } from '../data/dataset.ts';
import { sourceOf } from '../data/sources/index.ts';
import { bitmapOf } from '../data/text/alphabet.ts';
import { sourceWorkers } from '../nn/data/index.ts';
import { toBase64Url } from './base64url.ts';
import type { BackendName, JobEvent } from './events.ts';
import type { NetworkModel } from './network-model.ts';
import type { Job } from './schema.ts';

/**
 * Largest network that is kept as it was before its pruning: 16 MB at 4 bytes a number hold all of the lab but the widest VGG-16, whose 61 MB
 * for each job of a sweep would soon fill the browser's storage.
 */
export const MAX_UNPRUNED_BYTES = 16e6;

/** What has left a network. */
interface Left {
  readonly job: Job;
  /** Null for a job whose data are generated. */
  readonly dataset: AnyDataset | null;
  readonly backend: BackendName;
}

/** Tells of a network as a file, in a codec that is quick to write: before a pruning nearly every number is there, after it few are. */
export async function keepNetwork(
  { job, dataset, backend }: Left,
  { stage, size, testAccuracy, testLoss, take }: HandedNetwork,
  emit: (event: JobEvent) => void,
): Promise<void> {
  if (stage === 'unpruned' && 4 * size > MAX_UNPRUNED_BYTES) return;
  const { tensors, sigma } = await take();
  const model: NetworkModel = { job, stage, sigma, testAccuracy, testLoss, backend, ...(await symbolsOf(job, dataset)) };
  // Settings are plain JSON; their type does not say so.
  const stored = { model: model as unknown as StoredNetwork['model'], tensors };
  const { bytes } = await encodeNetwork(stored, { codec: stage === 'unpruned' ? 'dense' : 'bitmask' });
  emit({ type: 'network', stage, file: bytes });
}

/** The symbols of a network of a text, without which nobody could read with it where the text is not. */
async function symbolsOf(job: Job, dataset: AnyDataset | null): Promise<Pick<NetworkModel, 'alphabet'>> {
  const alphabet = await sourceWorkers.get(sourceOf(job).id).reading?.alphabet(job.data, dataset);
  return alphabet ? { alphabet: toBase64Url(bitmapOf(alphabet)) } : {};
}
