/** What a job comes to: sizes, losses and description lengths (arXiv 2505.17469, section 1). */
import { modelBytes as codecBytes } from '../../coding/codec-size.ts';
import { descriptionLength } from '../../coding/description-length.ts';
import { lossOf, setSizes } from '../../data/sources/index.ts';
import { compressionRate } from '../../math/compression-metrics.ts';
import { parameterCount } from '../../nn/models/network.ts';
import { blockOf } from '../../nn/weight-tensors.ts';
import { collapsedLayers } from './collapse.ts';
import type { Course } from './course.ts';
import type { Measured, Outcome } from './methods/tools.ts';
import { weightHistogram } from '../weight-histogram.ts';
import { countNonzero } from '../../math/pruning.ts';
import { l0MethodOf } from './methods/index.ts';
import { matricesOf, valuesOf } from './network.ts';
import { firstLayerOf } from './portrait.ts';
import { countEffective } from './pruning.ts';
import type { L0Summary } from './record.ts';
import { textMeasures, trainLooked } from './text-measures.ts';

export async function summarise(course: Course, outcome: Outcome): Promise<L0Summary> {
  const { network, data, job } = course;
  course.tell('measuring');
  const values = await valuesOf(network.parameters);
  const nonzero = countNonzero(values);
  const left = parameterCount(network.parameters);
  const test = await course.measure(data.test);
  const trainLoss = await course.loss(data.trainWhole, undefined, trainLooked(course));
  const validationLoss = await course.loss(data.validation);
  const text = await textMeasures(course, values, { trainLoss, validationLoss, testLoss: test.loss });
  const { codec } = job.compression;
  const collapsed = await collapsedLayers(course, values);
  const effective = l0MethodOf(job).traits.unpruned ? null : await countEffective(course, values);
  const firstLayer = firstLayerOf(network.parameters, values, data.input);
  const length = descriptionLength(codecBytes(codec, matricesOf(network.parameters, values)), await dataBits(course, trainLoss));
  const figures = (measured: Measured | null) => measured && { testAccuracy: measured.accuracy, testLoss: measured.loss };
  return {
    kind: 'l0',
    parameters: course.parameters,
    ...(left < course.parameters ? { parametersLeft: left } : {}),
    nonzero,
    ...(effective === null ? {} : { effective }),
    compressionRate: compressionRate(course.parameters, nonzero),
    trainLoss: course.told(trainLoss),
    validationLoss: course.told(validationLoss),
    testLoss: test.loss,
    testAccuracy: test.accuracy,
    before: figures(outcome.before),
    after: figures(outcome.after),
    threshold: outcome.threshold,
    codec,
    modelBytes: length.modelBytes,
    dataBytes: length.dataBytes,
    descriptionBytes: length.bytes,
    epochs: {
      regularised: outcome.regularised.epochs,
      admm: outcome.admm?.epochs ?? 0,
      fineTuning: outcome.fineTuning?.epochs ?? 0,
    },
    converged: { regularised: outcome.regularised.converged, fineTuning: outcome.fineTuning?.converged ?? false },
    sigma: await course.sigma(),
    layers: layersOf(course, values),
    trainingSteps: course.steps,
    weights: weightHistogram(values),
    ...(firstLayer ? { firstLayer } : {}),
    ...(collapsed ? { collapsed } : {}),
    ...(text ? { text } : {}),
  };
}

/** Bits of the training set, and of as many test samples where the source has them coded as well. */
async function dataBits(course: Course, trainLoss: number): Promise<number> {
  const { data, job } = course;
  const { targetBits, sigmaMode } = job.compression;
  const sets = [data.trainWhole, ...(data.testForLength ? [data.testForLength] : [])];
  if (data.task.codedBits) {
    const mean = course.loss.bind(course);
    return data.task.codedBits({ sets, mean, sigma: await course.sigma(), sigmaMode, targetBits });
  }
  const loss = lossOf(job);
  let bits = loss.bits(trainLoss, setSizes(job).train.coded, { targetBits, told: 0 });
  if (data.testForLength) bits += loss.bits(await course.loss(data.testForLength), data.testForLength.predictions, { targetBits, told: 0 });
  return bits;
}

function layersOf({ network, sizes }: Course, values: readonly Float32Array[]): L0Summary['layers'] {
  const blocks = new Map<string, { size: number; nonzero: number }>();
  for (const [index, { name }] of network.parameters.entries()) {
    const block = blocks.get(blockOf(name)) ?? { size: 0, nonzero: 0 };
    blocks.set(blockOf(name), { size: block.size + sizes[index], nonzero: block.nonzero + countNonzero([values[index]]) });
  }
  return [...blocks].map(([name, counts]) => ({ name, ...counts }));
}
