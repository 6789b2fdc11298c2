import { memo, useId, useMemo, useState } from 'react';
import { ProgressBar } from 'react-aria-components';
import { messageOf } from '../../data/message-of.ts';
import { differenceWords } from '../../lab/plan/merge.ts';
import type { PlannedJob, PlannedStatus, PlanState } from '../../lab/plan/plan-state.ts';
import type { Plan } from '../../lab/plan/plan.ts';
import type { JobStatus } from '../../study/records.ts';
import { jobsOf } from '../../study/schema.ts';
import { saveResult } from '../files/download.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useLab } from '../lab.tsx';
import { JobGrid, type JobMark } from '../run/JobGrid.tsx';
import { relativeToPage } from '../text/addresses.ts';
import { plural, timeLeft } from '../text/format.ts';
import { jobTitle } from '../text/labels.ts';
import { PlannedCard } from './PlannedCard.tsx';
import { ShardList } from './ShardList.tsx';
import { timeOf } from './time.ts';
import styles from './PlanCard.module.css';

/** Complaints and differences that are written out; of more, how many there are. */
const MOST_TOLD = 5;

/** The folder of a plan that is open: which of its jobs have come, from where, and what is wrong with what came. */
export function PlanCard() {
  const titleId = useId();
  const actions = useActions();
  const state = useLab((lab) => lab.plan);
  const isShown = useLab((lab) => lab.shared?.source === 'plan');
  if (!state) return null;
  const { plan, name, error, isLive } = state;
  const save = async (): Promise<void> => {
    try {
      saveResult(await actions.planResult());
    } catch (failure) {
      actions.notify({ kind: 'error', message: `The result was not saved: ${messageOf(failure)}` });
    }
  };
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <div className={styles.words}>
          <p className={styles.kicker}>Plan in the folder {name}</p>
          <h2 id={titleId} className={styles.title}>
            {plan?.study.name ?? 'Being read …'}
          </h2>
        </div>
        {plan && !isShown && (
          <Button small onPress={() => void actions.showPlanResult()}>
            Show its results
          </Button>
        )}
        {plan && isLive && (
          <Button small icon="retry" isDisabled={state.reading !== null} onPress={() => void actions.lookAtPlan()}>
            Look again
          </Button>
        )}
        {plan && (
          <Button small icon="download" onPress={() => void save()}>
            Save as a result
          </Button>
        )}
        <IconButton icon="close" label="Close the plan" small onPress={actions.closePlan} />
      </header>
      {error !== null && <ErrorText>{relativeToPage(error)}</ErrorText>}
      {plan && <Progress state={state} plan={plan} />}
      {plan && <Jobs jobs={state.jobs} plan={plan} />}
      <ShardList shards={state.shards} />
      <Trouble texts={state.complaints} />
      {plan && <Trouble texts={state.differences.map((one) => `${titleAt(plan, one.id)} ${differenceWords(one)}`)} />}
    </section>
  );
}

/** A job of the plan by what sets it apart. */
function titleAt({ study, jobs }: Plan, id: string): string {
  const place = jobs.findIndex((job) => job.id === id);
  return jobTitle(study, jobsOf(study)[place]) || `Job ${place + 1}`;
}

function Progress({ state, plan }: { readonly state: PlanState; readonly plan: Plan }) {
  const { jobs, reading, lookedAt, secondsLeft, isLive } = state;
  const all = plan.jobs.reduce((sum, { seconds }) => sum + seconds, 0);
  const done = jobs.reduce(
    (sum, { status, share }, place) => sum + plan.jobs[place].seconds * (status === 'finished' ? 1 : (share ?? 0)),
    0,
  );
  const isWhole = jobs.every(({ status }) => status === 'finished');
  // Work that is all but done is not yet done.
  const percent = isWhole ? 100 : Math.min(99, Math.floor((100 * done) / all));
  const finished = jobs.filter(({ status }) => status === 'finished').length;
  const looked =
    lookedAt === null
      ? null
      : isLive
        ? `looked at ${timeOf(lookedAt)}${isWhole ? '' : ', and again every five seconds'}`
        : `as it was at ${timeOf(lookedAt)}: this browser does not follow folders, so open it again to see what has come since`;
  return (
    <div className={styles.progress}>
      <p className={styles.line}>
        <strong>{isWhole ? 'All jobs have finished' : `${finished} of ${plural(jobs.length, 'job')} finished`}</strong>
        {secondsLeft !== null && ` · about ${timeLeft(secondsLeft)} at the pace up to now`}
      </p>
      <ProgressBar
        className={styles.track}
        aria-label="Progress of the plan"
        value={percent}
        data-status={isWhole ? 'finished' : 'running'}
      >
        <i style={{ transform: `scaleX(${percent / 100})` }} />
      </ProgressBar>
      <p className={styles.note}>
        {reading ? `Reading file ${reading.done} of ${reading.all} …` : looked && `${looked.charAt(0).toUpperCase()}${looked.slice(1)}.`}
      </p>
    </div>
  );
}

/** By which sign of a job that runs here one of the plan is shown. */
const signs: Readonly<Record<PlannedStatus, JobStatus>> = { waiting: 'queued', begun: 'running', finished: 'finished', failed: 'failed' };

const markOf = ({ status, share }: PlannedJob): JobMark => ({
  status: signs[status],
  words: status,
  percent: share === null ? null : Math.floor(100 * share),
});

/** Files that are being read draw no job again. */
const Jobs = memo(function Jobs({ jobs, plan }: { readonly jobs: readonly PlannedJob[]; readonly plan: Plan }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const marks = useMemo(() => jobs.map(markOf), [jobs]);
  return (
    <JobGrid study={plan.study} marks={marks} chosen={chosen} onChoose={(index) => setChosen(index === chosen ? null : index)}>
      {chosen !== null && jobs[chosen] ? (
        <PlannedCard title={jobTitle(plan.study, jobsOf(plan.study)[chosen])} id={plan.jobs[chosen].id} job={jobs[chosen]} />
      ) : (
        <p className={styles.note}>Choose a job to see where it was computed, and when.</p>
      )}
    </JobGrid>
  );
});

function Trouble({ texts }: { readonly texts: readonly string[] }) {
  return (
    <>
      {texts.slice(0, MOST_TOLD).map((text) => (
        <ErrorText key={text}>{text}</ErrorText>
      ))}
      {texts.length > MOST_TOLD && <p className={styles.note}>And {texts.length - MOST_TOLD} more of this kind.</p>}
    </>
  );
}
