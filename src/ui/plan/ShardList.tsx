import type { PlanState } from '../../lab/plan/plan-state.ts';
import type { ShardNote } from '../../lab/plan/shard-note.ts';
import { Fold } from '../kit/Fold.tsx';
import { plural } from '../text/format.ts';
import { dayAndTimeOf } from './time.ts';
import styles from './PlanCard.module.css';

const stateWords: Readonly<Record<ShardNote['state'], string>> = {
  working: 'at work when it was last heard of',
  ended: 'ended',
  stopped: 'stopped; it goes on when it is run again',
};

/** What shards have told of themselves. Their times are those of their own machines. */
export function ShardList({ shards }: Pick<PlanState, 'shards'>) {
  if (shards.length === 0) return null;
  const working = shards.filter(({ note }) => note.state === 'working').length;
  return (
    <Fold title={`${plural(shards.length, 'shard')}, ${working} at work`}>
      <ul className={styles.shards}>
        {shards.map(({ shard, note }) => (
          <li key={shard}>
            <strong>Shard {shard.replace('-of-', ' of ')}</strong> on {note.host}
            {note.scheduler !== null && ` (${note.scheduler})`}: {stateWords[note.state]}, {dayAndTimeOf(note.at)}
            {note.state === 'working' && note.jobs.length > 0 && `, with ${plural(note.jobs.length, 'job')}`}.
          </li>
        ))}
      </ul>
    </Fold>
  );
}
