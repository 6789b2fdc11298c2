import { useMemo, useRef, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import type { LabState } from '../../lab/contract.ts';
import type { RunEntry } from '../../lab/stored-contract.ts';
import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { addressOf, compareAddress, goTo } from '../route.ts';
import { plural } from '../text/format.ts';
import { saveRunsAsCsv, saveRunsAsJson } from './files.ts';
import { RenameDialog } from './RenameDialog.tsx';
import { RunTable } from './RunTable.tsx';
import { StorageNote } from './StorageNote.tsx';
import { differingColumns, found, sorted, type Sorting } from './rows.ts';
import { useEntries } from './useEntries.ts';
import card from '../kit/Card.module.css';
import styles from './RunsPage.module.css';

/** Everything that is stored: found again, laid over each other, taken away, tidied up. */
export function RunsPage() {
  const stored = useLab((lab) => lab.stored);
  const entries = useEntries();
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ key: 'started', descending: true });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [baselineId, setBaseline] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<RunEntry | null>(null);
  const columns = useMemo(() => differingColumns(entries), [entries]);
  const shown = useMemo(() => sorted(found(entries, search, columns), sorting), [entries, search, columns, sorting]);
  // A run that was deleted, or that the search hides, is not acted upon.
  const selected = shown.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const baseline = entries.find(({ id }) => id === baselineId) ?? null;
  return (
    <main className={styles.main} id="results" tabIndex={-1}>
      <section className={card.card} aria-labelledby="runs-title">
        <header className={styles.head}>
          <h1 id="runs-title" className={styles.title}>
            Runs
          </h1>
          <p className={styles.subtitle}>{summary(stored, entries.length)}</p>
          <div className={styles.tools}>
            {entries.length > 0 && (
              <SearchField className={styles.search} aria-label="Search runs" value={search} onChange={setSearch}>
                <Input className={styles.input} placeholder="Search" />
              </SearchField>
            )}
            <ImportButton disabled={stored.state !== 'open'} />
          </div>
        </header>
        {entries.length > 0 && <SelectionBar selected={selected} onDone={() => setChosen(new Set())} />}
        {shown.length > 0 ? (
          <RunTable
            entries={shown}
            columns={columns}
            baseline={baseline}
            selected={new Set(selected)}
            sorting={sorting}
            onSort={setSorting}
            onSelect={setChosen}
            onRename={setRenaming}
            onBaseline={setBaseline}
          />
        ) : (
          <EmptyRuns stored={stored} search={entries.length > 0 ? search : ''} />
        )}
        <StorageNote />
      </section>
      <RenameDialog entry={renaming} onClose={() => setRenaming(null)} />
    </main>
  );
}

function summary({ state, unreadable }: LabState['stored'], runs: number): string {
  if (state !== 'open') return '';
  return [
    plural(runs, 'stored run'),
    ...(unreadable > 0 ? [`${plural(unreadable, 'run')} of another version left as ${unreadable === 1 ? 'it is' : 'they are'}`] : []),
  ].join(' · ');
}

function SelectionBar({ selected, onDone }: { readonly selected: readonly string[]; readonly onDone: () => void }) {
  const actions = useActions();
  const none = selected.length === 0;
  const layBehind = async () => {
    if (await actions.compareRuns(selected)) goTo('lab');
  };
  const compare = () => {
    window.location.hash = compareAddress(selected);
  };
  const remove = async () => {
    await actions.deleteRuns(selected);
    onDone();
  };
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selected runs">
      <span className={styles.count} aria-live="polite">
        {none ? 'Select runs to compare, export or delete them' : `${selected.length} selected`}
      </span>
      <Button small icon="layers" isDisabled={none} onPress={compare}>
        Compare
      </Button>
      <Button small isDisabled={none} onPress={() => void layBehind()}>
        Lay behind the lab’s figures
      </Button>
      <Button small icon="download" isDisabled={none} onPress={() => void saveRunsAsJson(actions, selected)}>
        JSON
      </Button>
      <Button small icon="download" isDisabled={none} onPress={() => void saveRunsAsCsv(actions, selected)}>
        CSV
      </Button>
      <Button small icon="trash" isDisabled={none} onPress={() => void remove()}>
        Delete
      </Button>
    </div>
  );
}

function ImportButton({ disabled }: { readonly disabled: boolean }) {
  const actions = useActions();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="open" isDisabled={disabled} onPress={() => picker.current?.click()}>
        Import
      </Button>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        multiple
        hidden
        aria-label="Result files to store"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again only if the field is emptied.
          event.target.value = '';
          if (files.length > 0) void actions.importRuns(files);
        }}
      />
    </>
  );
}

function EmptyRuns({ stored: { state, reason }, search }: { readonly stored: LabState['stored']; readonly search: string }) {
  if (state === 'unavailable') return <p className={styles.empty}>{reason}</p>;
  if (state !== 'open') return <p className={styles.empty}>Reading what is stored…</p>;
  if (search !== '')
    return (
      <p className={styles.empty}>No stored run has all of “{search}” in its name, methods, data, network, seeds, state or settings.</p>
    );
  return (
    <p className={styles.empty}>
      Nothing is stored yet. Every run in the <a href={addressOf('lab')}>Lab</a> is kept here as it happens, in this browser only; result
      files from elsewhere can be imported.
    </p>
  );
}
