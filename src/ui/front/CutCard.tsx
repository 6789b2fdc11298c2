import { useId, type ReactNode } from 'react';
import type { Scope } from '../../lab/front/base.ts';
import type { Stand } from '../../lab/front/state.ts';
import { PlainButton } from '../kit/PlainButton.tsx';
import { byteParts, bytesShort, grouped, percent, percentDigits, timesDigits } from '../../math/number-text.ts';
import { relativeToPage } from '../text/addresses.ts';
import { Choice } from './Choice.tsx';
import { useFront, useSession, useStand } from './front.ts';
import { Info } from './Info.tsx';
import { TestNote } from './TestNote.tsx';
import { Trail } from './Trail.tsx';
import { secondsText } from './text.ts';
import { WeightSlider } from './WeightSlider.tsx';
import styles from './CutCard.module.css';

/** Three numbers, what can be done, the weights as a slider, and the trail of what was tried. */
export function CutCard() {
  const { tuning } = useFront();
  const stand = useStand();
  return (
    <section className={styles.card} aria-label="Cut the network">
      <div className={styles.top}>
        <Numbers />
        <Actions />
      </div>
      <TestNote />
      <div className={styles.plots}>
        <div className={styles.slide}>
          <h2 className={styles.title}>
            The weights, by size
            <span>{hintOf(stand)}</span>
            <ScopeChoice />
          </h2>
          <WeightSlider isDisabled={tuning !== null} />
        </div>
        <div className={styles.trail}>
          <h2 className={styles.title}>
            Accuracy against size <span>% right · times smaller</span>
          </h2>
          <Trail />
        </div>
      </div>
    </section>
  );
}

/** What the handle does. */
function hintOf({ base, cut }: Stand): string {
  if (base.isTuned) return 'what is gone stays gone; Undo brings it back';
  return cut.order === 'smallest'
    ? 'drag: everything left of the handle is thrown away'
    : 'drag: as many as lie left of the handle are thrown away, drawn at random';
}

function Numbers() {
  const { said, saidVersion, version, test, size, fullAccuracy } = useFront();
  const samples = test.state === 'ready' ? test.labels.length : 0;
  const [bytes, unit] = byteParts(size.bytes);
  return (
    <>
      <Big
        value={said ? percentDigits(said.right / samples) : '–'}
        unit={said ? '%' : ''}
        name="accuracy"
        isBusy={saidVersion !== version}
        words={
          <>
            right of {samples === 0 ? '10,000' : grouped(samples)} test digits
            {fullAccuracy !== null && ` · full ${percent(fullAccuracy)}`}
          </>
        }
      />
      <Big value={timesDigits(size.times)} unit="×" name="times" words="smaller" />
      <Big
        value={bytes}
        unit={unit}
        name="bytes"
        words={
          <>
            instead of {bytesShort(size.before)}
            <Info title="How bytes are counted">
              <p>
                The full network is {grouped(size.before / 4)} numbers of 4 bytes each. Of the cut one only what is kept is counted: 4 bytes
                a number, and where it stands, in the shortest of the lab’s formats for each layer.
              </p>
              <p>Without positions nobody could read the file back, so “keep 1 in 10” is a little less than 10 times smaller.</p>
            </Info>
          </>
        }
      />
    </>
  );
}

interface BigProps {
  readonly value: string;
  readonly unit: string;
  readonly name: string;
  readonly words: ReactNode;
  /** Whether it is about to change. */
  readonly isBusy?: boolean;
}

const Big = ({ value, unit, name, words, isBusy = false }: BigProps) => (
  <div className={styles.number} data-number={name} aria-busy={isBusy}>
    <b>
      {value}
      <small>{unit}</small>
    </b>
    <span>{words}</span>
  </div>
);

const scopeTitles = ['784 → 300', '300 → 100', '100 → 10'];

function ScopeChoice() {
  const session = useSession();
  const { scope, base } = useStand();
  const options = [
    { value: 'all' as Scope, title: 'all layers' },
    ...base.shape.layers.map((_layer, index) => ({ value: index as Scope, title: scopeTitles[index] })),
  ];
  return <Choice label="Which weights" options={options} chosen={scope} onChoose={(own) => session.setScope(own)} isSmall />;
}

const orders = [
  { value: 'smallest', title: 'smallest first' },
  { value: 'random', title: 'at random' },
] as const;

function Actions() {
  const session = useSession();
  const { tuning, test, past, future } = useFront();
  const { cut } = useStand();
  const why = useId();
  const isTuning = tuning !== null;
  return (
    <div className={styles.actions}>
      <Choice
        label="What goes first"
        options={orders}
        chosen={cut.order}
        onChoose={(order) => session.setOrder(order)}
        isDisabled={isTuning}
      />
      <PlainButton icon="undo" label="Undo" onClick={() => session.undo()} disabled={past.length === 0 || isTuning} />
      <PlainButton icon="redo" label="Redo" onClick={() => session.redo()} disabled={future.length === 0 || isTuning} />
      {isTuning ? (
        <PlainButton icon="stop" onClick={() => void session.cancelTuning()}>
          Cancel
        </PlainButton>
      ) : (
        <PlainButton kind="primary" aria-describedby={why} onClick={() => void session.fineTune()} disabled={test.state !== 'ready'}>
          Fine-tune
        </PlainButton>
      )}
      <TuningNote id={why} />
    </div>
  );
}

/** What fine-tuning does, or how far it is. */
function TuningNote({ id }: { readonly id: string }) {
  const { tuning, tuningFailure } = useFront();
  if (tuningFailure !== null) return <p role="alert">{`Fine-tuning failed, nothing was changed. ${relativeToPage(tuningFailure)}`}</p>;
  if (tuning === null)
    return (
      <p id={id} className={styles.what}>
        trains what is left for some seconds
      </p>
    );
  const left = tuning.secondsLeft === null ? '' : ` · ${secondsText(tuning.secondsLeft)} left`;
  return (
    <output id={id} className={styles.what}>
      {tuning.phase === 'loading' ? 'reading training digits' : `training${left}`}{' '}
      <progress value={tuning.share} aria-label="Progress of fine-tuning" />
    </output>
  );
}
