import { memo, useMemo } from 'react';
import { budgetWords } from '../../../study/families/l0/budget.ts';
import { againstUnpruned } from '../../../study/families/l0/dense-control.ts';
import { idleWords } from '../../../study/families/l0/idle.ts';
import { verbatimBytes } from '../../../study/families/l0/length.ts';
import { l0MeasuredNothing } from '../../../study/families/l0/hollow.ts';
import { multiplyAdds } from '../../../study/families/l0/multiply-adds.ts';
import { lossScale } from '../../../study/families/l0/quality.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import { taskOf } from '../../../study/job-data.ts';
import type { Study } from '../../../study/schema.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import type { ShownPart } from '../../chart/shown.ts';
import { ShownTables } from '../ShownTables.tsx';
import { Controls } from './Controls.tsx';
import { RateTable } from './RateTable.tsx';
import { useShownParts } from '../useShownParts.ts';
import { jobStatusWords } from '../../run/status-words.ts';
import { count, decimals, inColumn, signed } from '../../text/format.ts';
import { jobTitle } from '../../text/labels.ts';
import numbers from '../../kit/NumberTable.module.css';
import styles from '../Table.module.css';

/** What the jobs of ℓ0 studies came to: sizes, accuracies and description lengths, a row each. */
export function ResultTable() {
  const parts = useShownParts().filter(({ runs }) => runs.length > 0);
  return (
    <ShownTables
      title="Results"
      label="Table of results"
      parts={parts}
      subtitleOf={subtitleOf}
      empty="Press Run to train, prune and fine-tune, and see what network and data take in bytes."
      Table={JobTable}
      Below={Comparisons}
    />
  );
}

function Comparisons(part: Pick<ShownPart, 'study' | 'runs'>) {
  return (
    <>
      <RateTable {...part} />
      <Controls {...part} />
    </>
  );
}

const originWords: Readonly<Record<ShownPart['source'], string>> = {
  run: 'one row a job, when it has ended; every measured step is in the result file and the CSV (Export).',
  link: 'one row a job; Reproduce runs them here.',
  file: 'one row a job; Reproduce runs them here.',
  recorded: 'one row a job; Reproduce runs them here.',
  plan: 'one row a job that has ended by now; Reproduce runs them here.',
  stored: 'one row a job.',
};

const subtitleOf = ({ source, runs }: ShownPart): string => originWords[source] + countedText(runs as readonly L0Run[]);

const JobTable = memo(function JobTable({ study, runs }: Pick<ShownPart, 'study' | 'runs'>) {
  const rows = runs as readonly L0Run[];
  const classifies = rows.some(({ job }) => taskOf(job).isRightOrWrong);
  const inBits = rows.every(({ job }) => taskOf(job).symbol !== null);
  // Where a job takes out neurons without influence, its network is smaller in the end than it was built.
  const deletes = rows.some(({ summary }) => summary?.parametersLeft !== undefined);
  const multiplies = rows.some(multipliesApart);
  const beyondUnpruned = useMemo(() => againstUnpruned(rows), [rows]);
  const hasUnpruned = rows.some((run) => beyondUnpruned(run) !== null);
  const tellsEffective = rows.some(({ summary }) => summary?.effective !== undefined);
  return (
    <table className={numbers.table}>
      <thead>
        <tr>
          <th scope="col">job</th>
          <th scope="col">compression rate</th>
          <th scope="col">non-zero</th>
          {tellsEffective && <th scope="col">effective</th>}
          <th scope="col">of</th>
          {multiplies && <th scope="col">multiply-adds</th>}
          {multiplies && <th scope="col">of</th>}
          {deletes && <th scope="col">left by deletion</th>}
          {classifies && <th scope="col">test accuracy</th>}
          {hasUnpruned && <th scope="col">points to unpruned</th>}
          <th scope="col">{inBits ? `test loss (${lossScale(rows[0].job).axis})` : 'test loss'}</th>
          <th scope="col">network (bytes)</th>
          <th scope="col">{inBits ? 'text' : 'data'} (bytes)</th>
          <th scope="col">both (bytes)</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((run, index) => (
          <Row
            // The jobs of a run keep their places.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            job={run.job}
            status={run.status}
            summary={run.summary}
            nothing={l0MeasuredNothing(run)}
            study={study}
            tellsEffective={tellsEffective}
            deletes={deletes}
            multiplies={multiplies}
            classifies={classifies}
            {...(hasUnpruned ? { beyond: beyondUnpruned(run) } : {})}
            inBits={inBits}
          />
        ))}
      </tbody>
    </table>
  );
});

