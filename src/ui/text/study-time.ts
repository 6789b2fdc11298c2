/** How long a study takes, in words. */
import type { Estimate } from '../../lab/estimate.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { duration } from './format.ts';

type Times = Pick<Estimate, 'seconds' | 'isByOthers' | 'referenceSeconds'>;

/** Above so many seconds the length of a study is a reason to think before it is run. */
const LONG = 3600;

/** No finer than is known: a minute and a half to ten seconds, seven hours to ten minutes. */
function rounded(seconds: number): number {
  const step = seconds < 60 ? 1 : seconds < 600 ? 10 : seconds < LONG ? 60 : 600;
  return Math.max(1, Math.round(seconds / step) * step);
}

const secondsOf = ({ seconds, referenceSeconds }: Times): number => seconds ?? referenceSeconds;

/** Whether that is a reason to think before it is run. */
export const isLong = (times: Times): boolean => secondsOf(times) > LONG;

/** “about 1 min 40 s”, “up to about 2 h 05 min” of jobs that end where they converge, “roughly” where only other networks were measured here. */
export function roughTime(study: Study, times: Times): string {
  const about = times.seconds !== null && times.isByOthers ? 'roughly' : 'about';
  const bound = familyOf(study.job).mayEndEarly(study.job) ? `up to ${about}` : about;
  return `${bound} ${duration(rounded(secondsOf(times)))}`;
}

/** The same, and that it is another computer’s pace where nothing was measured here. */
export const timeText = (study: Study, times: Times): string =>
  `${roughTime(study, times)}${times.seconds === null ? ' on another computer' : ''}`;

/** What to know before a study of more than an hour is begun; null for a shorter one. */
export function longText(study: Study, times: Times): string | null {
  if (!isLong(times)) return null;
  const caution = times.seconds === null ? ' (how fast this one is shows once a job has run here)' : '';
  return `This study takes ${timeText(study, times)}${caution}, and its page has to stay open for all of it. The presets called “a quick look” take minutes.`;
}
