import { canonicalJson } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import type { LabState } from '../../lab/contract.ts';
import { overlapOf } from '../../lab/reuse.ts';
import { invalidWords } from '../form/typed.ts';
import { useActions, useInvalid, useLab, useTyped } from '../lab.tsx';
import { plural } from '../text/format.ts';
import { useStudySize } from '../text/useStudySize.ts';
import { Announcer } from './Announcer.tsx';
import { BackendChip } from './BackendChip.tsx';
import { JobList } from './JobList.tsx';
import { RunProgress } from './RunProgress.tsx';
import { useElsewhere } from './useElsewhere.ts';
import styles from './RunBar.module.css';

/** Run, pause and cancel; how far the run is, where it runs, and each of its jobs. */
export function RunBar() {
  const actions = useActions();
  const status = useLab((lab) => lab.run.status);
  const edited = useLab((lab) => lab.run.study !== null && canonicalJson(lab.run.study) !== canonicalJson(lab.study));
  const addable = useLab(addedJobs);
  const added = edited ? addable : 0;
  const unfinished = useLab(
    (lab) => lab.run.jobs.filter(({ record }) => record.status === 'failed' || record.status === 'cancelled').length,
  );
  const invalid = useInvalid();
  const { time, long } = useStudySize();
  const going = status === 'running' || status === 'paused';
  // What another tab works on is gone on with there.
  const idle = !useElsewhere() && !going;
  return (
    <section className={styles.bar} aria-label="Run">
      <div className={styles.row}>
        <div className={styles.buttons}>
          {status === 'running' && (
            <Button kind="primary" icon="pause" onPress={actions.pause}>
              Pause
            </Button>
          )}
          {status === 'paused' && (
            <Button kind="primary" icon="play" onPress={actions.resume}>
              Resume
            </Button>
          )}
          {idle && status === 'interrupted' && (
            <Button kind="primary" icon="play" onPress={() => void actions.continueRun()}>
              Continue
            </Button>
          )}
          {idle && added > 0 && (
            <Button kind="primary" icon="play" isDisabled={invalid.length > 0} onPress={actions.extend}>
              {`Run ${plural(added, 'new job')}`}
            </Button>
          )}
          {idle && unfinished > 0 && !edited && (
            <Button kind="primary" icon="retry" onPress={actions.retryUnfinished}>
              {unfinished === 1 ? 'Run the unfinished one' : `Run the ${unfinished} unfinished`}
            </Button>
          )}
          {!going && (
            <Button
              kind={status === 'interrupted' || added > 0 || (unfinished > 0 && !edited) ? 'plain' : 'primary'}
              icon={status === 'interrupted' ? 'retry' : 'play'}
              isDisabled={invalid.length > 0}
              onPress={actions.run}
            >
              {added > 0 ? 'Run all anew' : status === 'idle' || edited ? 'Run' : 'Run again'}
            </Button>
          )}
          {going && <Button onPress={actions.cancel}>Cancel</Button>}
        </div>
        <RunProgress />
        <BackendChip />
      </div>
      <InvalidFields />
      {idle && (status === 'idle' || edited) && long && <p className={styles.long}>{long}</p>}
      {edited && (
        <p className={styles.edited}>
          {going || status === 'interrupted'
            ? `The settings have changed; this run ${going ? 'goes' : 'would go'} on with those it was started with.`
            : added > 0
              ? 'The settings have changed since this run. Its finished jobs can be taken as they are.'
              : 'The settings have changed since this run.'}
          {!going && long === null && ` Run with them takes ${time}.`}
        </p>
      )}
      <JobList />
      <Announcer />
    </section>
  );
}

/** Fields that cannot be read, which keep the study from running. */
function InvalidFields() {
  const invalid = useInvalid();
  const seek = useTyped((typed) => typed.seek);
  return invalid.map((one) => (
    <p key={one.path} className={styles.invalid}>
      {invalidWords(one)}{' '}
      <Button small onPress={() => seek(one.path)}>
        Show the field
      </Button>
    </p>
  ));
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
