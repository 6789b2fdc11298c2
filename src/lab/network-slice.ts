/** Trained networks: keeping those of the run, opening one, checking it on its test set, pruning it by hand, going on from there. */
import * as Comlink from 'comlink';
import type { RunOptions } from '../study/events.ts';
import type { Bytes, Loading } from '../study/network-protocol.ts';
import { studySchema, type Study } from '../study/schema.ts';
import type { LabActions, NetworksState, OpenedNetwork, TrialState } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { NetworkClient } from './network-client.ts';
import type { NetworkPlace, NetworkShelf } from './network-shelf.ts';
import { messageOf } from '../data/message-of.ts';

type Action =
  | 'openNetwork'
  | 'openNetworkFile'
  | 'closeNetwork'
  | 'packNetwork'
  | 'exportNetwork'
  | 'checkNetwork'
  | 'beginTrial'
  | 'slide'
  | 'endTrial'
  | 'dropStart'
  | 'fineTuneFromTrial';

export interface NetworkSlice extends Slice<'networks', Action> {
  /** Keeps a network that a job of the run has handed over. */
  readonly keep: (place: NetworkPlace, file: Bytes) => void;
  /** Follows the jobs of a run to their new places. */
  readonly move: (run: string, moves: ReadonlyMap<number, number>) => void;
  /** To be called when another run is shown. */
  readonly follow: (run: string | null) => void;
}

/** Points of the chart of a trial. */
const MOST_VISITED = 400;

