import { useId, useMemo, useState } from 'react';
import { signsOf } from '../../data/text/byte-signs.ts';
import { firstOf, joined, type Said } from '../../data/text/said.ts';
import type { ReadingState } from '../../lab/networks-state.ts';
import type { NetworkModel } from '../../study/network-model.ts';
import { PASSAGE_BYTES, type ReadingFacts, type ReadReply, type Written } from '../../study/reading-protocol.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count, decimals, plural } from '../text/format.ts';
import { ByteText, type PlacedSign } from './ByteText.tsx';
import { bitsText, totalOf } from './costs.ts';
import { CostScale } from './CostScale.tsx';
import { Expected } from './Expected.tsx';
import { TypeBox } from './TypeBox.tsx';
import styles from './Reading.module.css';

/** Reading and writing with the open network: what each byte costs it, and how it goes on. */
export function ReadingPanel() {
  const titleId = useId();
  const actions = useActions();
  const reading = useLab((lab) => lab.networks.reading);
  if (!reading) return null;
  const { facts, error, loading } = reading;
  return (
    <section className={styles.reading} aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.title}>
        Read and write with it
      </h3>
      {error && (
        <>
          <ErrorText>{error}</ErrorText>
          <div>
            <Button small icon="retry" onPress={() => void actions.beginReading()}>
              Begin again
            </Button>
          </div>
        </>
      )}
      {!error && !facts && <p className={styles.note}>Loading the text… {Math.round(100 * loading)} %</p>}
      {facts && <Desk reading={reading} facts={facts} />}
    </section>
  );
}

interface DeskProps {
  readonly reading: ReadingState;
  readonly facts: ReadingFacts;
}

function Desk({ reading, facts }: DeskProps) {
  const actions = useActions();
  const { source, passage, typed, reply, written } = reading;
  const choose = (chosen: string): void => (chosen === 'typed' ? actions.readTyped(typed) : actions.readPassage(passage));
  return (
    <>
      {facts.missing !== null && <p className={styles.note}>There is no test part to read: {facts.missing}</p>}
      {facts.testBytes !== null && (
        <div className={styles.row}>
          <Segmented
            label="What is read"
            small
            options={[
              { value: 'passage', title: 'The test part' },
              { value: 'typed', title: 'What you type' },
            ]}
            values={[source]}
            onChange={([value]) => choose(value)}
          />
          {source === 'passage' && <Passages passage={passage} bytes={facts.testBytes} />}
        </div>
      )}
      {source === 'typed' && <TypeBox reading={reading} facts={facts} />}
      {reply?.kind === source && (
        <Texts key={source === 'passage' ? passage : source} reply={reply} written={source === 'typed' ? written : null} facts={facts} />
      )}
      <p className={styles.note}>{source === 'passage' ? cutText(facts) : windowText(facts)}</p>
    </>
  );
}

/** Which passage, and going to others. */
function Passages({ passage, bytes }: { readonly passage: number; readonly bytes: number }) {
  const actions = useActions();
  const all = Math.ceil(bytes / PASSAGE_BYTES);
  return (
    <>
      <Button small icon="previous" isDisabled={passage === 0} onPress={() => actions.readPassage(passage - 1)}>
        Previous
      </Button>
      <Button small icon="next" isDisabled={passage + 1 >= all} onPress={() => actions.readPassage(passage + 1)}>
        Next passage
      </Button>
      <span className={styles.note}>
        Passage {count(passage + 1)} of {count(all)}
      </span>
    </>
  );
}

const cutText = ({ length, start }: ReadingFacts): string =>
  `Cut into chunks of ${count(length)} bytes, as in the job: the network sees nothing before a chunk, so that its first bytes cost more.${
    start === 'drop' ? ' Nothing is said of the first byte of each.' : ''
  }`;

const windowText = ({ length }: ReadingFacts): string =>
  `The network sees at most ${count(length)} bytes. Behind them its window moves on by ${count(Math.floor(length / 2))} bytes at a time, and begins as a chunk of the job did.`;

const stages: Readonly<Record<NetworkModel['stage'], string>> = {
  unpruned: 'Before its pruning',
  final: 'As the job left it',
  pruned: 'Pruned by hand',
};

/** What the networks that are read with are called. */
function useNames({ stages: own }: ReadingFacts): Readonly<Record<Column['of'], string>> {
  const isOnTrial = useLab(({ networks: { trial } }) => trial !== null && trial.facts !== null && trial.wanted.length > 0);
  return isOnTrial ? { whole: 'As it came', now: 'As it is now' } : { whole: stages[own[0]], now: stages[own.at(-1) ?? 'final'] };
}

interface TextsProps {
  readonly reply: ReadReply;
  readonly written: Written | null;
  readonly facts: ReadingFacts;
}

