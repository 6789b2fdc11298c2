/**
 * Settings of ℓ0 regularisation, its relatives and its baselines (arXiv 2505.17469 and its code).
 * This file is data: it is read by the page and must not import tfjs.
 */
import { CODECS } from '../../coding/codec-size.ts';
import { choice, number, seed, type SettingValues } from '../setting.ts';

const yesOrNo = [
  { value: 'no', title: 'No' },
  { value: 'yes', title: 'Yes' },
] as const;

/** Where a setting applies, by method. */
const METHOD = 'compression.method';
const PENALISED = ['rl1', 'drr', 'drr-o', 'pmmp', 'fpp'];
const alphaMethods = { [METHOD]: [...PENALISED, 'l0-admm'] };
const penalised = { [METHOD]: PENALISED };
const drr = { [METHOD]: ['drr', 'drr-o'] };
const minimax = { [METHOD]: ['pmmp', 'fpp'] };
const byThreshold = { [METHOD]: PENALISED };

/** What pushes weights to zero, how strongly, and what each method has of its own. */
const methodSettings = {
  method: choice({
    title: 'Method',
    help: 'What makes the network sparse. R-L1: a penalty α|θ|, taken off for fine-tuning. DRR: a smooth stand-in for the count of weights. PMMP: a game of weights against multipliers over random masks. The baselines train first and prune afterwards.',
    differs: 'ℓ0-ADMM is in the paper only, and layerwise pruning is left out of its benchmarks. Fine-tuning after magnitude or random pruning and lottery tickets are ours, for comparison.',
    options: [
      { value: 'vanilla', title: 'Unpruned' },
      { value: 'rl1', title: 'R-L1' },
      { value: 'drr', title: 'DRR' },
      { value: 'drr-o', title: 'DRR-O' },
      { value: 'pmmp', title: 'PMMP' },
      { value: 'fpp', title: 'FPP' },
      { value: 'l0-admm', title: 'ℓ0-ADMM' },
      { value: 'magnitude-finetune', title: 'Magnitude, fine-tuned' },
      { value: 'random-finetune', title: 'Random, fine-tuned' },
      { value: 'lottery-ticket', title: 'Lottery ticket' },
    ],
    default: 'drr',
  }),
  alpha: number({
    title: 'Regularisation α',
    appliesTo: alphaMethods,
    help: 'Weight of the penalty against the mean loss, added at every training step. At 0 training is plain. Of use on LeNet-300-100: 10⁻⁶ to 10⁻³ for R-L1, a tenth of that for DRR, 10⁻⁹ to 10⁻⁶ for PMMP.',
    differs: 'The paper gives no α for MNIST, CIFAR and teacher-student.',
    default: 1e-5,
    min: 0,
    max: 10,
    step: 1e-5,
  }),
  alphaScale: choice({
    title: 'α is meant',
    appliesTo: alphaMethods,
    help: 'As it is, or divided by the number of training samples.',
    differs: 'The example scripts of the authors’ code divide by the number of samples; the scripts of its experiments do not.',
    options: [
      { value: 'raw', title: 'As it is' },
      { value: 'perSample', title: 'Per sample' },
    ],
    default: 'raw',
  }),
  alphaSchedule: choice({
    title: 'α over time',
    appliesTo: penalised,
    help: 'Constant, or rising in a straight line from 0 over the first half of the least number of epochs.',
    differs: 'The paper says that a rising α makes training more stable and gives no formula; its code keeps α constant.',
    options: [
      { value: 'constant', title: 'Constant' },
      { value: 'ramp', title: 'Ramp' },
    ],
    default: 'constant',
  }),
  prelude: number({
    title: 'Prelude',
    appliesTo: penalised,
    help: 'Epochs of plain training before the penalty sets in.',
    default: 0,
    min: 0,
    max: 10_000,
    integer: true,
    step: 1,
    unit: 'epochs',
  }),
  relaxation: choice({
    title: 'Smooth count',
    appliesTo: drr,
    help: 'DRR and DRR-O: what stands in for “is not zero”. Exponential: 1 − exp(−β|θ|). Gaussian: 1 − exp(−θ²/2β²). Student-t: 1 − 1/(1 + θ²/3β²).',
    differs: 'The Gaussian and Student-t forms are in the paper only. There β is a width, so that a small β is sharp.',
    options: [
      { value: 'exponential', title: 'Exponential' },
      { value: 'gaussian', title: 'Gaussian' },
      { value: 'student-t', title: 'Student-t' },
    ],
    default: 'exponential',
  }),
  beta: number({
    title: 'Sharpness β',
    appliesTo: drr,
    help: 'DRR and DRR-O: how sharply the smooth count rises. Near zero the exponential form acts as R-L1 with α·β.',
    differs: 'Two of the authors’ example scripts leave β at 0, which switches DRR off.',
    default: 5,
    min: 1e-3,
    max: 1000,
    step: 1,
  }),
  rho: number({
    title: 'ℓ2 strength ρ',
    appliesTo: penalised,
    help: 'Weight of ρ‖θ‖², whose gradient is 2ρθ, in the first phase.',
    differs: 'On ImageNet the paper equates its ρ with a weight decay of half the size; the gradient 2ρθ is that of twice the size.',
    default: 0,
    min: 0,
    max: 1,
    step: 1e-5,
  }),
  norm: choice({
    title: 'Strength by layer',
    appliesTo: { [METHOD]: ['drr-o'] },
    help: 'DRR-O: α of a layer is multiplied by the mean layer size over its own. A block is one weight tensor with its bias.',
    options: [
      { value: 'none', title: 'Equal' },
      { value: 'layer', title: 'By layer' },
      { value: 'block', title: 'By block' },
    ],
    default: 'none',
  }),
  normScalesRho: choice({
    title: 'Strength by layer scales ρ',
    appliesTo: { [METHOD]: ['drr-o'], 'compression.norm': ['layer', 'block'] },
    help: 'DRR-O: whether the factors of the layers reach ρ as well.',
    differs: 'The original method and the code’s documentation scale α and ρ; the code scales α alone.',
    options: yesOrNo,
    default: 'yes',
  }),
  normScale: choice({
    title: 'Normalisation scale',
    appliesTo: penalised,
    help: 'Whether the penalty reaches the scale of batch normalisation. As the code: R-L1 and ρ leave it alone, the others do not.',
    differs: 'The authors’ code treats its methods differently here; the paper does not say.',
    options: [
      { value: 'as-code', title: 'As the code' },
      { value: 'exempt', title: 'Left alone' },
      { value: 'penalised', title: 'Penalised' },
    ],
    default: 'as-code',
  }),
  gammaStart: number({
    title: 'γ at the start p₀',
    appliesTo: minimax,
    help: 'PMMP and FPP: probability with which a weight is there at the start.',
    differs: 'The paper’s best: 0 on the MNIST MLP and with squared error, 0.5 on LeNet-5, 1 on VGG and with the Gaussian loss; 1 in the code.',
    default: 0,
    min: 0,
    max: 1,
    step: 0.5,
  }),
  uStart: number({
    title: 'u at the start',
    appliesTo: minimax,
    help: 'PMMP and FPP: multipliers at the start. With Adam they rise by themselves from 0.',
    differs: '0 in general and 2 on ImageNet, where 0 is said to inhibit training.',
    default: 0,
    min: 0,
    max: 100,
    step: 1,
  }),
  uFactor: number({
    title: 'Factor on u',
    appliesTo: minimax,
    help: 'PMMP and FPP: mf, the factor on the multipliers in the objective.',
    differs: 'The paper’s grid is 1, 10 and 100 and its best 1 throughout.',
    default: 1,
    min: 1e-3,
    max: 1000,
    step: 1,
  }),
  pmmpFinal: choice({
    title: 'γ decides at the end',
    appliesTo: minimax,
    help: 'PMMP and FPP: which weights are there after training. Threshold: γ has only guided θ, and the threshold search decides. Rounded: those with γ < 0.5 go and no threshold is searched. Both: first γ, then the search.',
    differs: 'By the paper’s theory γ decides; its code prunes θ by the threshold search.',
    options: [
      { value: 'tamade-theta', title: 'Threshold' },
      { value: 'round-gamma', title: 'Rounded γ' },
      { value: 'gamma-then-tamade', title: 'Both' },
    ],
    default: 'tamade-theta',
  }),
  fppDecay: number({
    title: 'Decay of the means',
    appliesTo: { [METHOD]: ['fpp'] },
    help: 'FPP: 0 takes the mean over all of the past, d a window of about 1/d steps.',
    differs: 'The code has 0 for squared error and cross-entropy, 0.01 for the Gaussian loss.',
    default: 0,
    min: 0,
    max: 0.5,
    step: 0.01,
  }),
  fppRepetitions: number({
    title: 'Steps between means',
    appliesTo: { [METHOD]: ['fpp'] },
    help: 'FPP: training steps between two entries into the means.',
    default: 1,
    min: 1,
    max: 1000,
    integer: true,
    step: 1,
  }),
  admmRho: number({
    title: 'ADMM penalty',
    appliesTo: { [METHOD]: ['l0-admm'] },
    help: 'ℓ0-ADMM: ρ that ties the weights to their sparse copy. Weights above √(2α/ρ) stay.',
    differs: 'The paper gives no value.',
    default: 0.01,
    min: 1e-8,
    max: 1000,
    step: 0.01,
  }),
  admmRounds: number({
    title: 'ADMM rounds',
    appliesTo: { [METHOD]: ['l0-admm'] },
    help: 'ℓ0-ADMM: rounds of one epoch each, after plain training has converged.',
    differs: 'The paper gives no number.',
    default: 50,
    min: 1,
    max: 10_000,
    integer: true,
    step: 10,
    unit: 'rounds',
  }),
  targetSparsity: number({
    title: 'Target sparsity',
    appliesTo: { [METHOD]: ['magnitude-finetune', 'random-finetune', 'lottery-ticket'] },
    help: 'Magnitude and random pruning, lottery tickets: share of the numbers that are zero in the end.',
    default: 0.95,
    min: 0,
    max: 0.9999,
    step: 0.01,
  }),
  ticketRounds: number({
    title: 'Ticket rounds',
    appliesTo: { [METHOD]: ['lottery-ticket'] },
    help: 'Lottery tickets: rounds of training, pruning by magnitude and rewinding to the initial weights.',
    default: 5,
    min: 1,
    max: 50,
    integer: true,
    step: 1,
    unit: 'rounds',
  }),
} as const;

