/** What is measured of a network that predicts symbols one by one, beside its losses: by their place, and with fewer bits a weight. */
import { lossOf, setSizes, sourceOf } from '../../data/sources/index.ts';
import { roundedBytes, roundWeights, WEIGHT_BITS } from '../../coding/rounded-weights.ts';
import { countNonzero } from '../../math/pruning.ts';
import { matrixShape } from '../../coding/weight-matrix.ts';
import { lossByPlace, type Looked } from '../../nn/train.ts';
import type { Course } from './course.ts';
import { assignValues } from './network.ts';
import type { L0Summary } from './record.ts';

type TextMeasures = NonNullable<L0Summary['text']>;

/** Predictions of a training set that is gone through whole: beyond it each fifth batch stands for all, as the specification has it. */
const WHOLE = 4e6;
const EACH = 5;

/** Of rounded weights the training loss is that of each fifth batch with them, against the same batches without. */
const SAMPLE: Looked = { every: EACH, predictions: Infinity };

/** Bins of the losses by place. */
const BINS = 32;

/** Which batches of the training set its loss is measured on. */
export function trainLooked({ data }: Pick<Course, 'data'>): Looked {
  return { every: data.trainWhole.predictions > WHOLE ? EACH : 1, predictions: Infinity };
}

/**
 * Null for tasks whose predictions are no symbols.
 * @param values the numbers of each parameter, which are put back
 * @param losses of the network as it is
 */
export async function textMeasures(
  course: Course,
  values: readonly Float32Array[],
  losses: Pick<L0Summary, 'trainLoss' | 'validationLoss' | 'testLoss'>,
): Promise<TextMeasures | null> {
  const { data, job, network, control } = course;
  if (sourceOf(job).task.symbol === null) return null;
  course.tell('measuring by place');
  const byPlace = await lossByPlace(network, data.test, control);
  const online = course.online.length;
  return {
    trainShare: 1 / trainLooked(course).every,
    byPlace: binned(byPlace),
    online: online.coded > 0 ? online : null,
    rounded: await rounded(course, values, losses),
  };
}

async function rounded(
  course: Course,
  values: readonly Float32Array[],
  losses: Pick<L0Summary, 'trainLoss' | 'validationLoss' | 'testLoss'>,
): Promise<TextMeasures['rounded']> {
  const { data, job, network } = course;
  const { parameters } = network;
  const coded = setSizes(job).train.coded;
  const trained = course.objective;
  const sample = (): Promise<number> => course.loss(data.trainWhole, trained, SAMPLE);
  const plain = await sample();
  const found: TextMeasures['rounded'] = [];
  try {
    for (const bits of WEIGHT_BITS) {
      course.tell(`measuring at ${bits} bits a weight`);
      const own = values.map((array) => roundWeights(array, bits));
      if (bits < 32) assignValues(parameters, own);
      const measured =
        bits === 32
          ? losses
          : {
              trainLoss: losses.trainLoss + (await sample()) - plain,
              validationLoss: await course.loss(data.validation),
              testLoss: await course.loss(data.test),
            };
      const tensors = parameters.map(({ shape }, index) => ({ ...matrixShape(shape, false), nonzero: countNonzero([own[index]]) }));
      found.push({
        bits,
        nonzero: countNonzero(own),
        valuesBytes: roundedBytes('values', bits, tensors),
        readableBytes: roundedBytes('readable', bits, tensors),
        trainLoss: measured.trainLoss,
        validationLoss: measured.validationLoss,
        testLoss: measured.testLoss,
        dataBytes: lossOf(job).bits(measured.trainLoss, coded, { targetBits: 0, told: 0 }) / 8,
      });
    }
  } finally {
    assignValues(parameters, values);
  }
  return found;
}

/** Means over at most so many bins of equally many places, the last one of those that are left. */
function binned(byPlace: readonly number[]): number[] {
  const width = Math.ceil(byPlace.length / BINS);
  return Array.from({ length: Math.ceil(byPlace.length / width) }, (_, bin) => {
    const own = byPlace.slice(bin * width, (bin + 1) * width);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  });
}
