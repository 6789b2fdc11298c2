import type { RunEntry } from '../../lab/stored-contract.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { Menu } from '../kit/Menu.tsx';
import { MethodMark } from '../kit/MethodMark.tsx';
import { useActions } from '../lab.tsx';
import { goTo } from '../route.ts';
import { aboutText } from '../text/about.ts';
import { count, decimals, duration, plural, significant } from '../text/format.ts';
import { methodTitle } from '../text/labels.ts';
import { saveJobsAsCsv, saveRunsAsCsv, saveRunsAsJson } from './files.ts';
import { cellText, deltaWords, methodsOf, statusTitle, type SettingColumn } from './rows.ts';
import styles from './RunTable.module.css';

interface RunRowProps {
  readonly entry: RunEntry;
  readonly columns: readonly SettingColumn[];
  readonly baseline: RunEntry | null;
  /** Whether compression rates and bytes have columns. */
  readonly sized: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (selected: boolean) => void;
  readonly onRename: () => void;
  readonly onBaseline: (id: string | null) => void;
}

const day = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const dayFormat = new Intl.DateTimeFormat('en', day);
const yearFormat = new Intl.DateTimeFormat('en', { ...day, year: 'numeric' });

/** The year only where it is another one than this. */
function dateText(iso: string): string {
  const date = new Date(iso);
  return (date.getFullYear() === new Date().getFullYear() ? dayFormat : yearFormat).format(date);
}

/** One stored run. */
export function RunRow({ entry, columns, baseline, sized, isSelected, onSelect, onRename, onBaseline }: RunRowProps) {
  const actions = useActions();
  const { id, study, status, elsewhere, startedAt, tally, pinned } = entry;
  const { name } = study;
  const isBaseline = baseline?.id === id;
  const open = async () => {
    if (await actions.openRun(id)) goTo('lab');
  };
  const goOn = async () => {
    await actions.continueRun(id);
    goTo('lab');
  };
  return (
    <tr data-selected={isSelected || undefined}>
      <td>
        <input
          type="checkbox"
          className={styles.check}
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={(event) => onSelect(event.target.checked)}
        />
      </td>
      <td>
        <PinButton name={name} pinned={pinned} onPin={() => void actions.pinRun(id, !pinned)} />
      </td>
      <th scope="row">
        <button type="button" className={styles.open} title={name} onClick={() => void open()}>
          {name}
        </button>
        {isBaseline && <span className={styles.tag}>baseline</span>}
      </th>
      <td>
        <span className={styles.methods}>
          {methodsOf(study).map((method) => (
            <span key={method} className={styles.method}>
              <MethodMark method={method} /> {methodTitle(method)}
            </span>
          ))}
        </span>
      </td>
      <td data-title="data">{aboutText(study)}</td>
      <NumberCell title="accuracy" text={rangeText(tally.accuracy, decimals)} none={!tally.accuracy} />
      {sized && <NumberCell title="CR" text={rangeText(tally.compressionRate, significant)} none={!tally.compressionRate} />}
      {sized && <NumberCell title="bytes" text={rangeText(tally.descriptionBytes, count)} none={!tally.descriptionBytes} />}
      {baseline && <NumberCell title="against baseline" text={isBaseline ? '' : deltaWords(entry, baseline)} none={isBaseline} />}
      <td>
        <Status entry={entry} onContinue={() => void goOn()} />
      </td>
      <td data-title="started">
        <time dateTime={startedAt}>{dateText(startedAt)}</time>
      </td>
      <NumberCell title="work" text={duration(tally.seconds)} none={false} />
      {columns.map((column) => (
        <SettingCell key={`${column.path} ${column.title}`} column={column} text={cellText(study, column)} />
      ))}
      <td>
        <Menu
          label={`Actions of ${name}`}
          entries={[
            { title: 'Open in the lab', run: () => void open(), disabled: elsewhere },
            { title: 'Rename', run: onRename },
            { title: isBaseline ? 'No baseline' : 'Use as baseline', run: () => onBaseline(isBaseline ? null : id) },
            { title: 'Result as JSON', run: () => void saveRunsAsJson(actions, [id]) },
            { title: 'Jobs as CSV', run: () => void saveJobsAsCsv(actions, [id]) },
            { title: 'Steps as CSV', run: () => void saveRunsAsCsv(actions, [id]) },
            { title: 'Delete', run: () => void actions.deleteRuns([id]), disabled: status === 'running' },
          ]}
        >
          <IconButton icon="more" label={`Actions of ${name}`} small bare />
        </Menu>
      </td>
    </tr>
  );
}

function SettingCell({ column, text }: { readonly column: SettingColumn; readonly text: string }) {
  return (
    <td data-title={column.title} data-none={text === '' || undefined}>
      {text}
    </td>
  );
}

function NumberCell({ title, text, none }: { readonly title: string; readonly text: string; readonly none: boolean }) {
  return (
    <td className={styles.number} data-title={title} data-none={none || undefined}>
      {text}
    </td>
  );
}

/** How it stands, and a way to go on where it was interrupted. */
function Status({ entry, onContinue }: { readonly entry: RunEntry; readonly onContinue: () => void }) {
  const { study, status, elsewhere, tally } = entry;
  const { name } = study;
  return (
    <>
      <span className={styles.status} data-status={elsewhere ? 'running' : status}>
        {statusTitle(entry)}
      </span>
      {tally.jobs > 1 && (
        <span className={styles.jobs}>
          {' '}
          {tally.finished}/{plural(tally.jobs, 'job')}
        </span>
      )}
      {status === 'interrupted' && (
        <span className={styles.continue}>
          <Button small icon="play" aria-label={`Continue ${name}`} onPress={onContinue}>
            Continue
          </Button>
        </span>
      )}
    </>
  );
}

function PinButton({ name, pinned, onPin }: { readonly name: string; readonly pinned: boolean; readonly onPin: () => void }) {
  return (
    <button
      type="button"
      className={styles.pin}
      aria-pressed={pinned}
      aria-label={`Pin ${name}`}
      title={pinned ? 'Unpin' : 'Pin to the top'}
      onClick={onPin}
    >
      <PinMark />
    </button>
  );
}

/** A pin, filled by the style sheet where it is set. */
function PinMark() {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 16 16"
      strokeWidth="1.4"
      stroke="currentColor"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M5.8 2.5h4.4l-.6 4.3 2.2 2v1.6H4.2V8.8l2.2-2zM8 10.4v3.6" />
    </svg>
  );
}

/** “0.9712”, or “0.9712 to 0.9801”. */
function rangeText(
  range: { readonly lowest: number; readonly highest: number } | null | undefined,
  write: (value: number) => string,
): string {
  if (!range) return '–';
  const [lowest, highest] = [write(range.lowest), write(range.highest)];
  return lowest === highest ? highest : `${lowest} to ${highest}`;
}
