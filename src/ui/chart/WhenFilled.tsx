import { secondsUntil } from '../../lab/progress.ts';
import { useLab } from '../lab.tsx';
import { duration } from '../text/format.ts';

/** When a figure that is empty will have something to show, while a run goes on: “About 20 s until the first.” */
export function WhenFilled({ by }: { readonly by: 'step' | 'job' }) {
  // As a text, so that it is drawn again only when that changes.
  const text = useLab(({ run: { status, jobs } }) => {
    const seconds = status === 'running' ? secondsUntil(by, jobs) : null;
    return seconds === null ? null : `About ${duration(rounded(seconds))} until then.`;
  });
  return text && <p>{text}</p>;
}

/** To 5 s, above a minute to 15 s, so that it does not flicker. */
function rounded(seconds: number): number {
  const unit = seconds > 60 ? 15 : seconds > 10 ? 5 : 1;
  return Math.max(1, Math.ceil(seconds / unit) * unit);
}
