import { memo, useId, useState } from 'react';
import { momentsOf, pictured, type Live, type Thinning } from '../../figures/thinning.ts';
import type { Unit } from '../../study/family.ts';
import type { Run } from '../../study/job-record.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { isActive } from '../../lab/job-machine.ts';
import { useShownParts } from '../families/useShownParts.ts';
import card from '../kit/Card.module.css';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { count } from '../text/format.ts';
import { jobTitle } from '../text/labels.ts';
import { NetworkPanel } from './NetworkPanel.tsx';
import { StepBar } from './StepBar.tsx';
import styles from './Thinning.module.css';

/** A run that can be pictured. */
interface Candidate {
  readonly key: string;
  readonly run: Run;
  readonly title: string;
  readonly live: Live | null;
  /** Training losses of a run that goes on. */
  readonly losses: readonly number[];
}

const SEVERAL = 'several';
/** In a longer list nobody finds anything. */
const MOST_LISTED = 200;

/** The networks of the study that is shown, getting thinner: as they are now, or at a step that is chosen or played. */
export function ThinningCard({ thinning }: { readonly thinning: Thinning }) {
  const titleId = useId();
  const actions = useActions();
  const candidates = useCandidates();
  const [only, setOnly] = useState(SEVERAL);
  const chosen = useLab((lab) => lab.chosenCycle);
  const hovered = useLab((lab) => lab.hoveredCycle);
  const one = candidates.find(({ key }) => key === only);
  const shown = one ? [one] : pictured(candidates.map(({ run }) => run)).map((place) => candidates[place]);
  const moments = momentsOf(shown.map(({ run }) => run));
  if (shown.length === 0) return null;
  const step = hovered ?? chosen;
  const notes = [...new Set(shown.map(({ run, live }) => thinning.at(run, step, live).note))];
  return (
    <section className={`${card.card} ${styles.card}`} aria-labelledby={titleId} data-testid="thinning">
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          The network thinning out
        </h2>
        {candidates.length > 1 && <Which candidates={candidates} shown={shown.length} value={one?.key ?? SEVERAL} onChange={setOnly} />}
        <p className={styles.note}>{notes.filter((note) => !notes.some((other) => other !== note && other.startsWith(note))).join(' ')}</p>
      </header>
      <div className={styles.panels}>
        {shown.map(({ key, ...candidate }) => (
          <NetworkPanel key={key} {...candidate} step={step} thinning={thinning} />
        ))}
      </div>
      {moments.length > 1 && <StepBar moments={moments} chosen={chosen} unit={unitOf(shown[0].run).one} onChoose={actions.chooseCycle} />}
    </section>
  );
}

/** The runs of this machine, or where it has none those that lie behind; methods that are left out of the figures are left out here. */
function useCandidates(): readonly Candidate[] {
  const parts = useShownParts();
  const jobs = useLab((lab) => lab.run.jobs);
  const hidden = useView((view) => view.hidden);
  const own = parts.find(({ source, runs }) => source === 'run' && runs.length > 0);
  const sources = own ? [own] : parts;
  return sources.flatMap(({ key, source, study, runs, name }) =>
    runs.flatMap((run, place): Candidate[] => {
      if (hidden.has(run.job.compression.method)) return [];
      const live = source === 'run' && isActive(run.status) ? (jobs[place] ?? null) : null;
      const title = titleOf(study, run, sources.length > 1 ? name : '');
      return [{ key: `${key}/${place}`, run, title, live, losses: live?.record.losses ?? none }];
    }),
  );
}

const none: readonly number[] = [];

const unitOf = ({ job }: Run): Unit => familyOf(job).unitOf(job);

const titleOf = (study: Study, { job }: Run, name: string): string => [name, jobTitle(study, job)].filter(Boolean).join(': ');

interface WhichProps {
  readonly candidates: readonly Candidate[];
  readonly shown: number;
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** The same list, though what stands behind it goes on. */
const sameList = (a: WhichProps, b: WhichProps): boolean =>
  a.shown === b.shown &&
  a.value === b.value &&
  a.candidates.length === b.candidates.length &&
  a.candidates.every(({ key, title }, place) => key === b.candidates[place].key && title === b.candidates[place].title);

/** Several networks side by side, or one of them. */
const Which = memo(function Which({ candidates, shown, value, onChange }: WhichProps) {
  const several = value === SEVERAL ? shown : Math.min(shown, candidates.length);
  const title = several === candidates.length ? `all ${count(candidates.length)} jobs` : `some of ${count(candidates.length)} jobs`;
  return (
    <div className={styles.which}>
      <Select
        label="Networks that are pictured"
        hideLabel
        value={value}
        options={[{ value: SEVERAL, title }, ...candidates.slice(0, MOST_LISTED).map((one) => ({ value: one.key, title: one.title }))]}
        onChange={onChange}
      />
    </div>
  );
}, sameList);
