import { useEffect, useId, useRef } from 'react';
import { loadPart } from '../../data/load-part.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab } from '../lab.tsx';
import { Part } from '../shell/Part.tsx';
import { jobTitle } from '../text/labels.ts';
import card from '../kit/Card.module.css';
import styles from './Network.module.css';

const loadPanel = async () => (await loadPart(() => import('./NetworkPanel.tsx'))).NetworkPanel;

/** The networks that the jobs of a run have left, and one from a file: what is behind them is loaded when one is opened. */
export function NetworkCard() {
  const titleId = useId();
  const actions = useActions();
  const kept = useLab((lab) => lab.networks.kept);
  const opened = useLab((lab) => lab.networks.opened);
  const study = useLab((lab) => lab.run.study);
  const jobs = useLab((lab) => lab.run.jobs);
  const heading = useRef<HTMLHeadingElement>(null);
  const fileName = opened?.source.kind === 'file' ? opened.source.name : null;
  useEffect(() => {
    if (fileName !== null) heading.current?.scrollIntoView({ block: 'start' });
  }, [fileName]);

  const finals = kept.filter(({ stage }) => stage === 'final').map(({ job }) => job);
  const hasEnded = jobs.some(({ record }) => record.status === 'finished');
  if (opened === null && !hasEnded) return null;
  const options = finals.flatMap((job) =>
    study && jobs[job] ? [{ value: String(job), title: jobTitle(study, jobs[job].record.job) }] : [],
  );
  const chosen = opened?.source.kind === 'job' ? String(opened.source.job) : null;
  return (
    <section className={card.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} ref={heading} className={styles.title}>
          Trained networks
        </h2>
        <p className={styles.subtitle}>take one away as a file, check it, or prune it by hand.</p>
        <div className={styles.tools}>
          {options.length === 1 && chosen === null && (
            <Button small icon="layers" onPress={() => void actions.openNetwork(Number(options[0].value))}>
              Open
            </Button>
          )}
          {options.length > 1 && (
            <Select
              label="Network of the job"
              hideLabel
              value={chosen}
              placeholder="Choose a job"
              options={options}
              onChange={(value) => void actions.openNetwork(Number(value))}
            />
          )}
          {opened && <IconButton icon="close" label="Close the network" small onPress={actions.closeNetwork} />}
        </div>
      </header>
      {opened === null && options.length === 0 && (
        <p className={styles.note}>
          No network of this run is kept: it came from a file, was run by an older version of the lab, or its networks are still being
          stored.
        </p>
      )}
      {opened && (
        <Part name="The opened network" load={loadPanel} props={{ opened }}>
          <p className={styles.note}>Opening…</p>
        </Part>
      )}
    </section>
  );
}
