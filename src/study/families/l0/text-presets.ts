/** Presets on texts: language models that compress them (arXiv 2505.17469, section 4.3, at a small part of its size). */
import type { PresetInput } from '../../family.ts';
import { preset } from './preset.ts';

/**
 * What small transformers share. Learning rates tried at 600 steps with d = 64 by the specification of text: chunks of 128 bytes, 8 a step,
 * 3e-3 gave 3.27 bits per byte and 6e-3 3.23; chunks of 64, 16 a step, 3e-3 gave 3.16.
 */
const small = {
  data: { name: 'moby-dick', length: 64, order: 'shuffled' },
  model: { name: 'transformer', blocks: 2, heads: 4 },
  training: {
    optimiser: 'adamw',
    clip: 1,
    batchSize: 16,
    learningRate: 5e-3,
    schedule: 'cosine-by-step',
    warmUp: 1,
    leastRate: 0.1,
    roundSteps: 100,
    bestState: 'last',
  },
  compression: { method: 'drr', beta: 5, gammaStart: 1, trainsOn: 'yes', tamade: 'transformer', tolerance: 0.02, rgp: 'off' },
} as const;

/** So many rounds of a hundred steps, then fine-tuning, a point every so many rounds. */
const rounds = (first: number, fineTuning: number, measureEvery: number) => ({
  minEpochs: first,
  maxEpochs: first,
  fineTuneMin: fineTuning,
  fineTuneMax: fineTuning,
  checkEvery: first,
  window: 4,
  measureEvery,
});

/** Networks that nothing is taken from, of several widths: what fewer weights are worth if they are there from the start. */
const dense = (...widths: readonly number[]) => widths.map((dim) => ({ 'compression.method': 'vanilla', 'model.dim': dim }));

/** A method at further strengths. */
const also = (method: string, ...alphas: readonly number[]) =>
  alphas.map((alpha) => ({ 'compression.method': method, 'compression.alpha': alpha }));

