/** Studies of ℓ0 regularisation in every state that figures have to cope with, by what they show. */
import type { L0Input } from '../../../../src/figures/l0/input.ts';
import { shownTask } from '../../../../src/figures/l0/runs.ts';
import { loadL0Published } from '../../../../src/study/families/l0/published.ts';
import { textJob, textStudy } from './texts.ts';
import { begunRun, endedRun, l0InputOf, mnistJob, mnistStudy, studentJob, studentStudy } from './synthetic.ts';

const published = await loadL0Published();

export const inputs: Readonly<Record<string, L0Input>> = {
  images: l0InputOf({ own: mnistStudy(), published }),
  'a regression': l0InputOf({ own: studentStudy(), published }),
  'the Gaussian loss, dark, by rate and radius': l0InputOf(
    { own: studentStudy('gauss') },
    { theme: 'dark', size: 'rate', hull: 'radius', hullRadius: 0.5 },
  ),
  'accuracies, a run that is chosen, shared runs': l0InputOf(
    { own: mnistStudy(), shared: mnistStudy().slice(0, 4), published },
    { quality: 'accuracy', run: 'own/5' },
  ),
  'tasks, of which the second is shown': l0InputOf(
    { own: [...studentStudy(), ...studentStudy('gauss')] },
    { task: taskOf(studentStudy('gauss')) },
  ),
  'a text': l0InputOf({ own: textStudy(), published }),
  'a text, dark, weights of 8 bits, shared runs': l0InputOf(
    { own: textStudy().slice(0, 5), shared: textStudy().slice(5), published },
    { theme: 'dark', weightBits: '8', weightLength: 'readable' },
  ),
  'a text before it is run': l0InputOf({ job: textJob('drr', 1e-5, 64), published }),
  'a run under way': l0InputOf({ own: [begunRun(mnistJob()), begunRun(mnistJob({ alpha: 1e-3 }))] }),
  'a run that left nothing': l0InputOf({ own: [endedRun(mnistJob(), { nonzero: 0, testLoss: 2.3, testAccuracy: 0.1 })] }),
  'runs that failed': l0InputOf({ own: [{ ...begunRun(studentJob()), steps: [], status: 'failed' }] }),
  'shared runs alone': l0InputOf({ shared: studentStudy() }),
  'a study before it is run': l0InputOf({ job: mnistJob(), published }),
};

function taskOf([{ job }]: ReturnType<typeof studentStudy>): string {
  const input = l0InputOf({ own: [{ kind: 'l0', job, status: 'queued', steps: [], summary: null }] });
  return shownTask(input)!.key;
}