/** What one network makes of the text. */
interface Column {
  readonly of: 'whole' | 'now';
  /** What is read, and what it has written behind that. */
  readonly bytes: Uint8Array;
  readonly said: Said;
}

function columnsOf({ bytes, whole, now }: ReadReply, written: Written | null): Column[] {
  const column = (of: Column['of'], said: Said): Column => {
    const more = written?.[of];
    return more
      ? { of, bytes: Uint8Array.of(...bytes, ...more.bytes), said: joined(firstOf(said, bytes.length), more.said) }
      : { of, bytes, said };
  };
  return [column('whole', whole), ...(now ? [column('now', now)] : [])];
}

/** The text as each network reads it, and what they had expected at the byte that is looked at. */
function Texts({ reply, written, facts }: TextsProps) {
  const id = useId();
  const names = useNames(facts);
  const columns = useMemo(() => columnsOf(reply, written), [reply, written]);
  const [looked, setLooked] = useState<number | null>(null);
  const isTyped = reply.kind === 'typed';
  const read = reply.bytes.length;
  // Of what is typed, the byte to come.
  const at = looked ?? (isTyped ? read : null);
  return (
    <>
      <div className={styles.columns} data-are-two={columns.length > 1}>
        {columns.map(({ of, bytes, said }) => (
          <div key={of} data-testid={`read-${of}`}>
            <h4 className={styles.columnTitle}>
              {names[of]}: {totalText(said, read, bytes.length)}
            </h4>
            <Bytes
              id={`${id}-${of}`}
              label={`${names[of]}: ${isTyped ? 'what you typed' : 'the passage'}, byte by byte`}
              bytes={bytes}
              said={said}
              read={read}
              isTyped={isTyped}
              chosen={at}
              onChoose={setLooked}
            />
          </div>
        ))}
      </div>
      <CostScale />
      {at === null ? (
        <p className={styles.note}>Point at a byte, or move with the arrow keys, to see what was expected in its place.</p>
      ) : (
        <div className={`${styles.columns} ${styles.expectations}`} data-are-two={columns.length > 1} data-testid="expected">
          {columns.map(({ of, bytes, said }) =>
            at < said.bits.length ? (
              <Expected key={of} label={placeText(names[of], bytes, at)} said={said} at={at} byte={at < bytes.length ? bytes[at] : null} />
            ) : (
              <p key={of} className={styles.note}>
                {names[of]}: has written nothing there.
              </p>
            ),
          )}
        </div>
      )}
      <p className={styles.unseen} aria-live="polite">
        {looked !== null && columns.map((column) => spokenText(names[column.of], column, looked)).join(' ')}
      </p>
      <p className={styles.note}>Read in {decimals(reply.milliseconds, 0)} ms.</p>
    </>
  );
}

interface BytesProps extends Pick<Column, 'bytes' | 'said'> {
  readonly id: string;
  readonly label: string;
  /** Bytes before those that it has written itself. */
  readonly read: number;
  readonly isTyped: boolean;
  readonly chosen: number | null;
  readonly onChoose: (at: number) => void;
}

function Bytes({ bytes, said, read, isTyped, ...shown }: BytesProps) {
  const signs = useMemo(() => signsOf(bytes).map((sign, at): PlacedSign => ({ ...sign, at })), [bytes]);
  if (signs.length === 0) return <p className={styles.note}>Nothing is typed yet.</p>;
  return <ByteText {...shown} signs={signs} said={said} writtenFrom={read} hasPrices={isTyped} />;
}

/** “1,204 bits for 512 bytes, 2.352 bits per byte; what it wrote 1.802”. */
function totalText(said: Said, read: number, all: number): string {
  const [own, written] = [totalOf(said, 0, read), totalOf(said, read, all)];
  const each = own.bytes > 0 ? `, ${decimals(own.bits / own.bytes, 3)} bits per byte` : '';
  const more = written.bytes > 0 ? `; what it wrote ${decimals(written.bits / written.bytes, 3)}` : '';
  return `${own.bits < 1000 ? decimals(own.bits, 1) : count(own.bits)} bits for ${plural(own.bytes, 'byte')}${each}${more}`;
}

function placeText(name: string, bytes: Uint8Array, at: number): string {
  return at < bytes.length ? `${name}: expected for byte ${count(at + 1)}` : `${name}: expected next`;
}

/** The byte that was chosen, for whoever does not see it. */
function spokenText(name: string, { bytes, said: { bits, rank } }: Column, at: number): string {
  if (at >= bytes.length) return `${name}: nothing there yet.`;
  const cost = Number.isNaN(bits[at]) ? 'nothing is said of it' : `${bitsText(bits[at])}, its guess ${count(rank[at] + 1)}`;
  return `${name}: ${signsOf(bytes)[at].name}, ${cost}.`;
}