/** Which weights are counted, and what the data take without any network: less is what one is worth. */
function countedText(rows: readonly L0Run[]): string {
  const ended = rows.filter(({ summary }) => summary !== null).map(({ job }) => job);
  const words = idleWords(ended);
  const plain = [...new Set(ended.map(verbatimBytes))];
  const budget = budgetWords(rows);
  const beyondUnpruned = againstUnpruned(rows);
  return [
    ...(words === '' ? [] : [` ${words.charAt(0).toUpperCase()}${words.slice(1)}.`]),
    ...(rows.some(({ summary }) => summary?.effective !== undefined)
      ? [' Effective are those that some input can make matter, counted by one rule whatever the method.']
      : []),
    ...(plain.length === 1 ? [` Without any network the data take ${count(plain[0])} bytes.`] : []),
    ...(rows.some((run) => beyondUnpruned(run) !== null)
      ? [' Points are percentage points against the unpruned network of the same seed.']
      : []),
    ...(words === '' ? [] : [costText(rows.some(multipliesApart))]),
    ...(budget === '' ? [] : [` Methods were ${budget}.`]),
  ].join('');
}

/** Whether a network uses numbers more than once for a sample: of a dense one, what is left to compute is what is left of it. */
function multipliesApart({ job, summary }: L0Run): boolean {
  const adds = summary && multiplyAdds(job, summary);
  return adds !== null && adds.left !== summary?.nonzero;
}

const costText = (isApart: boolean): string =>
  isApart
    ? ' Multiply-adds are those that a sample takes, by numbers that are not zero. Most programs do the others as well: zeros alone make nothing faster.'
    : ' A sample takes as many multiply-adds as numbers are not zero. Most programs do the others as well: zeros alone make nothing faster.';

interface RowProps extends Pick<L0Run, 'job' | 'status' | 'summary'> {
  readonly study: Study;
  /** Why it measured nothing; null where it did. */
  readonly nothing: string | null;
  /** Whether there is a column for the numbers that some input can make matter. */
  readonly tellsEffective: boolean;
  /** Whether there is a column for the numbers that are left where neurons were deleted. */
  readonly deletes: boolean;
  /** Whether there are two for what is computed for a sample. */
  readonly multiplies: boolean;
  /** Whether there is one for accuracies: regressions have none. */
  readonly classifies: boolean;
  /** Share of the test samples that are right beyond the unpruned network of the same seed; null without one, missing where no job has any. */
  readonly beyond?: number | null;
  /** Whether losses are told in bits of a symbol: where all are. */
  readonly inBits: boolean;
}

/** What is computed for a sample, left and in all. */
function Cost({ job, summary }: { readonly job: L0Run['job']; readonly summary: NonNullable<L0Run['summary']> }) {
  const adds = multiplyAdds(job, summary);
  if (!adds) return <td colSpan={2}>–</td>;
  return (
    <>
      <td>{count(adds.left)}</td>
      <td>{count(adds.all)}</td>
    </>
  );
}

const Row = memo(function Row({
  job,
  status,
  summary,
  nothing,
  study,
  tellsEffective,
  deletes,
  multiplies,
  classifies,
  beyond,
  inBits,
}: RowProps) {
  return (
    <tr>
      <th scope="row">
        <MethodMark method={job.compression.method} /> {jobTitle(study, job)}
        {nothing !== null && <span className={styles.hollow}>measured nothing: {nothing}</span>}
      </th>
      {summary ? (
        <>
          <td>{inColumn(summary.compressionRate)}</td>
          <td>{count(summary.nonzero)}</td>
          {tellsEffective && <td>{summary.effective === undefined ? '–' : count(summary.effective)}</td>}
          <td>{count(summary.parameters)}</td>
          {multiplies && <Cost job={job} summary={summary} />}
          {deletes && <td>{count(summary.parametersLeft ?? summary.parameters)}</td>}
          {classifies && <td>{decimals(summary.testAccuracy)}</td>}
          {beyond !== undefined && <td>{beyond === null ? '–' : signed(100 * beyond)}</td>}
          <td>{inColumn((inBits ? lossScale(job).factor : 1) * summary.testLoss)}</td>
          <td>{count(summary.modelBytes)}</td>
          <td>{count(summary.dataBytes)}</td>
          <td>{count(summary.descriptionBytes)}</td>
        </>
      ) : (
        <td
          colSpan={
            7 + Number(tellsEffective) + Number(deletes) + 2 * Number(multiplies) + Number(classifies) + Number(beyond !== undefined)
          }
        >
          {jobStatusWords[status]}
        </td>
      )}
    </tr>
  );
});
