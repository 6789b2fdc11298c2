import { useId, useState } from 'react';
import type { LabState } from '../../lab/contract.ts';
import type { TrialState, TrialTuning } from '../../lab/networks-state.ts';
import { bytesShort, timesDigits } from '../../math/number-text.ts';
import { samplesName } from '../../study/job-data.ts';
import type { TrialFacts, TrialResult } from '../../study/network-protocol.ts';
import { familyOf } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count, plural, timeLeft } from '../text/format.ts';
import { backendTitles } from '../text/labels.ts';
import { AskIt } from './AskIt.tsx';
import { figureText, judgedBy, judgedText, type Judged } from './judged.ts';
import { ThresholdSlider } from './ThresholdSlider.tsx';
import { TrialPicture } from './TrialPicture.tsx';
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
  final: 'The network as the job left it.',
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
  const { wanted, result, visited, tuning, tuned } = trial;
  const ofJob = useLab(foundThreshold);
  // Of other numbers than those that the job searched.
  const found = tuned ? null : ofJob;
  const isTuning = tuning !== null;
  const judged = judgedBy(facts.model.job);
  const first = visited.find(isFirst) ?? null;
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
          {tuned ? 'The network as it was trained on here.' : whose[facts.model.stage]} What is smaller than the threshold becomes 0, biases
          and normalisations included; nothing is trained.
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
          isDisabled={isTuning}
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
              isDisabled={isTuning}
              onChange={(threshold) => void actions.slide(wanted.with(index, threshold))}
            />
          ))}
        </div>
      )}
      <div className={styles.outcome} aria-busy={trial.isMeasuring}>
        {result && <Figures judged={judged} result={result} first={first} facts={facts} />}
        <VisitedChart judged={judged} visited={visited} current={result} tuned={tuned} />
      </div>
      <TrialPicture facts={facts} wanted={wanted} result={result} first={first} />
      <GoingOn judged={judged} trial={trial} facts={facts} />
      {facts.pictures && <AskIt pictures={facts.pictures} samples={facts.samples} />}
    </>
  );
}

/** Whether it is the network as it came. */
const isFirst = ({ tunings, thresholds }: TrialResult): boolean => tunings === 0 && thresholds.every((threshold) => threshold === 0);

/** Training on what is left: here for some seconds, or as a study. */
function GoingOn({ judged, trial, facts }: { readonly judged: Judged; readonly trial: TrialState; readonly facts: TrialFacts }) {
  const actions = useActions();
  const isWorking = useLab(({ run }) => run.status === 'running' || run.status === 'paused');
  const { tuning, tuned, tuningError, result, isMeasuring } = trial;
  const isStuck = isMeasuring || !result || result.nonzero === 0;
  if (tuning) {
    return (
      <div className={styles.foot}>
        <Button icon="stop" onPress={() => void actions.cancelTuning()}>
          Cancel
        </Button>
        <output className={styles.note}>
          {tuningText(judged, tuning)} <progress value={tuning.share} aria-label="Progress of training on" />
        </output>
      </div>
    );
  }
  return (
    <>
      {tuningError && <ErrorText>Training on failed, nothing was changed. {tuningError}</ErrorText>}
      {tuned && (
        <p className={styles.tuned}>
          <output>{tunedText(judged, tuned)}</output>{' '}
          <Button small icon="undo" onPress={() => void actions.beginTrial()}>
            Back to the network as it came
          </Button>
        </p>
      )}
      {facts.canTune && (
        <div className={styles.foot}>
          <Button kind="primary" icon="play" isDisabled={isStuck} onPress={() => void actions.tuneTrial()}>
            Train on for some seconds
          </Button>
          <p className={styles.note}>
            Trains what is left, here, with the job’s data and loss; what is 0 stays 0. The study stays as it is.
          </p>
        </div>
      )}
      {facts.canContinue && (
        <div className={styles.foot}>
          <Button icon="play" isDisabled={isStuck || isWorking} onPress={() => void actions.fineTuneFromTrial()}>
            Fine-tune as a study
          </Button>
          <p className={styles.note}>
            Runs a study of one job that begins with these weights and fine-tunes them with the job’s own training settings; what is 0 stays
            0. The network is stored in this browser and travels with no link.
          </p>
        </div>
      )}
    </>
  );
}

function tuningText(judged: Judged, { phase, share, secondsLeft, measured }: TrialTuning): string {
  if (phase === 'loading') return `Loading training data… ${Math.round(100 * share)} %`;
  const said = measured && judgedText(judged, measured);
  return `Training on${secondsLeft === null ? '' : ` · ${timeLeft(secondsLeft)}`}${said === null ? '' : ` · ${said} by now`}`;
}

/** What training on came to, with as many numbers left as before. */
function tunedText(judged: Judged, { before, after }: NonNullable<TrialState['tuned']>): string {
  const left = `with ${plural(after.nonzero, 'number')} left`;
  const [was, is] = [judgedText(judged, before), judgedText(judged, after)];
  return was === is ? `Trained on: ${is} ${left}, as before.` : `Trained on: from ${figureText(judged, before)} to ${is}, ${left}.`;
}

interface FiguresProps {
  readonly judged: Judged;
  readonly result: TrialResult;
  /** The network as it came, once it was measured. */
  readonly first: TrialResult | null;
  readonly facts: TrialFacts;
}

type Row = readonly [name: string, text: (result: TrialResult) => string, note?: string];

/** What the network comes to, beside what it came to before anything was done to it. */
function Figures({ judged, result, first, facts }: FiguresProps) {
  const rows: readonly Row[] = [
    ...[judged, ...judged.beside].flatMap((figure): Row[] =>
      figure.value(result) === null ? [] : [[figure.name, (of) => figureText(figure, of) ?? '–']],
    ),
    ['numbers left', ({ nonzero }) => `${count(nonzero)} of ${count(facts.parameters)}`],
    ['fewer numbers by', ({ compressionRate }) => (compressionRate === null ? 'nothing left' : `${timesDigits(compressionRate)}×`)],
    ['network', (of) => bytesShort(of.modelBytes), `in the codec “${result.codec}”`],
    ...(result.length === null
      ? []
      : [
          ['test data, given the network', ({ length }) => bytesShort(length?.dataBytes ?? 0)] satisfies Row,
          ['description length of both', ({ length }) => bytesShort(length?.bytes ?? 0)] satisfies Row,
        ]),
  ];
  return (
    <div>
      <table className={styles.figures} data-testid="trial-figures">
        <thead>
          <tr>
            <th scope="col">on the whole test set</th>
            <th scope="col">now</th>
            <th scope="col">as it came</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, text, note]) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {note && <span className={styles.small}> {note}</span>}
              </th>
              <td>{text(result)}</td>
              <td>{first ? text(first) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {count(facts.samples)} test {samplesName(facts.model.job)}, {backendTitles[facts.backend]}, {count(result.milliseconds)} ms.
        {result.length === null && ' Its method gives no code for the labels, so there is no description length.'}
      </p>
    </div>
  );
}