export const textPresets: readonly PresetInput[] = [
  preset(
    {
      name: 'text-quick',
      title: 'A novel, a quick look',
      kind: 'quick',
      line: 'Networks learn to spell Moby-Dick. How short does the book get, their weights counted?',
      help: 'Transformers learn 1.1 MB of Moby-Dick for 2,300 steps: one of 111,061 numbers unpruned, with DRR and with R-L1, and beside them one of 9,397 that nothing is taken from. Fewer weights can be had in both ways, and whole-file compressors are beaten by neither in so few minutes of training.',
    },
    {
      job: {
        ...small,
        model: { ...small.model, dim: 64 },
        training: { ...small.training, ...rounds(20, 3, 4) },
        compression: { ...small.compression, alpha: 1e-5 },
        seed: 42,
      },
      axes: [{ path: 'compression.method', values: ['vanilla', 'drr'] }],
      beside: [...also('rl1', 3e-5), ...dense(16)],
    },
  ),
  preset(
    {
      name: 'text-moby',
      title: 'A novel: pruned or narrow',
      kind: 'control',
      line: 'How many weights are worth their bytes? Is a narrow network as good as a pruned one?',
      help: 'Moby-Dick with a transformer of 111,061 parameters, 9,200 steps, DRR and R-L1 over α: the total of network and text falls and rises again. Beside them networks of five widths that nothing is taken from, trained as long, and PMMP, which wants an α a hundred times smaller here: weights begin small, N(0, 0.02²), and γ falls before the multipliers have grown, unless α is below 10⁻⁵.',
    },
    {
      job: {
        ...small,
        model: { ...small.model, dim: 64 },
        training: { ...small.training, ...rounds(80, 12, 8) },
        compression: { ...small.compression, alpha: 1e-5 },
        seed: 1,
      },
      axes: [
        { path: 'compression.method', values: ['rl1', 'drr'] },
        { path: 'compression.alpha', values: [1e-6, 3e-6, 1e-5, 3e-5] },
      ],
      beside: [...also('drr', 3e-7), ...also('rl1', 1e-4), ...dense(8, 16, 32, 48, 64), ...also('pmmp', 1e-7, 1e-6, 1e-5)],
    },
  ),
  preset(
    {
      name: 'text-sotu',
      title: 'State of the Union',
      kind: 'paper',
      line: 'One way through a larger text, as the paper trains on its largest.',
      from: 'Table 3, figures 6 and 7',
      help: 'The presidents’ addresses, 9.7 MB to train, gone through once and then 15 % of it for fine-tuning: the paper’s regime at 6 GB, at a small part of its size. DRR, R-L1 and PMMP over α, beside networks of three widths that nothing is taken from.',
    },
    {
      job: {
        ...small,
        data: { ...small.data, name: 'state-of-the-union' },
        model: { ...small.model, dim: 64 },
        training: { ...small.training, ...rounds(95, 14, 10) },
        compression: { ...small.compression, alpha: 1e-6 },
        seed: 1,
      },
      axes: [
        { path: 'compression.method', values: ['rl1', 'drr'] },
        { path: 'compression.alpha', values: [3e-7, 1e-6, 3e-6, 1e-5] },
      ],
      beside: [...also('drr', 1e-7), ...also('rl1', 3e-5), ...dense(32, 64, 96), ...also('pmmp', 1e-8, 1e-7, 1e-6)],
    },
  ),
  preset(
    {
      name: 'text-online',
      title: 'A novel, learned along',
      kind: 'control',
      line: 'No network is sent: whoever reads the text trains it too. Four ways, and what they take.',
      help: 'Moby-Dick with a transformer of width 64, paid for byte by byte before it is learned from: in one pass, with one and with three replays of what has been sent after each batch, and in doubling blocks by networks from scratch. With seed 42 they took 436, 397, 366 and 434 kB, where the whole file takes zstd 368 kB. Lay it beside “A novel, a quick look”.',
    },
    {
      job: {
        ...small,
        model: { ...small.model, dim: 64 },
        training: { ...small.training, measureEvery: 2 },
        compression: { ...small.compression, method: 'learning-along' },
        seed: 42,
      },
      axes: [{ path: 'compression.onlineCode', values: ['one-pass', 'replay-1', 'replay-3', 'blocks'] }],
    },
  ),
  preset(
    {
      name: 'text-golf',
      title: 'A novel, as short as can be',
      kind: 'control',
      line: 'How short can Moby-Dick get, network and text together? Three seeds.',
      help: 'DRR on a transformer of width 48 for 18,400 steps, at the α around which the total of network and text is shortest after 2,300. Change what you like, and beat it.',
    },
    {
      job: {
        ...small,
        model: { ...small.model, dim: 48 },
        training: { ...small.training, ...rounds(160, 24, 16) },
        compression: { ...small.compression, alpha: 1e-5 },
        seed: 1,
      },
      axes: [{ path: 'seed', values: [1, 2, 3] }],
    },
  ),
  preset(
    {
      name: 'text-faithful',
      title: 'A novel, by the authors’ step',
      kind: 'paper',
      line: 'The paper’s training to the letter, at a learning rate for days.',
      from: 'Table 3',
      help: 'The authors’ network and step: all 256 byte values, the first byte of a chunk left out, a rate of 3·10⁻⁴ after 2,000 steps of warm-up, 128 chunks a step. Not for two cores.',
    },
    {
      job: {
        data: { name: 'moby-dick', length: 512, alphabet: 'bytes', start: 'drop', order: 'fixed' },
        model: { name: 'transformer', dim: 64, blocks: 4, heads: 4, faithful: 'yes' },
        training: { ...small.training, batchSize: 128, learningRate: 3e-4, warmUp: 20, ...rounds(180, 20, 20) },
        compression: { ...small.compression, alpha: 1e-5 },
        seed: 42,
      },
      axes: [{ path: 'compression.method', values: ['vanilla', 'rl1', 'drr'] }],
    },
  ),
];
