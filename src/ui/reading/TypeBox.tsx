import { knownBytes } from '../../data/text/known-bytes.ts';
import type { ReadingState } from '../../lab/networks-state.ts';
import type { ReadingFacts } from '../../study/reading-protocol.ts';
import { Button } from '../kit/Button.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useActions } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './Reading.module.css';

/** Characters that can be typed, and bytes that are written at once. */
const MOST_TYPED = 1000;
const STRETCH = 200;
const MOST_SEED = 1e9;

const temperatures = [
  { value: '0', title: 'Most likely' },
  { value: '0.5', title: '0.5' },
  { value: '0.8', title: '0.8' },
  { value: '1', title: '1' },
  { value: '1.3', title: '1.3' },
];

interface TypeBoxProps {
  readonly reading: ReadingState;
  readonly facts: ReadingFacts;
}

/** Typing a beginning, and letting the networks go on. */
export function TypeBox({ reading, facts }: TypeBoxProps) {
  const actions = useActions();
  const { typed, hand, written, isWriting } = reading;
  const { bytes, foreign } = knownBytes(typed, facts.alphabet);
  const needsByte = facts.start === 'drop' && bytes.length === 0;
  return (
    <div className={styles.typing}>
      <label className={styles.field}>
        Type a beginning
        <textarea
          rows={2}
          value={typed}
          maxLength={MOST_TYPED}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => actions.readTyped(event.target.value)}
        />
      </label>
      <output className={styles.warning}>
        {foreign.length > 0 && foreignText(foreign, facts.alphabet.length)}
        {needsByte && 'Type at least one byte: its chunks had nothing before their first byte, so it says nothing of that.'}
      </output>
      <div className={styles.row}>
        {isWriting ? (
          <Button icon="stop" onPress={actions.stopWriting}>
            Stop
          </Button>
        ) : (
          <Button kind="primary" icon="play" isDisabled={needsByte} onPress={() => void actions.writeOn(STRETCH)}>
            Let it write on
          </Button>
        )}
        <Button isDisabled={isWriting || needsByte} onPress={() => void actions.writeOn(1)}>
          One byte
        </Button>
        <Button isDisabled={!written} onPress={actions.clearWritten}>
          Clear what it wrote
        </Button>
        <Segmented
          label="Temperature: how boldly it chooses"
          small
          options={temperatures}
          values={[String(hand.temperature)]}
          onChange={([value]) => actions.changeHand({ temperature: Number(value) })}
        />
        <label className={styles.seed}>
          Seed
          <input
            type="number"
            min={0}
            max={MOST_SEED}
            value={hand.seed}
            disabled={hand.temperature === 0}
            onChange={({ target: { valueAsNumber } }) => {
              if (Number.isInteger(valueAsNumber) && valueAsNumber >= 0 && valueAsNumber <= MOST_SEED)
                actions.changeHand({ seed: valueAsNumber });
            }}
          />
        </label>
      </div>
      <p className={styles.note}>
        It draws each byte by its probabilities: at temperature 1 as it holds them, below 1 the likely ones more often, and “Most likely”
        takes the first each time. Both networks draw with the same random numbers, so they write the same for as long as they expect the
        same.
      </p>
    </div>
  );
}

/** Characters that are named before the rest is counted. */
const NAMED = 8;

function foreignText(foreign: readonly string[], symbols: number): string {
  const named = foreign.slice(0, NAMED).map((character) => `“${character}”`);
  const rest = foreign.length - named.length;
  const all = rest > 0 ? `${named.join(', ')} and ${count(rest)} more` : named.join(', ');
  return `No symbol for ${all}: the network knows the ${count(symbols)} byte values of the text that it learned. It reads what you typed without ${foreign.length === 1 ? 'it' : 'them'}.`;
}
