import { VisuallyHidden } from 'react-aria-components';
import type { LabState } from '../../lab/contract.ts';
import { useLab } from '../lab.tsx';
import { outcomeWords } from './status-words.ts';

/** Tells a screen reader when the run changes its state, and at each quarter of the way; nothing in between. */
export function Announcer() {
  const words = useLab((lab) => wordsOf(lab.run));
  return (
    <VisuallyHidden>
      <output>{words}</output>
    </VisuallyHidden>
  );
}

function wordsOf(run: LabState['run']): string {
  switch (run.status) {
    case 'idle':
      return '';
    case 'running': {
      const quarter = Math.floor(run.share * 4);
      return quarter === 0 ? 'Running.' : `${quarter * 25} percent of the run is done.`;
    }
    case 'paused':
      return 'Paused.';
    case 'interrupted':
      return 'A run of an earlier visit was interrupted and can be continued.';
    case 'finished':
      return `Finished: ${outcomeWords(run)}.`;
    case 'cancelled':
      return `Cancelled: ${outcomeWords(run)}.`;
    case 'failed':
      return `Ended with a failure: ${outcomeWords(run)}.`;
  }
}
