/**
 * The stages of a job. A method is written straight down, as if it were never interrupted; every part of it that takes time, tells a step
 * or changes what is trained is a stage. A job that goes on runs through its method from the start: finished stages give what they gave,
 * and the first one that was not finished goes on from the checkpoint.
 *
 * What a method does between stages is done again, on the state of the job's start, which the checkpoint then replaces. So nothing there
 * may be read from the network and kept: that belongs into a stage, whose result is kept.
 */
import { z } from '../../data/zod.ts';
import type { L0Checkpoint } from './checkpoint.ts';
import type { Snapshot } from './snapshot.ts';

type Finished = L0Checkpoint['finished'][number];
type UnderWay = L0Checkpoint['underWay'];
export type Progress = UnderWay['progress'];

/** How far a stage is. */
export interface Standing {
  readonly stage: string;
  readonly progress: () => Progress;
  /** A state that it may come back to. */
  readonly kept: Snapshot | null;
}

/** How far a part of a stage is. */
export type StagePart = NonNullable<UnderWay['part']>;

export class Journal {
  readonly #finished: Finished[];
  readonly #before: number;
  #given = 0;
  #checkpoint: L0Checkpoint | null;
  #part: StagePart | null = null;

  constructor(checkpoint: L0Checkpoint | null) {
    this.#checkpoint = checkpoint;
    this.#finished = [...(checkpoint?.finished ?? [])];
    this.#before = this.#finished.length;
  }

  /** What all finished stages gave, in their order. */
  get finished(): readonly Finished[] {
    return this.#finished;
  }

  /**
   * Does a part of the job, unless it was done before the job was interrupted.
   * @param schema of what it gives, which must be plain data
   * @throws RangeError where another stage was done, or was under way, at this place
   */
  async stage<Schema extends z.ZodType>(name: string, schema: Schema, work: () => Promise<z.output<Schema>>): Promise<z.output<Schema>> {
    if (this.#given < this.#before) {
      const { stage, result } = this.#finished[this.#given++];
      if (stage === name) return schema.parse(result);
      throw foreign(stage, name);
    }
    const underWay = this.#checkpoint?.underWay.stage;
    if (underWay !== undefined && underWay !== name) throw foreign(underWay, name);
    const result = await work();
    this.#finished.push({ stage: name, result: z.json().parse(schema.parse(result)) });
    return result;
  }

  /** For the stage that was under way, once: where it goes on. Null for one that begins. */
  takeCheckpoint(): L0Checkpoint | null {
    const checkpoint = this.#checkpoint;
    this.#checkpoint = null;
    this.#part = checkpoint?.underWay.part ?? null;
    return checkpoint;
  }

  /** For a part of that stage, once: where it goes on. Null for one that begins. @throws RangeError where another part was under way */
  takePart(name: string): StagePart | null {
    const part = this.#part;
    this.#part = null;
    if (part && part.name !== name) throw foreign(part.name, name);
    return part;
  }
}

const foreign = (stored: string, own: string): RangeError =>
  new RangeError(`The stored state of this job has the stage “${stored}” where the method has “${own}”. Run the job again from its start.`);

/** What a stage goes on with. */
export interface GoingOn<Own> {
  readonly progress: Own;
  readonly kept: UnderWay['kept'];
  /** Whether one of its parts was interrupted in its midst, and goes on from there. */
  readonly amidPart: boolean;
}
