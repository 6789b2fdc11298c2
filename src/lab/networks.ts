/** Trained networks: keeping those of the run, opening one, and checking it on its test set. */
import type { RunOptions } from '../study/events.ts';
import type { Bytes, Loading } from '../study/network-protocol.ts';
import type { NetworksState, OpenedNetwork } from './networks-state.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import { NetworkClient } from './network-client.ts';
import type { WorkerDied } from './worker-life.ts';
import type { NetworkPlace, NetworkShelf } from './network-shelf.ts';
import { messageOf } from '../data/message-of.ts';

export class Networks {
  private readonly access: Access;
  private readonly surroundings: Pick<LabSurroundings, 'dataUrl' | 'spawnNetwork'>;
  private readonly shelf: NetworkShelf;
  private client: NetworkClient | null = null;
  /** The file of what is open, for a trial of a file. */
  private openFile: Bytes | null = null;
  /** How many networks have been opened or closed: what was begun for an earlier one is not shown any more. */
  private opening = 0;

  constructor(access: Access, surroundings: Pick<LabSurroundings, 'dataUrl' | 'spawnNetwork'>, shelf: NetworkShelf) {
    this.access = access;
    this.surroundings = surroundings;
    this.shelf = shelf;
  }

  /** Keeps a network that a job of the run has handed over. */
  keep(place: NetworkPlace, file: Bytes): void {
    // Where none can be opened, as on the command line, none is kept.
    if (!this.surroundings.spawnNetwork) return;
    void this.shelf.put(place, file).then(() => this.list(place.run));
  }

  /** Follows the jobs of a run to their new places. */
  move(run: string, moves: ReadonlyMap<number, number>): void {
    // What is open is named by its old place.
    if (this.networks.opened?.source.kind === 'job') this.close();
    this.shelf.move(run, moves);
    void this.list(run);
  }

  /** To be called when another run is shown, or the same anew. */
  follow(run: string): void {
    // The jobs of a run that was read anew may have other places.
    if (this.networks.opened?.source.kind === 'job') this.close();
    this.change({ kept: [] });
    void this.list(run);
  }

  /** Asks the worker that has the open network; where an earlier one failed, a new one opens it first. @throws Error from the worker, or because there is none */
  ask: NetworkClient['ask'] = async (call) => {
    const { spawnNetwork } = this.surroundings;
    if (!spawnNetwork)
      throw new Error(
        'No network can be opened here, as this lab was made without the program for it. Open the result on the page of the lab.',
      );
    if (!this.client?.isUsable) {
      const client: NetworkClient = new NetworkClient(spawnNetwork(), (death) => this.onDeath(client, death));
      this.client = client;
      const file = this.openFile;
      if (file) await client.ask((remote) => remote.open(file));
    }
    return this.client.ask(call);
  };

  /** What a worker that has died by itself had is told to be gone; the file of the network is still here. */
  private onDeath(client: NetworkClient, { reason, message }: WorkerDied): void {
    if (this.client !== client || reason === 'ended') return;
    this.changeOpened({ error: message, check: { state: 'none' } });
    this.change({ trial: null, reading: null });
  }

  /** @returns whether the network that is open now still is */
  whileOpen(): () => boolean {
    const own = this.opening;
    return () => own === this.opening;
  }

  /** The file of the open network; of a job that of a stage. @throws ArchiveError */
  async fileOf({ source }: OpenedNetwork, stage: NetworkPlace['stage']): Promise<Bytes | null> {
    return source.kind === 'job' ? this.shelf.take({ run: source.run, job: source.job, stage }) : this.openFile;
  }

  /** The backend that the network was measured on, so that its figures come out the same; another where that one is missing. */
  optionsFor(backend: RunOptions['backend'] | null): RunOptions {
    const has = backend !== 'webgpu' || 'gpu' in (globalThis.navigator ?? {});
    return { backend: backend && has ? backend : this.access.get().backend, dataUrl: this.surroundings.dataUrl() };
  }

  change(part: Partial<NetworksState>): void {
    this.access.set({ networks: { ...this.networks, ...part } });
  }

  private get networks(): NetworksState {
    return this.access.get().networks;
  }

  private changeOpened(part: Partial<OpenedNetwork>): void {
    const { opened } = this.networks;
    if (opened) this.change({ opened: { ...opened, ...part } });
  }

  close(): void {
    this.opening++;
    this.client?.end();
    this.client = null;
    this.openFile = null;
    this.change({ opened: null, trial: null, reading: null });
  }

  /** Opens the network that a job of the run has left. */
  async openJob(job: number): Promise<void> {
    const { id } = this.access.get().run;
    if (id === null) return;
    await this.open({ kind: 'job', run: id, job }, async () => {
      const file = await this.shelf.take({ run: id, job, stage: 'final' });
      if (!file) throw new Error('This network is not kept any more. Run the job again to have it.');
      return file;
    });
  }

  /** Opens a network; what goes wrong is told in `opened`. */
  async open(source: OpenedNetwork['source'], read: () => Promise<Bytes>): Promise<void> {
    this.opening++;
    const isOpen = this.whileOpen();
    this.change({ opened: { source, facts: null, error: null, check: { state: 'none' } }, trial: null, reading: null });
    try {
      const file = await read();
      const facts = await this.ask((remote) => remote.open(file));
      if (!isOpen()) return;
      this.openFile = file;
      this.changeOpened({ facts });
    } catch (error) {
      if (isOpen()) this.changeOpened({ error: messageOf(error) });
    }
  }

  /** Measures the open network on the test set of its job. */
  async check(): Promise<void> {
    const { opened } = this.networks;
    if (!opened?.facts) return;
    const isOpen = this.whileOpen();
    this.changeOpened({ check: { state: 'loading', share: 0 } });
    const options = this.optionsFor(opened.facts.model.backend);
    try {
      const loading = loadingOf((share) => isOpen() && this.changeOpened({ check: { state: 'loading', share } }));
      const checked = await this.ask((remote, onTheWay) => remote.check(options, onTheWay(loading)));
      if (isOpen()) this.changeOpened({ check: { state: 'done', checked } });
    } catch (error) {
      if (isOpen()) this.changeOpened({ check: { state: 'failed', message: messageOf(error) } });
    }
  }

  private async list(run: string): Promise<void> {
    const kept = await this.shelf.list(run);
    if (this.access.get().run.id === run) this.change({ kept });
  }
}

/** Tells the share of a test set that has come. */
export const loadingOf =
  (tell: (share: number) => void): Loading =>
  ({ loadedBytes, totalBytes }) =>
    tell(totalBytes === 0 ? 0 : loadedBytes / totalBytes);