export function networkSlice(
  { get, set, notify }: Access,
  { dataUrl, spawnNetwork }: Pick<LabSurroundings, 'dataUrl' | 'spawnNetwork'>,
  shelf: NetworkShelf,
  replaceStudy: (study: Study) => void,
  run: LabActions['run'],
): NetworkSlice {
  let client: NetworkClient | null = null;
  /** The file of what is open, for a trial of a file. */
  let openFile: Bytes | null = null;
  let opening = 0;

  const change = (part: Partial<NetworksState>): void => set({ networks: { ...get().networks, ...part } });
  const changeOpened = (part: Partial<OpenedNetwork>): void => {
    const { opened } = get().networks;
    if (opened) change({ opened: { ...opened, ...part } });
  };
  const changeTrial = (part: Partial<TrialState>): void => {
    const { trial } = get().networks;
    if (trial) change({ trial: { ...trial, ...part } });
  };

  function clientOf(): NetworkClient {
    if (!spawnNetwork) throw new Error('Networks cannot be opened here.');
    client ??= new NetworkClient(spawnNetwork(), (error) => {
      client = null;
      changeOpened({ error: error.message, check: { state: 'none' } });
      change({ trial: null });
    });
    return client;
  }

  function close(): void {
    opening++;
    client?.end();
    client = null;
    openFile = null;
    change({ opened: null, trial: null });
  }

  async function open(source: OpenedNetwork['source'], read: () => Promise<Bytes>): Promise<void> {
    const own = ++opening;
    change({ opened: { source, facts: null, error: null, check: { state: 'none' } }, trial: null });
    try {
      const file = await read();
      const facts = await clientOf().ask((remote) => remote.open(file));
      if (own !== opening) return;
      openFile = file;
      changeOpened({ facts });
    } catch (error) {
      if (own === opening) changeOpened({ error: messageOf(error) });
    }
  }

  /** The backend that the network was measured on, so that its figures come out the same; another where that one is missing. */
  function optionsFor(backend: RunOptions['backend'] | null): RunOptions {
    const has = backend !== 'webgpu' || 'gpu' in (globalThis.navigator ?? {});
    return { backend: backend && has ? backend : get().backend, dataUrl: dataUrl() };
  }

  const loadingOf = (tell: (share: number) => void): Loading & Comlink.ProxyMarked =>
    Comlink.proxy(({ loadedBytes, totalBytes }) => tell(totalBytes === 0 ? 0 : loadedBytes / totalBytes));

  async function beginTrial(): Promise<void> {
    const { opened, kept } = get().networks;
    if (!opened?.facts) return;
    const { source, facts } = opened;
    const own = opening;
    change({ trial: { facts: null, error: null, loading: 0, wanted: [], result: null, isMeasuring: false, visited: [] } });
    try {
      const stage =
        source.kind === 'job' && kept.some((place) => place.job === source.job && place.stage === 'unpruned') ? 'unpruned' : 'final';
      const file = source.kind === 'job' ? await shelf.take({ run: source.run, job: source.job, stage }) : openFile;
      if (!file) throw new Error('This network is not kept any more.');
      const options = optionsFor(facts.model.backend);
      const trial = await clientOf().ask((remote) =>
        remote.beginTrial(
          file,
          options,
          loadingOf((loading) => changeTrial({ loading })),
        ),
      );
      if (own !== opening) return;
      changeTrial({ facts: trial });
      await slide(trial.blocks.map(() => 0));
    } catch (error) {
      if (own === opening) changeTrial({ error: messageOf(error) });
    }
  }

  async function slide(thresholds: readonly number[]): Promise<void> {
    if (!get().networks.trial?.facts) return;
    changeTrial({ wanted: thresholds, isMeasuring: true });
    try {
      const result = await clientOf().ask((remote) => remote.measure(thresholds));
      const { trial } = get().networks;
      if (!result || !trial) return;
      const key = result.thresholds.join();
      const visited = [...trial.visited.filter((other) => other.thresholds.join() !== key), result].slice(-MOST_VISITED);
      changeTrial({ result, visited, isMeasuring: trial.wanted.join() !== key });
    } catch (error) {
      changeTrial({ error: messageOf(error), isMeasuring: false });
    }
  }

  /** Where a network that is gone on from comes from, in words. */
  function originOf(thresholds: readonly number[]): string {
    const { opened } = get().networks;
    const source = opened?.source;
    const name = source?.kind === 'file' ? source.name : `${get().run.study?.name ?? 'a run'}, job ${source ? source.job + 1 : ''}`;
    const same = thresholds.every((threshold) => threshold === thresholds[0]);
    const where = (same ? thresholds.slice(0, 1) : thresholds).map((threshold) => Number(threshold.toPrecision(3))).join(', ');
    return `${name.slice(0, 120)}, pruned by hand at ${where}`.slice(0, 200);
  }

  async function fineTuneFromTrial(): Promise<void> {
    const { trial } = get().networks;
    if (!trial?.facts || !trial.result) return;
    if (get().run.status === 'running' || get().run.status === 'paused') {
      notify({ kind: 'notice', message: 'A study is running. Cancel it, or wait for its end, before you fine-tune from here.' });
      return;
    }
    const { model } = trial.facts;
    const { thresholds } = trial.result;
    try {
      const { file, digest } = await clientOf().ask((remote) => remote.pruned(thresholds));
      await shelf.keepStart(digest, file);
      const study = studySchema.parse({
        name: `${(get().run.study?.name ?? model.job.compression.method).slice(0, 90)}, fine-tuned by hand`,
        job: { ...model.job, start: { network: digest, from: originOf(thresholds) } },
        axes: [],
      });
      replaceStudy(study);
      run();
    } catch (error) {
      notify({ kind: 'error', message: `Fine-tuning from here could not begin: ${messageOf(error)}` });
    }
  }

  async function list(id: string): Promise<void> {
    const kept = await shelf.list(id);
    if (get().run.id === id) change({ kept });
  }

  return {
    keep(place, file) {
      // Where none can be opened, as on the command line, none is kept.
      if (!spawnNetwork) return;
      void shelf.put(place, file).then(() => list(place.run));
    },
    move(id, moves) {
      // What is open is named by its old place.
      if (get().networks.opened?.source.kind === 'job') close();
      void shelf.move(id, moves).then(() => list(id));
    },
    follow(id) {
      const { opened } = get().networks;
      if (opened?.source.kind === 'job' && opened.source.run !== id) close();
      change({ kept: [] });
      if (id !== null) void list(id);
    },
    state: { networks: { kept: [], opened: null, trial: null } },
    actions: {
      openNetwork(job) {
        const { id } = get().run;
        if (id === null) return Promise.resolve();
        return open({ kind: 'job', run: id, job }, async () => {
          const file = await shelf.take({ run: id, job, stage: 'final' });
          if (!file) throw new Error('This network is not kept any more. Run the job again to have it.');
          return file;
        });
      },
      openNetworkFile: (file) => open({ kind: 'file', name: file.name }, async () => new Uint8Array(await file.arrayBuffer())),
      closeNetwork: close,
      packNetwork: (codec, compression) => clientOf().ask((remote) => remote.pack(codec, compression)),
      exportNetwork: (format, name) => clientOf().ask((remote) => remote.export(format, name)),
      async checkNetwork() {
        const { opened } = get().networks;
        if (!opened?.facts) return;
        const own = opening;
        changeOpened({ check: { state: 'loading', share: 0 } });
        const options = optionsFor(opened.facts.model.backend);
        try {
          const loading = loadingOf((share) => own === opening && changeOpened({ check: { state: 'loading', share } }));
          const checked = await clientOf().ask((remote) => remote.check(options, loading));
          if (own === opening) changeOpened({ check: { state: 'done', checked } });
        } catch (error) {
          if (own === opening) changeOpened({ check: { state: 'failed', message: messageOf(error) } });
        }
      },
      beginTrial,
      slide,
      dropStart() {
        const { study } = get();
        if (!study.job.start) return;
        const { start, ...job } = study.job;
        if (start) replaceStudy({ ...study, job });
      },
      endTrial: () => change({ trial: null }),
      fineTuneFromTrial,
    },
  };
}
