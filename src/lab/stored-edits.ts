/** What a person says of stored runs: names, pins, deleting and undoing that, and bringing some in from files. */
import type { JobRecord, Result } from '../study/records.ts';

import { ArchiveError } from './archive/database.ts';
import type { SavedRun, StoredRun } from './archive/format.ts';
import { newRunId } from './archive/run-id.ts';
import { tallyOf } from './archive/tally.ts';
import type { LabActions } from './contract.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import type { RunOwner } from './run-owner.ts';
import type { StoredList } from './stored-list.ts';
import type { StoredNeighbours } from './stored-neighbours.ts';
import { withName } from './study-edit.ts';
import { UNDO_MS } from './undo.ts';

type Action = 'renameRun' | 'pinRun' | 'deleteRuns' | 'importRuns';

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export class StoredEdits {
  readonly actions: Pick<LabActions, Action> = {
    renameRun: (id, name) => this.rename(id, name),
    pinRun: async (id, pinned) => {
      await this.edit(id, pinned ? 'pinned' : 'unpinned', (stored) => ({ ...stored, pinned }));
    },
    deleteRuns: (ids) => this.delete(ids),
    importRuns: (files) => this.import(files),
  };

  private readonly access: Access;
  private readonly list: StoredList;
  private readonly owner: RunOwner;
  private readonly now: () => number;
  private readonly neighbours: Pick<StoredNeighbours, 'readResult'>;

  constructor(
    access: Access,
    list: StoredList,
    owner: RunOwner,
    { now }: Pick<LabSurroundings, 'now'>,
    neighbours: Pick<StoredNeighbours, 'readResult'>,
  ) {
    this.access = access;
    this.list = list;
    this.owner = owner;
    this.now = now;
    this.neighbours = neighbours;
  }

  private isoNow(): string {
    return new Date(this.now()).toISOString();
  }

  private nameOf(id: string): string {
    return this.access.get().stored.entries.find((entry) => entry.id === id)?.study.name ?? 'this run';
  }

  private edit(id: string, done: string, change: (stored: StoredRun) => StoredRun, name = this.nameOf(id)): Promise<boolean> {
    return this.owner.edit(id, name, done, ({ archive }) => archive.edit(id, change));
  }

  private async rename(id: string, name: string): Promise<void> {
    const entry = this.access.get().stored.entries.find((one) => one.id === id);
    if (!entry) return;
    const { name: checked } = withName(entry.study, name);
    if (!(await this.edit(id, 'renamed', (stored) => ({ ...stored, study: { ...stored.study, name: checked } })))) return;
    const { run: shown } = this.access.get();
    if (shown.id === id && shown.study) this.access.set({ run: { ...shown, study: { ...shown.study, name: checked } } });
  }

  private async delete(ids: readonly string[]): Promise<void> {
    if (this.access.get().stored.state !== 'open') return;
    const deletedAt = this.isoNow();
    const gone: { readonly id: string; readonly name: string }[] = [];
    const forGood: string[] = [];
    for (const id of ids) {
      const name = this.nameOf(id);
      if (this.owner.isWorking && this.access.get().run.id === id) {
        this.tell(`“${name}” is running, so it was not deleted. Cancel it first.`);
        continue;
      }
      this.owner.expectMissing([id]);
      const how = await this.deleteOne(id, name, deletedAt);
      if (how === 'kept') gone.push({ id, name });
      if (how === 'removed') forGood.push(name);
    }
    const all = [...gone.map(({ id }) => id), ...ids.filter((id) => !this.access.get().stored.entries.some((entry) => entry.id === id))];
    this.access.set({ compared: this.access.get().compared.filter(({ id }) => !all.includes(id)) });
    if (forGood.length > 0)
      this.tell(
        `${sentence(forGood)} deleted for good: this browser has no room left to keep ${forGood.length === 1 ? 'it' : 'them'} for an undo.`,
      );
    if (gone.length > 0) this.offerUndo(gone, deletedAt);
  }

  /** @returns whether the run can be had back; null if it was not deleted, which has been said */
  private async deleteOne(id: string, name: string, deletedAt: string): Promise<'kept' | 'removed' | null> {
    let how: 'kept' | 'removed' = 'kept';
    const isDone = await this.owner.edit(id, name, 'deleted', async ({ archive }) => {
      try {
        return await archive.edit(id, (stored) => ({ ...stored, deletedAt }));
      } catch (error) {
        if (!(error instanceof ArchiveError) || error.kind !== 'full') throw error;
        how = 'removed';
        await archive.remove(id);
        return true;
      }
    });
    return isDone ? how : null;
  }

  private offerUndo(gone: readonly { readonly id: string; readonly name: string }[], deletedAt: string): void {
    const message = `${sentence(gone.map(({ name }) => name))} deleted at ${clock.format(new Date(deletedAt))}.`;
    let undone = false;
    const undo = async (): Promise<void> => {
      undone = true;
      for (const { id, name } of gone) await this.edit(id, 'brought back', (stored) => ({ ...stored, deletedAt: null }), name);
    };
    this.access.notify({ kind: 'notice', message, action: { title: 'Undo', run: () => void undo() } });
    setTimeout(() => {
      if (undone) return;
      this.access.set({ notices: this.access.get().notices.filter((notice) => notice.message !== message) });
      void this.list.attempt(async ({ archive }) => {
        await archive.purge(deletedAt);
        await this.list.refresh();
      });
    }, UNDO_MS);
  }

  private async import(files: readonly File[]): Promise<void> {
    for (const file of files) {
      await this.list.attempt(async ({ archive, tabs, onStored }) => {
        const result = await this.neighbours.readResult(file);
        await archive.save(savedOf(result, newRunId(this.now()), this.isoNow()));
        onStored();
        tabs.tellOthers();
      });
    }
    await this.list.refresh();
  }

  private tell(message: string): void {
    this.access.notify({ kind: 'notice', message });
  }
}

/** “A” was, “A” and “B” were, 3 runs were. */
function sentence(names: readonly string[]): string {
  if (names.length > 2) return `${names.length} runs were`;
  return `${names.map((name) => `“${name}”`).join(' and ')} ${names.length === 1 ? 'was' : 'were'}`;
}

/**
 * A result from a file as a run: it has a record for each job of its study, in their order. A job that the file lacks was never begun, and
 * counts as cancelled, since nobody here was working on it.
 */
function savedOf({ study, environment, records }: Result, id: string, now: string): SavedRun {
  const ended = records.map((record): JobRecord => (record.status === 'queued' ? { ...record, status: 'cancelled' } : record));
  const inState = (status: JobRecord['status']): boolean => ended.some((record) => record.status === status);
  const begun = records.flatMap(({ startedAt }) => startedAt ?? []).sort();
  return {
    run: {
      id,
      study,
      backend: environment?.backend ?? 'auto',
      status: inState('cancelled') ? 'cancelled' : inState('failed') ? 'failed' : 'finished',
      startedAt: begun[0] ?? now,
      environment,
      backendReason: null,
      tally: tallyOf(ended),
      pinned: false,
      deletedAt: null,
      revision: 0,
    },
    jobs: ended.map((record) => ({ record, checkpoint: null })),
  };
}
