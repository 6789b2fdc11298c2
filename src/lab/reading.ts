/** Reading and continuing texts with the open network, and with what a trial makes of it. */
import { messageOf } from '../data/message-of.ts';
import { joined } from '../data/text/said.ts';
import { knownBytes } from '../data/text/known-bytes.ts';
import type { ReadRequest, WriteRequest, Written, WrittenBytes } from '../study/reading-protocol.ts';
import type { Access } from './lab-type.ts';
import { loadingOf, type Networks } from './networks.ts';
import type { Hand, ReadingState } from './networks-state.ts';

const begun: ReadingState = {
  facts: null,
  error: null,
  loading: 0,
  source: 'passage',
  passage: 0,
  typed: '',
  reply: null,
  hand: { temperature: 1, seed: 1 },
  written: null,
  isWriting: false,
};

/** What was asked, and of which networks. */
interface Asked {
  readonly request: ReadRequest;
  readonly thresholds: readonly number[] | null;
}

export class Reading {
  private readonly access: Access;
  private readonly networks: Networks;
  private asked: Asked | null = null;
  private isAsking = false;
  /** How often writing was begun or given up: what comes of an earlier time is not shown any more. */
  private writing = 0;

  constructor(access: Access, networks: Networks) {
    this.access = access;
    this.networks = networks;
  }

  async begin(): Promise<void> {
    const { opened, kept, reading } = this.access.get().networks;
    if (!opened?.facts) return;
    const { source, facts } = opened;
    const isOpen = this.networks.whileOpen();
    // What a person has typed outlives a worker.
    const { typed, passage, hand, source: from } = reading ?? begun;
    this.networks.change({ reading: { ...begun, typed, passage, hand, source: from } });
    try {
      const isKept = source.kind === 'job' && kept.some(({ job, stage }) => job === source.job && stage === 'unpruned');
      const [file, before] = [await this.networks.fileOf(opened, 'final'), isKept ? await this.networks.fileOf(opened, 'unpruned') : null];
      if (!file) throw new Error('This network is not kept any more. Run the job again to have it.');
      const loading = loadingOf((share) => isOpen() && this.change({ loading: share }));
      const options = this.networks.optionsFor(facts.model.backend);
      const own = await this.networks.ask((remote, onTheWay) => remote.beginReading(file, before, options, onTheWay(loading)));
      if (!isOpen()) return;
      this.change({ facts: own, source: own.testBytes === null ? 'typed' : from });
      this.readAgain();
    } catch (error) {
      if (isOpen()) this.change({ error: messageOf(error) });
    }
  }

  passage(passage: number): void {
    this.change({ source: 'passage', passage });
    this.readAgain();
  }

  typed(typed: string): void {
    this.stop();
    this.change({ source: 'typed', typed, written: null });
    this.readAgain();
  }

  /** The network beside the one that came is another one now. */
  follow(): void {
    const { state } = this;
    if (!state) return;
    this.stop();
    if (state.written?.now) this.change({ written: { ...state.written, now: null } });
    this.readAgain();
  }

  /** The network beside the one that came stays as it is for the moment: what it had written it writes again. */
  async settle(): Promise<void> {
    const { state } = this;
    const length = state?.written?.whole.bytes.length ?? 0;
    if (!state || state.isWriting || length <= (state.written?.now?.bytes.length ?? 0)) return;
    await this.writeUpTo(length);
  }

  async writeOn(count: number): Promise<void> {
    const { state } = this;
    if (state?.facts && !state.isWriting) await this.writeUpTo((state.written?.whole.bytes.length ?? 0) + count);
  }

  /** What was written until then stays. */
  stop(): void {
    if (!this.state?.isWriting) return;
    this.writing++;
    this.change({ isWriting: false });
    void this.networks.ask((remote) => remote.cancelWriting());
  }

  async changeHand(hand: Partial<Hand>): Promise<void> {
    const { state } = this;
    if (!state) return;
    const length = state.written?.whole.bytes.length ?? 0;
    this.clearWritten();
    this.change({ hand: { ...state.hand, ...hand } });
    if (length > 0) await this.writeUpTo(length);
  }

  clearWritten(): void {
    this.stop();
    this.change({ written: null });
  }

  private async writeUpTo(length: number): Promise<void> {
    const { state } = this;
    if (!state?.facts) return;
    const { typed, hand, written } = state;
    const before = { whole: written?.whole ?? null, now: written?.now ?? null };
    const bytesOf = (of: WrittenBytes | null): Uint8Array => of?.bytes ?? new Uint8Array();
    const had = { whole: bytesOf(before.whole), now: bytesOf(before.now) };
    const request: WriteRequest = {
      typed: knownBytes(typed, state.facts.alphabet).bytes,
      written: had,
      counts: { whole: length - had.whole.length, now: length - had.now.length },
      ...hand,
    };
    const own = ++this.writing;
    const isCurrent = (): boolean => this.writing === own && this.state !== null;
    this.change({ source: 'typed', isWriting: true });
    const show = ({ whole, now }: Written, isWriting: boolean): void => {
      if (!isCurrent()) return;
      this.change({ written: { whole: behind(before.whole, whole), now: now && behind(before.now, now) }, isWriting });
    };
    const { thresholds } = this;
    try {
      const onWritten = (soFar: Written): void => show(soFar, true);
      show(await this.networks.ask((remote, onTheWay) => remote.write(request, thresholds, onTheWay(onWritten))), false);
    } catch (error) {
      if (isCurrent()) this.fail(error);
    }
  }

  /** Of questions that come while one is under way only the latest is asked: somebody is typing, or drags a threshold. */
  private readAgain(): void {
    const { state } = this;
    if (!state?.facts) return;
    const request: ReadRequest =
      state.source === 'passage'
        ? { kind: 'passage', passage: state.passage }
        : { kind: 'typed', bytes: knownBytes(state.typed, state.facts.alphabet).bytes };
    this.asked = { request, thresholds: this.thresholds };
    if (!this.isAsking) void this.answer();
  }

  private async answer(): Promise<void> {
    this.isAsking = true;
    try {
      let answered: Asked | null = null;
      while (this.asked && this.asked !== answered && this.state?.facts) {
        const { request, thresholds } = (answered = this.asked);
        this.change({ reply: await this.networks.ask((remote) => remote.read(request, thresholds)) });
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isAsking = false;
    }
  }

  /** The networks were in the worker that has failed, and are to be opened anew. */
  private fail(error: unknown): void {
    this.change({ facts: null, reply: null, written: null, isWriting: false, error: messageOf(error) });
  }

  /** Of the trial, whose network is read with as long as there is one. */
  private get thresholds(): readonly number[] | null {
    const { trial } = this.access.get().networks;
    return trial?.facts && trial.wanted.length > 0 ? trial.wanted : null;
  }

  private get state(): ReadingState | null {
    return this.access.get().networks.reading;
  }

  private change(part: Partial<ReadingState>): void {
    const { state } = this;
    if (state) this.networks.change({ reading: { ...state, ...part } });
  }
}

/** What was written before, and what has come behind it. */
const behind = (before: WrittenBytes | null, { bytes, said }: WrittenBytes): WrittenBytes =>
  before ? { bytes: Uint8Array.of(...before.bytes, ...bytes), said: joined(before.said, said) } : { bytes, said };
