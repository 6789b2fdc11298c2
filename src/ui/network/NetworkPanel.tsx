import { percent } from '../../math/number-text.ts';
import { familyOf } from '../../study/schema.ts';
import type { OpenedNetwork } from '../../lab/networks-state.ts';
import { taskOf } from '../../study/job-data.ts';
import { hasText } from '../../study/job-text.ts';
import type { NetworkFacts } from '../../study/network-protocol.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useLab } from '../lab.tsx';
import { ReadingPanel } from '../reading/ReadingPanel.tsx';
import { count, significant } from '../text/format.ts';
import { methodTitle, settingTitle, valueTitle } from '../text/labels.ts';
import { ArchiveRow } from './ArchiveRow.tsx';
import { networkCaption, totalsOf } from './caption.ts';
import { CheckRow } from './CheckRow.tsx';
import { Downloads } from './Downloads.tsx';
import { judgedBy } from './judged.ts';
import { Trial } from './Trial.tsx';
import numbers from '../kit/NumberTable.module.css';
import styles from './Network.module.css';

/** One network: what is in it, ways to take it away, and what can be done with it. */
export function NetworkPanel({ opened }: { readonly opened: OpenedNetwork }) {
  const actions = useActions();
  const { facts, error, source } = opened;
  const hasTrial = useLab((lab) => lab.networks.trial !== null);
  const isReading = useLab((lab) => lab.networks.reading !== null);
  if (error) {
    return (
      <ErrorText>
        {source.kind === 'file' ? `${source.name} was not opened. ` : ''}
        {error}
      </ErrorText>
    );
  }
  if (!facts) return <p className={styles.note}>Reading the network…</p>;
  const canSlide = familyOf(facts.model.job).trialRefusal === null;
  const { symbol } = taskOf(facts.model.job);
  const readsText = symbol !== null;
  return (
    <>
      <div className={styles.columns}>
        <Contents facts={facts} name={source.kind === 'file' ? source.name : null} />
        <div className={styles.column}>
          <Downloads facts={facts} key={`${facts.sizes.file} ${source.kind === 'file' ? source.name : source.job}`} />
          {hasText(facts.model.job) && <ArchiveRow />}
          <CheckRow facts={facts} check={opened.check} />
        </div>
      </div>
      {canSlide && !hasTrial && (
        <div className={styles.row}>
          <Button icon="layers" onPress={() => void actions.beginTrial()}>
            Prune it by hand
          </Button>
          <p className={styles.aside}>
            Drag a threshold over its weights and see {judgedBy(facts.model.job).name} and sizes on the whole test set at once.
          </p>
        </div>
      )}
      {canSlide && hasTrial && <Trial />}
      {readsText && !isReading && (
        <div className={styles.row}>
          <Button icon="open" onPress={() => void actions.beginReading()}>
            Read and write with it
          </Button>
          <p className={styles.aside}>
            See what each {symbol} of a passage costs it and what it had expected there, type a beginning, and watch it go on.
          </p>
        </div>
      )}
      {readsText && isReading && <ReadingPanel />}
    </>
  );
}

const stages = { final: 'as the job ended', unpruned: 'before its pruning', pruned: 'pruned by hand' } as const;

function Contents({ facts, name }: { readonly facts: NetworkFacts; readonly name: string | null }) {
  const { model, tensors, parameters, nonzero, statistics } = facts;
  const { job } = model;
  const { built, compressionRate } = totalsOf(facts);
  const rate = compressionRate === null ? 'empty' : `CR ${significant(compressionRate)}`;
  return (
    <div className={styles.column}>
      <p className={styles.lead}>
        {name && <b>{name}: </b>}
        {networkCaption(facts)}, {stages[model.stage]}. {settingTitle('data.name', job)}: {valueTitle('data.name', job.data.name, job)};
        method: {methodTitle(job.compression.method)}; seed {job.seed}.
      </p>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroll} aria-label="Layers of the network" tabIndex={0}>
        <table className={`${numbers.table} ${styles.table}`}>
          <thead>
            <tr>
              <th scope="col">layer</th>
              <th scope="col">shape</th>
              <th scope="col">numbers</th>
              <th scope="col">not zero</th>
              <th scope="col">share</th>
            </tr>
          </thead>
          <tbody>
            {tensors.map((tensor) => (
              <tr key={tensor.name}>
                <th scope="row">{tensor.name}</th>
                <td>
                  {tensor.shape.join(' × ')}
                  {tensor.hasBias ? ' + bias' : ''}
                </td>
                <td>{count(tensor.size)}</td>
                <td>{count(tensor.nonzero)}</td>
                <td>{shareText(tensor.nonzero, tensor.size)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">all</th>
              <td>{built === null && rate}</td>
              <td>{count(parameters)}</td>
              <td>{count(nonzero)}</td>
              <td>{shareText(nonzero, parameters)}</td>
            </tr>
            {built !== null && (
              <tr>
                <th scope="row">of what it was built with</th>
                <td>{rate}</td>
                <td>{count(built)}</td>
                <td>{count(nonzero)}</td>
                <td>{shareText(nonzero, built)}</td>
              </tr>
            )}
          </tfoot>
        </table>
      </section>
      {statistics > 0 && (
        <p className={styles.note}>
          {count(statistics)} running statistics of normalisations come with it; no description length counts them.
        </p>
      )}
    </div>
  );
}

const shareText = (part: number, whole: number): string => (whole === 0 ? '–' : percent(part / whole));
