import { useEffect, useId, useRef } from 'react';
import type { ArchiveResult, TextArchiveState } from '../../lab/text-archive-state.ts';
import { download } from '../files/download.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count, decimals, timeLeft } from '../text/format.ts';
import card from '../kit/Card.module.css';
import numbers from '../kit/NumberTable.module.css';
import styles from './ArchiveCard.module.css';

const stageWords = { encode: 'Compressing', check: 'Decoding it again, to compare', decode: 'Decoding' } as const;

/** An archive of a text that was dropped or chosen, or is being made: how far that is, where its bytes go, and how the text begins. */
export function ArchiveCard() {
  const titleId = useId();
  const actions = useActions();
  const archive = useLab((lab) => lab.textArchive);
  const heading = useRef<HTMLHeadingElement>(null);
  const name = archive?.name;
  useEffect(() => {
    if (name !== undefined) heading.current?.scrollIntoView({ block: 'start' });
  }, [name]);
  if (!archive) return null;
  const { done, error, doing } = archive;
  const isWorking = done === null && error === null;
  return (
    <section className={card.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} ref={heading} className={styles.title}>
          {doing === 'open' ? 'Text from an archive' : 'Archive of a text'}
        </h2>
        <p className={styles.name}>{archive.name}</p>
        {isWorking ? (
          <Button small onPress={actions.closeTextArchive}>
            Cancel
          </Button>
        ) : (
          <IconButton icon="close" label="Close the archive" small onPress={actions.closeTextArchive} />
        )}
      </header>
      {isWorking && <Working {...archive} />}
      {error !== null && <ErrorText>{error}</ErrorText>}
      {done && <Outcome doing={doing} {...done} />}
    </section>
  );
}

function Working({ progress, doing }: TextArchiveState) {
  if (!progress) return <p className={styles.note}>{doing === 'open' ? 'Reading the archive…' : 'Starting…'}</p>;
  const { stage, done, all, secondsLeft } = progress;
  return (
    <p className={styles.progress}>
      <progress value={done / all} aria-label={stageWords[stage]} /> {stageWords[stage]}: {count(done)} of {count(all)} bytes
      {secondsLeft !== null && `, ${timeLeft(secondsLeft)}`}
    </p>
  );
}

function Outcome({ doing, facts, bytes, fileName, beginning }: ArchiveResult & Pick<TextArchiveState, 'doing'>) {
  const { sizes, idealBytes, nonzero, parameters, bits, model, engine } = facts;
  const rows = [
    { part: 'network', size: sizes.network, note: `${count(nonzero)} of ${count(parameters)} numbers are not zero, at ${bits} bits each` },
    { part: 'code', size: sizes.code, note: `${count(Math.ceil(idealBytes))} by the probabilities of the network as they are` },
    { part: 'check sums', size: sizes.hashes, note: 'so that damage is noticed where it is' },
    { part: 'header', size: sizes.header, note: `${model.symbols} byte values, chunks of ${model.length}, ${engine}` },
  ];
  return (
    <>
      <div className={styles.columns}>
        <div className={styles.column}>
          <p className={styles.lead}>
            {count(facts.bytes)} bytes of text in {count(sizes.file)} bytes:{' '}
            <b>{decimals((8 * sizes.file) / facts.bytes, 3)} bits per byte</b>.
            {doing === 'make' && ' It was decoded again, and is the very text.'}
            {doing === 'open' && ' What was decoded has the check sum of what was archived.'}
          </p>
          <table className={numbers.table}>
            <thead>
              <tr>
                <th scope="col">part</th>
                <th scope="col">bytes</th>
                <th scope="col">share</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ part, size, note }) => (
                <tr key={part}>
                  <th scope="row">
                    {part}
                    <small className={styles.aside}>{note}</small>
                  </th>
                  <td>{count(size)}</td>
                  <td>{decimals((100 * size) / sizes.file, 1)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className={styles.column}>
          <h3 className={styles.subtitle}>How the text begins</h3>
          {/* A scrolling region must be reachable by keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={styles.text} aria-label="How the text begins" tabIndex={0}>
            {beginning}
          </pre>
        </div>
      </div>
      <div className={styles.row}>
        <Button kind="primary" icon="download" onPress={() => download(new Blob([bytes]), fileName)}>
          {doing === 'open' ? `The text, ${count(bytes.length)} bytes` : `The archive, ${count(bytes.length)} bytes`}
        </Button>
        <p className={styles.note}>SHA-256 of the text: {facts.digest.slice(0, 16)}…</p>
      </div>
    </>
  );
}
