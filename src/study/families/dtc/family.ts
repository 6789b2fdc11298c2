/** Dual Tomographic Compression and its baselines (arXiv 2505.23869): the side of the page. */
import { buffersOfDtc, dtcCheckpointSchema, type DtcCheckpoint } from '../../../compression/dtc/checkpoint.ts';
import { dtcJobSchema, dtcMemory, imagesOf, missingImages, noCycle, type DtcJob } from '../../../compression/dtc/job.ts';
import { dtcMethods } from '../../../compression/dtc/methods.ts';
import { dtcStepSchema, dtcSummarySchema, type DtcStep, type DtcSummary } from '../../../compression/dtc/record.ts';
import { seedSchema } from '../../../data/setting.ts';
import { ownImages } from '../../../data/sources/own-images.ts';
import { loadPart } from '../../../data/load-part.ts';
import { lazily } from '../../../data/registry.ts';
import { percent } from '../../../math/number-text.ts';
import type { Family } from '../../family.ts';
import { bandTable } from './bands.ts';
import { dtcJobColumns, dtcStepColumns } from './columns.ts';
import { cyclesOf, dtcCost, dtcTrainingStep } from './cost.ts';
import { dtcPaperWords } from './paper.ts';
import { dtcPresets } from './presets.ts';
import { dtcCitation, isComparable, loadPublished, PUBLISHED_SOURCE } from './published.ts';
import { dtcDigest } from './digest.ts';
import { dtcExpected } from './expected.ts';
import { dtcFinding } from './finding.ts';
import { dtcMeasuredNothing } from './hollow.ts';
import { dtcRunOf, type DtcRun } from './run.ts';
import { dtcDescribed, dtcSeed } from './settings.ts';
import { dtcStanding } from './standing.ts';
import { dtcFirstView } from './view.ts';
import { dtcVerdict } from './verdict.ts';

export const dtc: Family<DtcJob, DtcStep, DtcSummary, DtcCheckpoint, DtcRun> = {
  id: 'dtc',
  title: 'Dual tomographic compression',
  summary: 'Prune hidden layers while they train, by compressed sensing of their weights.',
  methods: dtcMethods,
  ...dtcDescribed,
  jobSchema: lazily(() => dtcJobSchema(seedSchema.default(dtcSeed.default))),
  stepSchema: () => dtcStepSchema,
  summarySchema: () => dtcSummarySchema,
  checkpointSchema: () => dtcCheckpointSchema,
  buffersOf: buffersOfDtc,
  companionsOf: () => [],
  onOwn(job, { images }) {
    if (!images) return { jobs: [], dropped: [] };
    const { training } = job;
    const batchSize = Math.min(training.batchSize, images.train);
    return { jobs: [{ ...job, images, data: { name: ownImages.id }, training: { ...training, batchSize } }], dropped: [] };
  },
  idlePaths: () => [],
  cost: dtcCost,
  memory: dtcMemory,
  trainingStep: dtcTrainingStep,
  refusals: (job) => [...missingImages(job), ...noCycle(job)],
  // As `L0_PACE`: 0.19 for dtc-quick and 0.22 for 784-512-10 beside other programs, two thirds of that alone.
  pace: () => 0.15,
  lengthSetting: 'compression.batchesPerCycle',
  unitOf: () => ({ one: 'cycle', many: 'cycles', first: 0 }),
  unitsOf: cyclesOf,
  mayEndEarly: () => false,
  unitPaths: ['model.hidden', 'compression.share', 'compression.stopWidth'],
  runOf: dtcRunOf,
  stepNumbers: ({ points }) => points.map(({ cycle }) => cycle),
  firstView: dtcFirstView,
  studyView: ['layer'],
  isKnown: ({ points }) => points.length > 0,
  digest: dtcDigest,
  verdict: dtcVerdict,
  comparedFrom: 'a first cycle',
  outcomeOf: ({ summary, steps }) => ({ accuracy: summary?.finalAccuracy ?? steps.at(-1)?.testAccuracy ?? null }),
  measuredNothing: dtcMeasuredNothing,
  finding: dtcFinding,
  standing: dtcStanding,
  headline: ({ finalAccuracy }) => `final accuracy ${percent(finalAccuracy)}`,
  columns: { steps: dtcStepColumns, jobs: dtcJobColumns },
  table: bandTable,
  presets: dtcPresets,
  published: {
    source: PUBLISHED_SOURCE,
    load: loadPublished,
    standBehind: isComparable,
    expected: dtcExpected,
    paper: async () => (await loadPart(() => import('./published-paper.ts'))).dtcPaper,
  },
  citation: dtcCitation,
  paper: dtcPaperWords,
  modelOf: ({ model }) => ({ title: null, hidden: model.hidden }),
  layersOf: (job) => [...job.model.hidden, imagesOf(job).outputs].map((units) => ({ units, pixels: 1 })),
  // Its paper counts no bytes; the values alone are the number of the other paper, by which networks are compared.
  codecOf: () => 'values',
  trialRefusal: null,
  thresholdOf: () => null,
};
