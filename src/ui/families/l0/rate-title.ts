import { strengthsOf } from '../../../study/families/l0/at-rates.ts';
import type { L0Job } from '../../../study/families/l0/types.ts';
import type { Study } from '../../../study/schema.ts';
import { jobTitle, SEED_PATH } from '../../text/labels.ts';

/** A method, and what tells it from its like, but for how strongly it prunes. */
export function rateTitle(study: Study, job: L0Job): string {
  const left = new Set([SEED_PATH, ...[...strengthsOf(job)].map((name) => `compression.${name}`)]);
  return jobTitle(
    {
      ...study,
      axes: study.axes.filter(({ path }) => !left.has(path)),
      beside: study.beside?.map((own) => Object.fromEntries(Object.entries(own).filter(([path]) => !left.has(path)))),
    },
    job,
  );
}
