import { useState } from 'react';
import { canonicalJson } from '../../../study/job.ts';
import { controlsOf } from '../../../study/families/l0/controls.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import type { ShownPart } from '../../chart/shown.ts';
import { Button } from '../../kit/Button.tsx';
import { Select } from '../../kit/Select.tsx';
import { useActions, useLab } from '../../lab.tsx';
import { jobTitle } from '../../text/labels.ts';
import table from '../Table.module.css';
import styles from './Controls.module.css';

/** Offers controls of a network of the run on the form: as many numbers of each layer, chosen otherwise. */
export function Controls({ study, runs }: Pick<ShownPart, 'study' | 'runs'>) {
  const actions = useActions();
  const form = useLab((lab) => lab.study);
  const [place, setPlace] = useState<number | null>(null);
  // Beside another base job they would be other jobs.
  if (canonicalJson(form.job) !== canonicalJson(study.job)) return null;
  const has = new Set((form.beside ?? []).map((own) => canonicalJson(own)));
  const offered = (runs as readonly L0Run[]).flatMap((run, index) => {
    const controls = controlsOf(study, run);
    return controls.length > 0 ? [{ run, index, left: controls.filter((own) => !has.has(canonicalJson(own))) }] : [];
  });
  if (offered.length === 0) return null;
  const chosen = offered.find(({ index }) => index === place) ?? offered[0];
  return (
    <section className={styles.controls} aria-label="Controls at the same layer sizes">
      <h3 className={table.part}>Was it the choice of weights?</h3>
      <p className={table.subtitle}>
        A method decides how many numbers stay of each layer, and which. Controls keep as many of each layer and choose them by lot, or by
        their size alone: what a method is better than they are is worth its choice.
      </p>
      <div className={styles.row}>
        <Select
          label="Layer sizes of"
          value={String(chosen.index)}
          options={offered.map(({ run, index }) => ({ value: String(index), title: jobTitle(study, run.job) }))}
          onChange={(value) => setPlace(Number(value))}
        />
        <Button isDisabled={chosen.left.length === 0} onPress={() => actions.addBeside(chosen.left)}>
          {chosen.left.length === 0 ? 'Its controls are in the study' : `Add ${chosen.left.length} controls to the study`}
        </Button>
      </div>
    </section>
  );
}
