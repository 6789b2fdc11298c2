import type { L0Input, L0View } from '../figure.ts';

/** As the figures are looked at first. Ratio and radius are the lab's choice: the paper gives neither (arXiv 2505.17469, Fig. 3). */
export const firstView: L0View = { task: null, run: null, size: 'bytes', quality: 'loss', hull: 'ratio', hullRatio: 0.3, hullRadius: 0.15 };

/** The input of a study of another family. */
export const noL0: L0Input = { job: null, own: [], shared: [], published: null };
