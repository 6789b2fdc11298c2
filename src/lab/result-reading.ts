/** The page's end of reading result files: small ones at once, large ones in a worker, one after another, with progress and a way out. */
import * as Comlink from 'comlink';
import { digestFrom, digestJobOf, digestOf } from '../study/digest-of.ts';
import type { Digest, DigestJob } from '../study/digest.ts';
import type { JobRecord, Result } from '../study/records.ts';
import type { LabState } from './contract.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import { checkSize, readResultFile, ResultFileError } from './result-file.ts';
import type { ReadAnswer, ReadProgress, ReadRecord, ResultReader } from './result-reader.ts';
import { WorkerLife } from './worker-life.ts';

/** Bytes that are read on the page: they take it less than 100 ms. */
const SMALL = 1_000_000;
/** Questions in a row that may stay without an answer: two minutes, since parsing a file is one piece of work. */
const PATIENCE = 60;

export interface ReadResult {
  readonly result: Result;
  readonly digest: Digest;
}

export class ResultReading {
  readonly state: Pick<LabState, 'reading'> = { reading: null };
  private readonly access: Pick<Access, 'set'>;
  private readonly spawn: LabSurroundings['spawnResultReader'];
  private readonly small: number;
  private last: Promise<unknown> = Promise.resolve();
  private stop: () => void = () => undefined;

  /** @param small bytes of a file that is read without a worker */
  constructor(access: Pick<Access, 'set'>, { spawnResultReader }: Pick<LabSurroundings, 'spawnResultReader'>, small = SMALL) {
    this.access = access;
    this.spawn = spawnResultReader;
    this.small = small;
  }

  /** Gives up the file that is being read. */
  readonly cancel = (): void => this.stop();

  /** @throws ResultFileError, or WorkerDied */
  read(file: File): Promise<ReadResult> {
    const reading = this.last.then(() => this.readNow(file));
    this.last = reading.catch(() => undefined);
    return reading;
  }

  private async readNow(file: File): Promise<ReadResult> {
    checkSize(file);
    if (!this.spawn || file.size <= this.small) {
      const result = await readResultFile(file);
      return { result, digest: await digestOf(result.study, result.records, result.environment) };
    }
    const worker = this.spawn();
    const remote = Comlink.wrap<ResultReader>(worker);
    const life = new WorkerLife(worker, remote, {
      who: 'The worker that reads result files',
      again: 'Open the file again, or one with fewer runs',
      patience: PATIENCE,
      // Whoever waits is told; there is nothing else to do.
      onDeath: () => undefined,
    });
    let cancelled = false;
    this.stop = () => {
      cancelled = true;
      life.end('Reading was cancelled.');
    };
    try {
      return await this.readIn(life, remote, file);
    } catch (error) {
      throw cancelled ? new ResultFileError('cancelled', `${file.name} was not opened: reading it was cancelled.`) : error;
    } finally {
      this.stop = () => undefined;
      life.end('The file was read.');
      this.access.set({ reading: null });
    }
  }

  private async readIn(life: WorkerLife, remote: Comlink.Remote<ResultReader>, file: File): Promise<ReadResult> {
    const show = (progress: ReadProgress): void => {
      if (!life.isOver) this.access.set({ reading: { name: file.name, ...progress } });
    };
    show({ doing: 'reading', share: 0 });
    const answer = await life.race<ReadAnswer>(async (onTheWay) => remote.read(file, file.name, onTheWay(show)));
    if (answer.kind === 'refused') throw answer.reason ? new ResultFileError(answer.reason, answer.message) : new Error(answer.message);
    const { head } = answer;
    const records: JobRecord[] = [];
    const jobs: DigestJob[] = [];
    while (records.length < answer.records) {
      for (const { record, fingerprint } of await life.race<readonly ReadRecord[]>(async () => remote.next())) {
        records.push(record);
        jobs.push(digestJobOf(record, fingerprint));
      }
      show({ doing: 'opening', share: records.length / answer.records });
    }
    return { result: { ...head, records }, digest: digestFrom(head.study, jobs, head.environment) };
  }
}
