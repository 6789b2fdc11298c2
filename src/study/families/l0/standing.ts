/** What is left of a network of ℓ0 regularisation in the end, and how right it is. */
import type { Standing } from '../../family.ts';
import { l0MeasuredNothing } from './hollow.ts';
import type { L0Run } from './run.ts';

/** One network, once the job has ended. */
export function l0Standing(run: L0Run): Standing[] {
  const { summary } = run;
  if (summary === null || l0MeasuredNothing(run) !== null) return [];
  const { nonzero, parameters, modelBytes, testAccuracy } = summary;
  return [{ label: 'in the end', share: nonzero / parameters, bytes: modelBytes, accuracy: testAccuracy }];
}
