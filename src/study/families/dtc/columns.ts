/** Steps and summaries of Dual Tomographic Compression as columns. */
import type { DtcStep, DtcSummary } from '../../../compression/dtc/record.ts';
import type { Column } from '../../family.ts';

/** Entropies in bits, times in seconds, accuracies and sparsity as shares; the layer is the first hidden one. */
export const dtcStepColumns: readonly Column<DtcStep>[] = [
  { name: 'cycle', cell: (step) => step.cycle },
  { name: 'neurons', cell: (step) => step.neurons },
  { name: 'sparsity', cell: (step) => step.sparsity },
  { name: 'testAccuracy', cell: (step) => step.testAccuracy },
  { name: 'testAccuracyBeforePrune', cell: (step) => step.testAccuracyBeforePrune },
  { name: 'testCorrect', cell: (step) => step.testCorrect },
  { name: 'testCorrectBeforePrune', cell: (step) => step.testCorrectBeforePrune },
  { name: 'trainLoss', cell: (step) => step.trainLoss },
  { name: 'gibbsEntropyPrevious', unit: 'bits', cell: (step) => step.gibbsEntropy.previous },
  { name: 'gibbsEntropyNext', unit: 'bits', cell: (step) => step.gibbsEntropy.next },
  { name: 'rayMeanAbs', cell: (step) => step.rayMeanAbs },
  { name: 'neuronsBefore', cell: (step) => step.layers[0].neuronsBefore },
  { name: 'measurements', cell: (step) => step.layers[0].measurements.next.length },
  { name: 'inRangePrevious', cell: (step) => step.layers[0].inRange.previous },
  { name: 'inRangeNext', cell: (step) => step.layers[0].inRange.next },
  { name: 'weightNormPrevious', cell: (step) => step.layers[0].weightNorm.previous },
  { name: 'weightNormNext', cell: (step) => step.layers[0].weightNorm.next },
  { name: 'seconds', unit: 's', cell: (step) => step.seconds },
];

export const dtcJobColumns: readonly Column<DtcSummary>[] = [
  { name: 'cycles', cell: (summary) => summary.cycles },
  { name: 'finalNeurons', cell: (summary) => summary.finalNeurons },
  { name: 'finalAccuracy', cell: (summary) => summary.finalAccuracy },
  { name: 'accuracyAfterFirstStep', cell: (summary) => summary.accuracyAfterFirstStep },
];
