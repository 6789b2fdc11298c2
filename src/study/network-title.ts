import { familyOf } from './families/index.ts';
import type { Job } from './job.ts';

/** What the network is called that a job begins with: “LeNet-5 (Caffe)”, “512-256 hidden neurons”. */
export function networkTitle(job: Job): string {
  const { title, hidden } = familyOf(job).modelOf(job);
  return title ?? `${hidden.join('-')} hidden neurons`;
}
