/** How long a silent worker is waited for: usually 10 s, longer where one step of its job is long. */
import { expect, it } from 'vitest';
import { patienceFor } from '../../../src/lab/patience.ts';
import { jobSchema } from '../../../src/study/schema.ts';

const vgg = (batchSize: number) =>
  jobSchema.parse({
    data: { name: 'cifar-10' },
    model: { name: 'vgg-16', width: 1 },
    training: { batchSize },
    compression: { method: 'drr' },
    seed: 1,
  });

it('is ten seconds for networks whose steps take milliseconds', () => {
  expect(patienceFor(jobSchema.parse({}), 'wasm')).toBe(10);
  expect(patienceFor(jobSchema.parse({ compression: { method: 'drr' } }), 'wasm')).toBe(10);
});

it('covers a training step of VGG-16, of 313 million multiply-adds an image, at two billion a second', () => {
  // Three passes of that many over a batch (Li et al., arXiv 1608.08710, Table 1: 3.13·10⁸).
  for (const batchSize of [100, 500]) expect(patienceFor(vgg(batchSize), 'wasm')).toBeGreaterThan((3 * 3.13e8 * batchSize) / 2e9);
  expect(patienceFor(vgg(500), 'wasm')).toBeLessThan(600);
  expect(patienceFor(vgg(10), 'cpu')).toBeGreaterThan(patienceFor(vgg(10), 'wasm'));
});

it('covers a LASSO problem of thousands of measurements', () => {
  const job = jobSchema.parse({ model: { hidden: [4096] }, compression: { method: 'dtc', measurementShare: 0.5 } });
  expect(patienceFor(job, 'wasm')).toBe(600);
});
