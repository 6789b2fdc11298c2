/** Pruning a network at a threshold of magnitude, and searching that threshold (TAMADE, arXiv 2505.17469, appendix and code). */
import { below, largestMagnitude } from '../../math/pruning.ts';
import { searchThreshold, type ThresholdStep } from '../../math/threshold-search.ts';
import { lossOf } from '../../data/sources/index.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import { jobModels, type JobModel } from '../../nn/models/catalogue.ts';
import type { Looked } from '../../nn/train.ts';
import type { Course } from './course.ts';
import { assignValues, valuesOf } from './network.ts';
import { SEARCHED } from './searched.ts';

export interface Threshold {
  readonly threshold: number;
  readonly search: readonly ThresholdStep[] | null;
}

/** Where the search of the transformer runs ends, and after how many evaluations. */
const TRANSFORMER_HIGH = 0.8;
const TRANSFORMER_STEPS = 50;

/** Finds the threshold by the job's rule and prunes at it: one threshold for all tensors, biases and normalisation included. */
export async function pruneByThreshold(course: Course, judgedOn: 'validation' | 'train'): Promise<Threshold> {
  const { parameters } = course.network;
  const { tamade, fixedThreshold } = course.job.compression;
  const values = await valuesOf(parameters);
  const inclusive = tamade === 'paper';
  const found = tamade === 'fixed' ? { threshold: fixedThreshold, search: null } : await search(course, values, inclusive, judgedOn);
  assignValues(
    parameters,
    values.map((array) => below(array, found.threshold, inclusive && found.threshold > 0)),
  );
  return found;
}

async function search(
  course: Course,
  values: readonly Float32Array[],
  inclusive: boolean,
  judgedOn: 'validation' | 'train',
): Promise<Threshold> {
  const { data, network, job } = course;
  const { tamade, tolerance, accuracyTolerance } = job.compression;
  // Past a branch of which nothing is left the numbers go on: DRR at α = 1e-5 empties the second wide layer of a transformer.
  const { branches }: JobModel = jobModels[job.model.name];
  const source = judgedOn === 'train' ? data.trainWhole : data.validation;
  // A relative tolerance makes no sense for the Gaussian loss, which can be negative.
  const { judgedBy } = lossOf(job);
  const objective = judgedBy && data.task.objective(judgedBy.id);
  const byAccuracy = tamade === 'accuracy';
  const most = SEARCHED[tamade];
  const looked: Looked | undefined = most === undefined ? undefined : { every: 1, predictions: most };
  const score = async (): Promise<number> =>
    byAccuracy ? -((await course.accuracy(source)) ?? 0) : course.loss(source, objective, looked);
  const before = await score();
  course.tell('searching the threshold');
  const { threshold, steps } = await searchThreshold(
    async (candidate) => {
      const pruned = values.map((array) => below(array, candidate, inclusive));
      if (!branches && emptiesLayer(network.parameters, values, pruned)) return Infinity;
      assignValues(network.parameters, pruned);
      return byAccuracy ? (await score()) - before : score();
    },
    {
      target: byAccuracy ? accuracyTolerance : before,
      tolerance: byAccuracy ? 0 : tolerance,
      high: tamade === 'transformer' ? TRANSFORMER_HIGH : (inclusive ? 1 : 2) * largestMagnitude(values),
      ...(tamade === 'transformer' ? { maxSteps: TRANSFORMER_STEPS } : {}),
    },
  );
  return { threshold, search: steps };
}

/** Whether a weight tensor that had any would have none left: its layer would give the same for all inputs. */
function emptiesLayer(parameters: readonly Parameter[], before: readonly Float32Array[], after: readonly Float32Array[]): boolean {
  return parameters.some(
    ({ kind }, index) => kind === 'weight' && before[index].some((value) => value !== 0) && after[index].every((value) => value === 0),
  );
}
