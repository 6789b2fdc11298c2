/** A small network that learns another one's function from noisy samples (arXiv 2505.17469, section 4 and appendix). */
import { tanh } from '../../math/elementary.ts';
import { stream } from '../../math/random.ts';
import { dense } from '../layers/dense.ts';
import { Initialiser, uniform } from '../layers/init.ts';
import { Sequential } from '../layers/sequential.ts';
import { networkAround, type ModelOptions, type Network } from './network.ts';

/** 2-25-25-1 with tanh between and a linear output, 751 parameters: points [batch, 2] to values [batch, 1]. */
export function student({ seed, init = 'lux' }: ModelOptions): Network {
  const from = new Initialiser(seed, init);
  return networkAround(
    new Sequential([
      dense(from, 'dense-1', 2, 25, 'tanh'),
      dense(from, 'dense-2', 25, 25, 'tanh'),
      dense(from, 'dense-3', 25, 1, 'linear'),
    ]),
  );
}

interface TeacherLayer {
  /** Row-major, outputs × inputs. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Computes in double precision without tfjs, so that the samples are the same on every backend. */
export class Teacher {
  readonly layers: readonly TeacherLayer[];

  /** Lux weights with W₁ ← 2 W₁ + 1 and W₂ ← 2 W₂. @param hidden widths of the two hidden layers */
  constructor(seed: number, hidden: readonly [number, number] = [5, 8]) {
    const from = new Initialiser(seed, 'lux');
    const widths = [2, ...hidden, 1];
    this.layers = widths.slice(1).map((outputs, index) => {
      const fan = { inputs: widths[index], outputs };
      const name = `teacher-${index + 1}`;
      const weights = from.weights(`${name}/weight`, fan.inputs * outputs, fan, index === 2 ? 'linear' : 'tanh');
      const sharpened = weights.map((weight) => (index === 0 ? 2 * weight + 1 : index === 1 ? 2 * weight : weight));
      return { weights: sharpened, bias: from.bias(`${name}/bias`, outputs, fan) };
    });
  }

  /** The value at a point of the plane. */
  at(x: number, y: number): number {
    let activations = [x, y];
    this.layers.forEach(({ weights, bias }, index) => {
      const inputs = activations;
      activations = Array.from(bias, (offset, row) => {
        const sum = inputs.reduce((total, value, column) => total + weights[row * inputs.length + column] * value, offset);
        return index === this.layers.length - 1 ? sum : tanh(sum);
      });
    });
    return activations[0];
  }
}

export interface Samples {
  /** Row-major, count × 2. */
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly count: number;
}

/** `count` points, uniform in [−1, 1]², with the teacher's value and normal noise of standard deviation `noise`. */
export function samples(teacher: Teacher, seed: number, count: number, noise: number): Samples {
  const inputs = uniform(stream(seed, 'teacher-student/inputs'), 2 * count, 1);
  const errors = stream(seed, 'teacher-student/noise').normals(count, noise);
  const targets = Float32Array.from(errors, (error, i) => teacher.at(inputs[2 * i], inputs[2 * i + 1]) + error);
  return { inputs, targets, count };
}

export interface TeacherStudentOptions {
  readonly seed: number;
  /** Training samples. */
  readonly count: number;
  /** Standard deviation of the noise. */
  readonly noise: number;
  readonly validation?: number;
  readonly test?: number;
  readonly hidden?: readonly [number, number];
}

/**
 * The sets of one run, and the seed of its student. Seeds as in the authors' code, but for the test set, which they draw from the
 * validation seed.
 */
export function teacherStudentRun({ seed, count, noise, validation = 1000, test = 5000, hidden }: TeacherStudentOptions) {
  const teacher = new Teacher(seed + 35, hidden);
  const draw = (offset: number, size: number): Samples => samples(teacher, seed + offset, size, noise);
  return { teacher, studentSeed: seed + 43, train: draw(1, count), validation: draw(2, validation), test: draw(3, test) };
}
