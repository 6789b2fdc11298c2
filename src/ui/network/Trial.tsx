import { useId, useState } from 'react';
import type { LabState, TrialState } from '../../lab/contract.ts';
import { percent } from '../../math/number-text.ts';
import type { TrialFacts, TrialResult } from '../../study/network-protocol.ts';
import { familyOf } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count, significant } from '../text/format.ts';
import { backendTitles } from '../text/labels.ts';
import { ThresholdSlider } from './ThresholdSlider.tsx';
import { VisitedChart } from './VisitedChart.tsx';
import styles from './Trial.module.css';

/** Pruning a network by hand: thresholds over its weights, what is left of it, and what it still knows. */
export function Trial() {
  const titleId = useId();
  const actions = useActions();
  const trial = useLab((lab) => lab.networks.trial);
  if (!trial) return null;
  return (
    <section className={styles.trial} aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.title}>
        Prune by hand
      </h3>
      {trial.error && (
        <>
          <ErrorText>{trial.error}</ErrorText>
          <Button small icon="layers" onPress={() => void actions.beginTrial()}>
            Begin again
          </Button>
        </>
      )}
      {!trial.error && !trial.facts && <p className={styles.note}>Loading the test set… {Math.round(100 * trial.loading)} %</p>}
      {trial.facts && <Sliders trial={trial} facts={trial.facts} />}
    </section>
  );
}

const whose = {
  unpruned: 'The network as it was before its pruning.',
  final: 'The network as the job ended; how it was before its pruning is not kept (it was not pruned, or has more than 16 MB).',
  pruned: 'A network that was pruned by hand.',
} as const;

/** The threshold that the job of the network found by itself; null where it sought none, or the network is from a file. */
function foundThreshold({ networks: { opened }, run }: LabState): number | null {
  const source = opened?.source;
  const record = source?.kind === 'job' ? run.jobs[source.job]?.record : undefined;
  return record?.summary ? familyOf(record.job).thresholdOf(record.summary) : null;
}

function Sliders({ trial, facts }: { readonly trial: TrialState; readonly facts: TrialFacts }) {
  const actions = useActions();
  const [mode, setMode] = useState<'all' | 'layers'>('all');
  const { wanted, result, visited, isMeasuring } = trial;
  const found = useLab(foundThreshold);
  const isWorking = useLab(({ run }) => run.status === 'running' || run.status === 'paused');
  const change = (choice: 'all' | 'layers') => {
    setMode(choice);
    // One threshold again: that of the first layer is as good as any.
    if (choice === 'all' && wanted.some((threshold) => threshold !== wanted[0])) void actions.slide(wanted.map(() => wanted[0]));
  };
  const left = (nonzero: number | undefined, size: number): string =>
    nonzero === undefined ? '' : `${count(nonzero)} of ${count(size)} stay`;
  return (
    <>
      <div className={styles.head}>
        <p className={styles.note}>
          {whose[facts.model.stage]} What is smaller than the threshold becomes 0, biases and normalisations included; nothing is trained.
        </p>
        <Segmented
          label="Thresholds"
          small
          options={[
            { value: 'all', title: 'One threshold' },
            { value: 'layers', title: 'One a layer' },
          ]}
          values={[mode]}
          onChange={([value]) => change(value as 'all' | 'layers')}
        />
      </div>
      {mode === 'all' ? (
        <ThresholdSlider
          label="Threshold"
          weights={facts.weights}
          largest={facts.largest}
          threshold={wanted[0] ?? 0}
          found={found}
          left={left(result?.nonzero, facts.parameters)}
          onChange={(threshold) => void actions.slide(facts.blocks.map(() => threshold))}
        />
      ) : (
        <div className={styles.layers}>
          {facts.blocks.map((block, index) => (
            <ThresholdSlider
              key={block.name}
              label={block.name}
              weights={block.weights}
              largest={block.largest}
              threshold={wanted[index] ?? 0}
              found={found}
              left={left(result?.layers[index]?.nonzero, block.size)}
              onChange={(threshold) => void actions.slide(wanted.with(index, threshold))}
            />
          ))}
        </div>
      )}
      <div className={styles.outcome} aria-busy={isMeasuring}>
        {result && <Figures result={result} facts={facts} />}
        <VisitedChart visited={visited} current={result} />
      </div>
      <div className={styles.foot}>
        <Button
          kind="primary"
          icon="play"
          isDisabled={isMeasuring || isWorking || !result || result.nonzero === 0}
          onPress={() => void actions.fineTuneFromTrial()}
        >
          Fine-tune from here
        </Button>
        <p className={styles.note}>
          Runs a study of one job that begins with these weights and fine-tunes them with the job’s own training settings; what is 0 stays
          0. The network is stored in this browser and travels with no link.
        </p>
      </div>
    </>
  );
}

function Figures({ result, facts }: { readonly result: TrialResult; readonly facts: TrialFacts }) {
  const rows: readonly (readonly [string, string, string?])[] = [
    ...(result.testAccuracy === null ? [] : [['test accuracy', percent(result.testAccuracy)] as const]),
    ['test loss', significant(result.testLoss, 4)],
    ['compression rate', result.compressionRate === null ? 'nothing left' : significant(result.compressionRate)],
    ['not zero', `${count(result.nonzero)} of ${count(facts.parameters)}`],
    ['network', `${count(result.modelBytes)} bytes`, `in the codec “${result.codec}”`],
    ['test data, given the network', `${count(result.dataBytes)} bytes`],
    ['description length of both', `${count(result.descriptionBytes)} bytes`],
  ];
  return (
    <div>
      <dl className={styles.figures} data-testid="trial-figures">
        {rows.map(([name, value, note]) => (
          <div key={name}>
            <dt>
              {name}
              {note && <span className={styles.small}> {note}</span>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>
        All {count(facts.samples)} test samples, {backendTitles[facts.backend]}, {count(result.milliseconds)} ms.
      </p>
    </div>
  );
}
