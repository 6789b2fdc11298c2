/** Trainable numbers with a name, a kind that says which penalties reach them, and a pruning mask. */
import * as tf from '../tf.ts';

/** `noise-scale` is the σ of the Gaussian loss: trained, but never penalised, pruned or counted. */
export type ParameterKind =
  | 'weight'
  | 'bias'
  | 'embedding'
  | 'batch-norm-scale'
  | 'batch-norm-offset'
  | 'layer-norm-scale'
  | 'layer-norm-offset'
  | 'noise-scale';

/** A part of a tensor of one shape, such as some of its rows: a new tensor, with memory of its own. */
export type Part = (tensor: tf.Tensor) => tf.Tensor;

export class Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  #variable: tf.Variable;
  #mask: tf.Tensor | null = null;

  /** @param values row-major; copied to the backend in use */
  constructor(name: string, kind: ParameterKind, values: Float32Array, shape: readonly number[]) {
    this.name = name;
    this.kind = kind;
    this.#variable = variableOf(values, shape);
  }

  /** Belongs to one backend; in-place optimisers overwrite its memory, so a `reshape` of it changes with it. */
  get variable(): tf.Variable {
    return this.#variable;
  }

  get shape(): readonly number[] {
    return this.#variable.shape;
  }

  get size(): number {
    return this.#variable.size;
  }

  /** float32 of the parameter's shape: 0 where it is pruned, 1 elsewhere; null while nothing is. */
  get mask(): tf.Tensor | null {
    return this.#mask;
  }

  /** The numbers as they are now, row-major. */
  async values(): Promise<Float32Array> {
    return (await this.#variable.data()) as Float32Array;
  }

  /**
   * Prunes: sets entries to 0 at once, and the optimiser keeps them there.
   * @param mask 0 where an entry goes, anything else where it stays; null lets all of them train again
   * @throws RangeError if it has another number of entries
   */
  async setMask(mask: ArrayLike<number> | null): Promise<void> {
    if (mask && mask.length !== this.size) {
      throw new RangeError(`The mask of ${this.name} has ${mask.length} entries; give one for each of its ${this.size} numbers.`);
    }
    const kept = mask && Float32Array.from({ length: this.size }, (_, i) => Number(mask[i] !== 0));
    if (kept) {
      const values = await this.values();
      // A product would turn negative numbers into −0, whose bits differ from those of a pruned weight after a step.
      this.replace(
        Float32Array.from(values, (value, i) => (kept[i] === 0 ? 0 : value)),
        this.shape,
      );
    }
    this.#mask?.dispose();
    this.#mask = kept && tf.tensor(kept, [...this.shape]);
  }

  /** Puts other numbers, possibly of another shape, in place of the present ones; a mask of another shape goes with them. */
  replace(values: Float32Array, shape: readonly number[]): void {
    if (tf.util.arraysEqual([...this.shape], [...shape])) {
      // The same variable goes on, so that an optimiser's moments stay with it.
      tf.tidy(() => this.#variable.assign(tf.tensor(values, [...shape])));
      return;
    }
    this.dispose();
    this.#variable = variableOf(values, shape);
  }

  /** Keeps a part of its numbers, and the same part of its mask. The variable is another one afterwards. */
  keep(part: Part): void {
    const old = this.#variable;
    this.#variable = tf.tidy(() => tf.variable(part(old)));
    old.dispose();
    if (!this.#mask) return;
    const mask = tf.tidy(() => part(this.#mask as tf.Tensor));
    this.#mask.dispose();
    this.#mask = mask;
  }

  dispose(): void {
    this.#variable.dispose();
    this.#mask?.dispose();
    this.#mask = null;
  }
}

function variableOf(values: Float32Array, shape: readonly number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
}