/** Choosing the threshold, and what goes with the weights below it. */
const pruningSettings = {
  tamade: choice({
    title: 'Threshold by',
    appliesTo: byThreshold,
    help: 'TAMADE: the largest threshold below which weights can go. Loss: it may rise by a share. Accuracy: it may fall by so many points. Paper: as loss, searched up to the largest weight with weights equal to the threshold going too. Fixed: the threshold itself is set.',
    differs: 'The code searches up to twice the largest weight and keeps weights equal to the threshold; the paper’s pseudo-code does neither. The original DRR-O has a fixed threshold.',
    options: [
      { value: 'loss', title: 'Loss' },
      { value: 'accuracy', title: 'Accuracy' },
      { value: 'paper', title: 'Paper' },
      { value: 'fixed', title: 'Fixed' },
    ],
    default: 'loss',
  }),
  tolerance: number({
    title: 'Tolerance δ of the loss',
    appliesTo: { ...byThreshold, 'compression.tamade': ['loss', 'paper'] },
    help: 'Share by which pruning may raise the loss.',
    default: 0.01,
    min: 0,
    max: 10,
    step: 0.01,
  }),
  accuracyTolerance: number({
    title: 'Tolerance of the accuracy',
    appliesTo: { ...byThreshold, 'compression.tamade': ['accuracy'] },
    help: 'Drop of the accuracy that pruning may cost, as a share of the images.',
    default: 0.013,
    min: 0,
    max: 1,
    step: 0.001,
  }),
  fixedThreshold: number({
    title: 'Fixed threshold',
    appliesTo: { ...byThreshold, 'compression.tamade': ['fixed'] },
    help: 'Weights smaller than this go, where the threshold is fixed.',
    default: 0.001,
    min: 0,
    max: 100,
    step: 0.001,
  }),
  tamadeData: choice({
    title: 'Threshold judged on',
    appliesTo: { ...byThreshold, 'compression.tamade': ['loss', 'accuracy', 'paper'] },
    help: 'Whether the search looks at the validation set or at the training set.',
    differs: 'The code used the training set until March 2026, and its README still says so.',
    options: [
      { value: 'validation', title: 'Validation' },
      { value: 'train', title: 'Training' },
    ],
    default: 'validation',
  }),
  rgp: choice({
    title: 'Idle weights',
    appliesTo: byThreshold,
    help: 'Random gradient pruning: before and after the threshold, weights whose gradient on random data is exactly 0 go. Graph: in dense networks they are found from the connections instead.',
    options: [
      { value: 'gradient', title: 'By gradient' },
      { value: 'graph', title: 'By graph' },
      { value: 'off', title: 'Kept' },
    ],
    default: 'gradient',
  }),
  rgpLoss: choice({
    title: 'Gradient of',
    appliesTo: { ...byThreshold, 'compression.rgp': ['gradient'] },
    help: 'Random gradient pruning: the loss that is trained, or the squared error.',
    differs: 'The paper’s formula has the squared error; the code takes the loss that is trained.',
    options: [
      { value: 'active', title: 'The loss' },
      { value: 'squared', title: 'Squared error' },
    ],
    default: 'active',
  }),
  deleteNeurons: choice({
    title: 'Delete neurons',
    help: 'After pruning, hidden neurons of dense layers that no weight leads to are taken out, and what they always give is added to the next biases. The network computes the same, is smaller and trains faster. The compression rate still counts against the network as it was built.',
    differs: 'Off in the code, which may delete outputs; here outputs stay, and one neuron of each layer.',
    appliesTo: { [METHOD]: [...PENALISED, 'l0-admm', 'magnitude-finetune', 'random-finetune'] },
    options: yesOrNo,
    default: 'no',
  }),
  codec: choice({
    title: 'Codec',
    help: 'How the model’s bytes are counted. Values: 4 bytes per number that is not zero, positions for nothing. Min: for each tensor the smallest of those that can be read back.',
    differs: 'The paper speaks of COO and LIL; its code counts values alone.',
    options: CODECS.map((value) => ({ value, title: value })),
    default: 'values',
  }),
  targetBits: number({
    title: 'Bits of a target',
    appliesTo: { 'data.name': ['teacher-student'] },
    help: 'Regression: −log₂ of the spacing on which real targets are coded.',
    differs: 'Neither the paper nor its code says; 22 is worked out from its Table 5.',
    default: 22,
    min: 0,
    max: 64,
    step: 1,
    unit: 'bits',
  }),
  pruningSeed: seed({
    title: 'Seed of pruning',
    appliesTo: { [METHOD]: [...PENALISED, 'random-finetune'] },
    help: 'Seed of random pruning and of the data of random gradient pruning; empty takes the job’s seed.',
  }),
} as const;

export const l0Settings = { ...methodSettings, ...pruningSettings } as const;
export type L0Settings = SettingValues<typeof l0Settings>;
export type L0Method = L0Settings['method'];
