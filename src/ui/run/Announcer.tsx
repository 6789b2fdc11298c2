import { useEffect, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { labState, useLab } from '../lab.ts';
import { outcomeWords } from './status-words.ts';

const words = {
  idle: '',
  running: 'Running.',
  paused: 'Paused.',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Ended with a failure',
} as const;

/** Tells a screen reader when the run changes its state, and at each quarter of the way; nothing in between. */
export function Announcer() {
  const status = useLab((lab) => lab.run.status);
  const quarter = useLab((lab) => Math.floor(lab.run.share * 4));
  const [text, setText] = useState('');
  useEffect(() => {
    const { run } = labState();
    const ended = status === 'finished' || status === 'cancelled' || status === 'failed';
    if (ended) setText(`${words[status]}: ${outcomeWords(run)}.`);
    else if (status === 'running' && quarter > 0) setText(`${quarter * 25} percent of the run is done.`);
    else setText(words[status]);
  }, [status, quarter]);
  return (
    <VisuallyHidden>
      <p role="status" aria-live="polite">
        {text}
      </p>
    </VisuallyHidden>
  );
}
