/** Settings of ℓ0 methods: choosing the threshold, and what goes with the weights below it. */
import { codecWords, CODECS } from '../../coding/codec-size.ts';
import { choice, number, seed, type Condition, type Setting } from '../../data/setting.ts';
import { dataSources } from '../../data/sources/index.ts';
import { jobModels, type JobModel } from '../../nn/models/catalogue.ts';
import { needs, type Needing } from './methods/traits.ts';
import { yesOrNo } from './yes-or-no.ts';

/** Of methods that always prune layer by layer, and of those that are told to. */
const byLayer = <Kind extends Setting>(setting: Kind): Needing<Kind> => ({
  ...setting,
  needs: [{ trait: 'byLayer' }, { trait: 'regularises', and: { 'compression.layerwisePruning': ['projected', 'sigmoid'] } }],
});

/** Networks whose layers follow one another. */
const ofChains: Condition = {
  'model.name': Object.entries<JobModel>(jobModels).flatMap(([name, { branches }]) => (branches ? [] : [name])),
};

/** Where targets are real numbers, coded on a grid. */
const ofRealTargets = (): Condition => ({
  'data.name': dataSources.all.filter(({ task }) => task.hasRealTargets).map(({ id }) => id),
});

export const pruningSettings = {
  layerwisePruning: needs(
    'searches',
    choice({
      title: 'Layer by layer',
      help: 'Before the threshold each dense layer may be replaced by a sparse one that gives about the same outputs on the training set. Projected: probabilities γ are clamped to 0 and 1, from the last layer to the first. Sigmoid: γ is a sigmoid, from the first to the last. The method Layerwise is projected unless told. Convolutions stay as they are.',
      differs: 'The projected form is the one that the code uses. The paper reports layerwise pruning as weaker than R-L1, DRR and PMMP.',
      options: [
        { value: 'no', title: 'No' },
        { value: 'projected', title: 'Projected' },
        { value: 'sigmoid', title: 'Sigmoid' },
      ],
      default: 'no',
    }),
    ofChains,
  ),
  layerwiseLoss: byLayer(
    choice({
      title: 'Error of a layer',
      help: 'Layer by layer: whether the squared error of the outputs counts as it is, or as the bits of a Gaussian whose σ is learned along, from 0.1 on.',
      differs: 'The code has the Gaussian form, but never comes to it.',
      options: [
        { value: 'squared', title: 'Squared' },
        { value: 'gauss', title: 'Gaussian' },
      ],
      default: 'squared',
    }),
  ),
  layerwiseAlpha: byLayer(
    number({
      title: 'α of a layer',
      help: 'Layer by layer: what a weight costs, against the squared error of the outputs summed over the batch, or its bits.',
      default: 0.1,
      min: 0,
      max: 1e6,
      step: 0.1,
    }),
  ),
  layerwiseRate: byLayer(
    number({
      title: 'Learning rate of a layer',
      help: 'Layer by layer: learning rate of Adam, one step for each training batch.',
      differs: '0.001 as called in the code, 0.01 by default of its functions.',
      default: 0.001,
      min: 1e-7,
      max: 1,
      step: 0.001,
    }),
  ),
  layerwiseStart: byLayer(
    number({
      title: 'γ of a layer at the start',
      help: 'Layer by layer, projected: probability with which a weight is there at the start; PMMP and FPP bring their own γ. Sigmoid starts at 0.0067.',
      differs: '0.3 as called in the code, 0 by default of its function.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.1,
    }),
  ),
  layerwiseEpochs: byLayer(
    number({
      title: 'Epochs of a layer',
      help: 'Layer by layer: epochs for each layer at most. Every 100 epochs it is done if γ is decided and the error has stopped falling.',
      differs: 'The code takes the most epochs of the first phase.',
      default: 300,
      min: 1,
      max: 100_000,
      integer: true,
      step: 100,
      unit: 'epochs',
    }),
  ),
  tamade: needs(
    'searches',
    choice({
      title: 'Threshold by',
      help: 'TAMADE: the largest threshold below which weights can go. Loss: it may rise by a share. Accuracy: it may fall by so many points. Paper: as loss, searched up to the largest weight with weights equal to the threshold going too. Transformer: as loss, searched from 0 to 0.8 in 50 steps at most. Fixed: the threshold itself is set. None: only what is exactly zero goes.',
      differs:
        'The code searches up to twice the largest weight and keeps weights equal to the threshold; the paper’s pseudo-code does neither. For its transformer it searches up to 0.8, with a tolerance of 0.02. Thresholds that would empty a layer are refused here. The original DRR-O has a fixed threshold.',
      options: [
        { value: 'loss', title: 'Loss' },
        { value: 'accuracy', title: 'Accuracy' },
        { value: 'paper', title: 'Paper' },
        { value: 'transformer', title: 'Transformer' },
        { value: 'fixed', title: 'Fixed' },
        { value: 'none', title: 'None' },
      ],
      default: 'loss',
    }),
  ),
  tolerance: needs(
    'searches',
    number({
      title: 'Tolerance δ of the loss',
      help: 'Share by which pruning may raise the loss.',
      default: 0.01,
      min: 0,
      max: 10,
      step: 0.01,
    }),
    { 'compression.tamade': ['loss', 'paper', 'transformer'] },
  ),
  accuracyTolerance: needs(
    'searches',
    number({
      title: 'Tolerance of the accuracy',
      help: 'Drop of the accuracy that pruning may cost, as a share of the images.',
      default: 0.013,
      min: 0,
      max: 1,
      step: 0.001,
    }),
    { 'compression.tamade': ['accuracy'] },
  ),
  fixedThreshold: needs(
    'searches',
    number({
      title: 'Fixed threshold',
      help: 'Weights smaller than this go, where the threshold is fixed.',
      default: 0.001,
      min: 0,
      max: 100,
      step: 0.001,
    }),
    { 'compression.tamade': ['fixed'] },
  ),
  tamadeData: needs(
    'searches',
    choice({
      title: 'Threshold judged on',
      help: 'Whether the search looks at the validation set or at the training set.',
      differs: 'The code used the training set until March 2026, and its README still says so.',
      options: [
        { value: 'validation', title: 'Validation' },
        { value: 'train', title: 'Training' },
      ],
      default: 'validation',
    }),
    { 'compression.tamade': ['loss', 'accuracy', 'paper', 'transformer'] },
  ),
  rgp: needs(
    'searches',
    choice({
      title: 'Idle weights',
      help: 'Weights that cannot change any output, as no path leads through them. By gradient: those whose gradient on random data is exactly 0 go, before and after the threshold (random gradient pruning). By graph: in dense networks they are found from the connections instead. Kept: they stay and are counted.',
      options: [
        { value: 'gradient', title: 'By gradient' },
        { value: 'graph', title: 'By graph' },
        { value: 'off', title: 'Kept' },
      ],
      default: 'gradient',
    }),
  ),
  rgpLoss: needs(
    'searches',
    choice({
      title: 'Gradient for idle weights',
      help: 'By gradient: of which loss, the one that is trained or the squared error.',
      differs: 'The paper’s formula has the squared error; the code takes the loss that is trained.',
      options: [
        { value: 'active', title: 'The loss' },
        { value: 'squared', title: 'Squared error' },
      ],
      default: 'active',
    }),
    { 'compression.rgp': ['gradient'] },
  ),
  shrinking: needs(
    'searches',
    choice({
      title: 'Shrinking',
      help: 'Whether pruning happens in the first phase as well, at every check at which the loss falls by less than 0.01 beyond its noise. The threshold is judged on the training set then; with PMMP and FPP what has γ = 0 goes instead.',
      differs: 'Off by default in the code.',
      options: yesOrNo,
      default: 'no',
    }),
  ),
  deleteNeurons: needs(
    'losesNeurons',
    choice({
      title: 'Delete neurons',
      help: 'After pruning, hidden neurons of dense layers that no weight leads to are taken out, and what they always give is added to the next biases. The network computes the same, is smaller and trains faster. The compression rate still counts against the network as it was built.',
      differs: 'Off in the code, which may delete outputs; here outputs stay, and one neuron of each layer.',
      options: yesOrNo,
      default: 'no',
    }),
    ofChains,
  ),
  codec: choice({
    title: 'Codec',
    help: `How the bytes of the network are counted. ${CODECS.map((codec) => `${codec}: ${codecWords[codec]}`).join('. ')}.`,
    differs: 'The paper speaks of COO and LIL; its code counts values alone.',
    options: CODECS.map((value) => ({ value, title: value })),
    default: 'values',
  }),
  targetBits: number({
    title: 'Bits of a target',
    get appliesTo() {
      return ofRealTargets();
    },
    help: 'Regression: −log₂ of the spacing on which real targets are coded.',
    differs: 'Neither the paper nor its code says; 22 is worked out from its Table 5.',
    default: 22,
    min: 0,
    max: 64,
    step: 1,
    unit: 'bits',
  }),
  sigmaMode: choice({
    title: 'Deviation of targets',
    get appliesTo() {
      return ofRealTargets();
    },
    help: 'Regression: σ of the code of the targets. By set: σ² is the squared error of each set that is coded. Training: that of the training set for both sets. Learned: σ of the Gaussian loss. Counts in a run’s own description length; lines of equal length and pruning by hand take it by set.',
    differs:
      'Neither the paper nor its code says. That of the training set makes the test set cost very much for a network that interpolates.',
    options: [
      { value: 'set', title: 'By set' },
      { value: 'train', title: 'Training' },
      { value: 'learned', title: 'Learned' },
    ],
    default: 'set',
  }),
  pruningSeed: needs(
    'draws',
    seed({
      title: 'Seed of pruning',
      help: 'Seed of random pruning and of the data of random gradient pruning; empty takes the job’s seed.',
    }),
  ),
} as const;
