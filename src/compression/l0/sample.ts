/** What a job's network makes up while it learns, of networks and data of which that can be asked. */
import { stream } from '../../math/random.ts';
import type { Network } from '../../nn/models/network.ts';
import type { L0Data } from './data.ts';
import type { L0Job } from './job.ts';

/** What is asked. */
export interface Writing {
  readonly job: Pick<L0Job, 'seed'>;
  readonly network: Pick<Network, 'stepwise'>;
  readonly data: Pick<L0Data, 'sample'>;
}

/**
 * A sample of the network with such numbers. It is drawn with the same random numbers each time, which are of no other use: what differs from
 * one sample to the next is the network, and what is looked at changes no record.
 * @param values of each parameter
 */
export async function sampleOf({ job, network, data }: Writing, values: readonly Float32Array[]): Promise<{ readonly sample?: string }> {
  if (!network.stepwise || !data.sample) return {};
  return { sample: await data.sample(network.stepwise(values), stream(job.seed, 'sample')) };
}
