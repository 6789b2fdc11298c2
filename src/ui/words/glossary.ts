/** The words of the field that the page uses, each in one or two plain sentences. */

export interface Term {
  readonly name: string;
  /** How it is written in running text, besides its name. */
  readonly forms?: readonly string[];
  readonly meaning: string;
  /** Where it is defined, if a paper has it. */
  readonly source?: string;
}

const SUEZEN = 'Süzen 2025, arXiv 2505.23869';
const BARTH = 'Barth and von Petersenn 2025, arXiv 2505.17469';

/** In the order of the alphabet; Greek letters and signs under the word that they are read as. */
export const glossary: readonly Term[] = [
  {
    name: 'accuracy',
    meaning: 'The share of samples, of the test set if nothing else is said, that the network puts into the right class.',
  },
  {
    name: 'Adam',
    meaning: 'A way of training that gives every weight a step size of its own, larger where its gradients were small so far.',
    source: 'Kingma and Ba 2015, arXiv 1412.6980',
  },
  {
    name: 'α',
    meaning: 'How much a weight costs while an ℓ0 method trains. The larger α, the fewer weights are left; at 0 training is plain.',
    source: BARTH,
  },
  {
    name: 'axis',
    forms: ['axes'],
    meaning:
      'A setting for which a study tries several values. A study runs every combination of the values of its axes, and beside them the jobs that it lists one by one.',
  },
  {
    name: 'backend',
    meaning: 'What computes: the graphics card (WebGPU), the processor (WebAssembly), or plain JavaScript where neither works.',
  },
  { name: 'batch', forms: ['batches'], meaning: 'The samples that one training step looks at together.' },
  { name: 'bias', forms: ['biases'], meaning: 'A number that a neuron adds to its sum, whatever its inputs are.' },
  {
    name: 'bootstrap',
    meaning: 'Drawing new samples from the runs that there are, with repetition, to see how far a median could have come out otherwise.',
  },
  {
    name: 'codec',
    meaning:
      'A way to write numbers down as bytes. Here: how the bytes of a network are counted, such as 4 for every number that is not zero.',
  },
  {
    name: 'CR',
    forms: ['compression rate'],
    meaning: 'Compression rate: how many numbers the network was built with for each one that is left. CR 20 means that 1 in 20 is left.',
    source: BARTH,
  },
  {
    name: 'cross-entropy',
    meaning: 'The loss of a classifier: how surprised it is by the right class, on average. 0 if it is always sure and right.',
  },
  { name: 'cycle', forms: ['cycles'], meaning: 'In DTC: some training steps, then one prune.', source: SUEZEN },
  {
    name: 'DCT',
    forms: ['cosine transform'],
    meaning:
      'Discrete cosine transform: writes a list of numbers as a sum of cosine waves. The entries say how much of each wave there is.',
  },
  {
    name: 'description length',
    forms: ['shortest description'],
    meaning:
      'The bytes of the network, and of the data written down with its help. The shorter both are together, the better the network explains the data without learning them by heart.',
    source: `${BARTH}, Eq. 5`,
  },
  {
    name: 'DRR',
    meaning:
      'A penalty that counts weights smoothly: almost 0 for a weight near zero, almost 1 for a large one, so that large weights are not pulled down.',
    source: BARTH,
  },
  {
    name: 'DTC',
    meaning:
      'Dual tomographic compression: measures sums of the weights of each neuron a few times at random, reconstructs them, and prunes neurons by the result.',
    source: SUEZEN,
  },
  {
    name: 'entropy',
    meaning: 'How spread out values are, in bits: 0 if all are alike, the more the more evenly they fall into many bins.',
  },
  {
    name: 'effective',
    meaning:
      'Of the numbers that are left: those that some input can make matter. A weight into a neuron that leads nowhere is left and not effective.',
  },
  { name: 'epoch', forms: ['epochs'], meaning: 'Training once through all training samples.' },
  { name: 'fine-tuning', forms: ['fine-tuned'], meaning: 'Training on after a prune, with what was removed held at zero.' },
  {
    name: 'frontier',
    meaning: 'The best runs: those that no other run beats both in size and in accuracy; here the upper edge of their hull.',
    source: `${BARTH}, Fig. 3`,
  },
  {
    name: 'Gibbs entropy',
    meaning: 'Here the entropy of the histogram of the measurements of one layer at one prune.',
    source: `${SUEZEN}, Figs. 4 and 5`,
  },
  { name: 'gradient', meaning: 'In which direction, and how strongly, the loss changes with each weight. Training goes against it.' },
  {
    name: 'hard concrete',
    meaning: 'A method with a gate at each weight that training opens and closes; gates that stay closed take their weights with them.',
    source: 'Louizos, Welling and Kingma 2018, arXiv 1712.01312',
  },
  { name: 'hull', forms: ['hulls', 'α-hull'], meaning: 'An outline around points that follows them more or less closely.' },
  {
    name: 'idle weights',
    meaning: 'Weights that cannot change any output, as no path of other weights leads through them.',
    source: BARTH,
  },
  {
    name: 'isoline',
    forms: ['isolines'],
    meaning: 'A line along which something stays equal, as on a map of heights. Here networks of equal description length lie on one.',
    source: BARTH,
  },
  { name: 'job', forms: ['jobs'], meaning: 'One training run with every setting fixed, its seed included.' },
  { name: 'ℓ0', meaning: 'The number of weights that are not zero.' },
  { name: 'ℓ1', meaning: 'The sum of the sizes of all weights. As a penalty it pulls every weight towards zero by the same step.' },
  { name: 'ℓ2', meaning: 'The root of the sum of squares. As a penalty it pulls large weights more than small ones.' },
  { name: 'ladder', meaning: 'The widths of a network from prune to prune, such as 512, 460, 414 and so on.' },
  {
    name: 'LASSO',
    meaning:
      'Fitting few measurements by many numbers of which most are to be zero: squared error plus a penalty on the sizes of the numbers.',
    source: 'Tibshirani 1996',
  },
  { name: 'learning rate', meaning: 'How large the steps of training are.' },
  { name: 'loss', forms: ['losses'], meaning: 'How wrong the network is, as one number. Training makes it small on the training samples.' },
  {
    name: 'lottery ticket',
    forms: ['lottery tickets'],
    meaning: 'Pruning, and then training what is left again from its first values, in several rounds.',
    source: 'Frankle and Carbin 2019, arXiv 1803.03635',
  },
  {
    name: 'LOWESS',
    meaning: 'A smooth line through scattered points: at each place a straight line is fitted to the points nearby.',
    source: 'Cleveland 1979',
  },
  { name: 'magnitude', meaning: 'The size of a number without its sign: −3 and 3 have the same.' },
  {
    name: 'MDL',
    meaning: 'Minimum description length: of all explanations that is best by which explanation and data together are shortest.',
    source: 'Rissanen 1978',
  },
  {
    name: 'measurement',
    forms: ['measurements'],
    meaning:
      'In DTC: a sum over all neurons of a layer with random factors. There are fewer of them than neurons, a tenth if nothing else is set, so they say little of each.',
    source: SUEZEN,
  },
  { name: 'MSE', forms: ['squared error'], meaning: 'Mean squared error: the square of how far off a prediction is, on average.' },
  { name: 'nats', meaning: 'A unit of information like the bit, with the natural logarithm: 1 nat is 1.44 bits.' },
  { name: 'neuron', forms: ['neurons'], meaning: 'A unit of a layer: it adds up its inputs, each times a weight, and passes the sum on.' },
  { name: 'Pearson’s r', meaning: 'How well a straight line describes how two things go together: 1 or −1 perfectly, 0 not at all.' },
  { name: 'penalty', meaning: 'What is added to the loss so that training prefers fewer, or smaller, weights.' },
  { name: 'percentage points', meaning: 'The difference of two per cents: from 90 % to 92 % are 2 points.' },
  {
    name: 'PMMP',
    meaning: 'A method that learns for each weight how probable it is to be needed, as a game between weights and multipliers.',
    source: BARTH,
  },
  { name: 'prune', forms: ['pruning', 'pruned', 'prunes'], meaning: 'Taking weights or neurons out of a network.' },
  { name: 'quartile', forms: ['quartiles'], meaning: 'A quarter of the values lie below the lower one, a quarter above the upper one.' },
  { name: 'R-L1', meaning: 'Training with an ℓ1 penalty, pruning small weights, and training on without the penalty.', source: BARTH },
  {
    name: 'ray',
    forms: ['rays', 'weight rays'],
    meaning:
      'In DTC: the sum of what is reconstructed from the measurements of incoming and of outgoing weights. Its entries score the neurons.',
    source: SUEZEN,
  },
  { name: 'ReLU', meaning: 'What a neuron does to its sum: nothing if it is above 0, else it gives 0.' },
  {
    name: 'round',
    forms: ['rounds'],
    meaning:
      'Of training that is counted by steps, as on texts: so many steps, 100 in the presets, wherever in the data they end. Of ADMM and of lottery tickets: a part that is repeated.',
  },
  {
    name: 'seed',
    forms: ['seeds'],
    meaning:
      'The number from which all chance of a job is drawn. The same seed gives the same result; several seeds show how much is chance.',
  },
  {
    name: 'SNIP',
    meaning: 'Before anything is trained, the weights go that would change the loss least if each were a little larger or smaller.',
    source: 'Lee, Ajanthan and Torr 2019, arXiv 1810.02340',
  },
  { name: 'softmax', meaning: 'Turns the outputs of a network into probabilities of the classes, which add up to 1.' },
  { name: 'sparsity', meaning: 'The share that is gone: of the neurons in DTC, of the numbers in ℓ0 methods.' },
  {
    name: 'SynFlow',
    meaning:
      'Before anything is trained and without looking at data: all weights are taken as positive, and those go through which least would flow from input to output.',
    source: 'Tanaka, Kunin, Yamins and Ganguli 2020, arXiv 2006.05467',
  },
  {
    name: 't-interval',
    meaning:
      'A range around a mean that holds the true one in 95 of 100 such cases, worked out from how far a few repeats lie apart (Student’s t).',
  },
  {
    name: 'TAMADE',
    meaning: 'A search by halving for the largest threshold below which weights can become zero without the loss rising too far.',
    source: BARTH,
  },
  {
    name: 'Teacher-student',
    meaning: 'A made-up task: a small random network, the teacher, makes data that another one, the student, has to learn.',
  },
  { name: 'test set', meaning: 'Samples that training never sees; they say how good a network is on new ones.' },
  { name: 'threshold', meaning: 'Weights smaller than this, whatever their sign, become zero.' },
  {
    name: '2:4',
    meaning: 'Two of every four weights in a row go. Some graphics cards compute with such a pattern faster; nothing in this lab does.',
    source: 'Mishra and others 2021, arXiv 2104.08378',
  },
  {
    name: 'validation set',
    forms: ['validation'],
    meaning: 'Samples kept from training by which a run decides when to stop and how far to prune.',
  },
  { name: 'weight', forms: ['weights'], meaning: 'A number of the network that is learned: how much one neuron listens to another.' },
];

const termOf = new Map(glossary.flatMap((term) => [term.name, ...(term.forms ?? [])].map((form) => [form.toLowerCase(), term] as const)));

/** So common that a text with a button at each would be hard to read; they are in the list. */
const plain = new Set([
  'accuracy',
  'loss',
  'job',
  'weight',
  'neuron',
  'prune',
  'test set',
  'penalty',
  'batch',
  'magnitude',
  'threshold',
  'axis',
  'bias',
  'gradient',
  'learning rate',
  'round',
]);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
// The longest first, so that “Gibbs entropy” is not read as “entropy”. A letter beside it makes another word of it.
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[...termOf.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
);

/** A piece of a text, and the term that it is. */
export interface Piece {
  readonly text: string;
  readonly term: Term | null;
}

/** A text in pieces, so that each term can be asked for where it first stands. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const told = new Set<Term>();
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const term = termOf.get(match[0].toLowerCase());
    if (!term || plain.has(term.name) || told.has(term)) continue;
    told.add(term);
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), term: null });
    pieces.push({ text: match[0], term });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), term: null });
  return pieces;
}
