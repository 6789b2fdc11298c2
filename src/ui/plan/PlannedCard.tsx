import type { PlannedJob, PlannedStatus } from '../../lab/plan/plan-state.ts';
import { ErrorText } from '../kit/ErrorText.tsx';
import { duration } from '../text/format.ts';
import { dayAndTimeOf } from './time.ts';
import styles from './PlanCard.module.css';

const statusWords: Readonly<Record<PlannedStatus, string>> = {
  waiting: 'Waiting for its shard.',
  begun: 'Begun; it runs, or was stopped on its way and goes on when its shard is run again.',
  finished: 'Finished.',
  failed: 'Failed; it begins anew when its shard is run again.',
};

interface PlannedCardProps {
  readonly title: string;
  readonly id: string;
  readonly job: PlannedJob;
}

/** What there is to know of a job of the plan. */
export function PlannedCard({ title, id, job: { status, origin, seconds, error } }: PlannedCardProps) {
  const facts = origin && [
    ['Computed on', [origin.host, origin.processor].filter(Boolean).join(', ')],
    ['Ended', dayAndTimeOf(origin.endedAt)],
    ['Took', seconds === null ? '' : duration(seconds)],
    ['Attempt', String(origin.attempt)],
    ['Scheduler', origin.scheduler ?? 'none, started by hand'],
    ['Version', origin.commit?.slice(0, 12) ?? 'not known'],
  ];
  return (
    <section className={styles.chosen} aria-label="Chosen job">
      <h3 className={styles.jobTitle}>{title}</h3>
      <p className={styles.note}>
        {statusWords[status]} Its file has the name <code>{id}</code>.
      </p>
      {error !== null && <ErrorText>{error}</ErrorText>}
      {facts && (
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
