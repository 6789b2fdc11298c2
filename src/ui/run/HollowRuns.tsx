import { familyOf, type Study } from '../../study/schema.ts';
import type { Run } from '../../study/job-record.ts';
import { useShownParts } from '../families/useShownParts.ts';
import { plural } from '../text/format.ts';
import { jobTitle } from '../text/labels.ts';
import styles from './HollowRuns.module.css';

/** Runs that are named; of more the rest is counted. */
const MOST_NAMED = 4;

/** Says of runs that ended without measuring anything that they did, and why: their numbers look like any others. */
export function HollowRuns() {
  const parts = useShownParts();
  const texts = parts.flatMap(({ source, key, name, study, runs }) => {
    const text = hollowText(study, runs);
    return text === '' ? [] : [{ key, text: source === 'run' ? text : `“${name}”: ${text}` }];
  });
  return texts.map(({ key, text }) => (
    <p key={key} className={styles.note}>
      {text}
    </p>
  ));
}

function hollowText(study: Study, runs: readonly Run[]): string {
  const hollow = runs.flatMap((run) => {
    const reason = familyOf(run.job).measuredNothing(run);
    return reason === null ? [] : [{ run, reason }];
  });
  if (hollow.length === 0) return '';
  const named = hollow.slice(0, MOST_NAMED).map(({ run, reason }) => `${jobTitle(study, run.job)} (${reason})`);
  const rest = hollow.length > MOST_NAMED ? `; and ${hollow.length - MOST_NAMED} more` : '';
  return `${hollow.length} of ${plural(runs.length, 'job')} measured nothing: ${named.join('; ')}${rest}. Their compression rates and accuracies are no results.`;
}
