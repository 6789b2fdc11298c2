/** How the study on the form stands to the run that is shown. */
import { overlapOf } from '../../lab/reuse.ts';
import type { LabState } from '../../lab/contract.ts';
import { canonicalJson } from '../../study/schema.ts';
import { useLab } from '../lab.tsx';

/** Whether it is another one, and how many jobs it would add to those that have finished. */
export function useEdited(): { readonly edited: boolean; readonly added: number } {
  const edited = useLab((lab) => lab.run.study !== null && canonicalJson(lab.run.study) !== canonicalJson(lab.study));
  const addable = useLab(addedJobs);
  return { edited, added: edited ? addable : 0 };
}

/** The last answer for the jobs of a run. */
const known = new WeakMap<LabState['run']['jobs'], { readonly study: LabState['study']; readonly added: number }>();

/** Jobs of the study on the form that a run would add to the finished ones of the run that is shown; 0 where it has none of them, or all. */
function addedJobs({ study, run }: LabState): number {
  if (run.study === null || run.study === study || run.status === 'running' || run.status === 'paused' || run.status === 'interrupted')
    return 0;
  // Keys of a thousand jobs take a moment, and this is asked at every change of the lab.
  const last = known.get(run.jobs);
  if (last?.study === study) return last.added;
  const { finished, jobs } = overlapOf(
    study,
    run.jobs.map(({ record }) => record),
  );
  const added = finished === 0 ? 0 : jobs - finished;
  known.set(run.jobs, { study, added });
  return added;
}
