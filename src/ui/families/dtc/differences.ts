/**
 * Where the text of arXiv 2505.23869 and the notebooks of its supplement (Zenodo 10.5281/zenodo.15751973) say different things, or only
 * one of them says anything. The figures were checked against the published data or measured by us on eight seeds.
 */
export interface Difference {
  readonly about: string;
  readonly paper: string;
  readonly notebook: string;
  readonly consequence: string;
}

export const differences: readonly Difference[] = [
  {
    about: 'Loss',
    paper: 'Softmax output, over the ten classes.',
    notebook: 'Each class is first log-normalised over the 512 images of the batch.',
    consequence:
      'Only the notebook’s loss gives the published accuracy after one step, 0.5114, in every digit; the paper’s gives 0.3445. Setting “Loss normalised over”.',
  },
  {
    about: 'Prediction',
    paper: 'The most probable class of an image.',
    notebook: 'The largest batch-normalised output, so that it depends on the other images of the test batch.',
    consequence:
      'Read image by image, the same networks lose 7 (magnitude), 19 (random) and 20 (DTC) points over the ladder. Setting “Prediction from”.',
  },
  {
    about: 'Neurons that go',
    paper: 'Those with the smallest scores.',
    notebook: 'Those with the largest scores.',
    consequence: 'The two published presets differ here. Setting “Remove”.',
  },
  {
    about: 'How many go',
    paper: 'Those below the quantile at the sparsity level.',
    notebook: 'Those at or above the 0.9-quantile.',
    consequence:
      'A tenth per cycle is the only reading that gives the published ladder, 512 → 460 → 414 … 9; clipping below the 0.9-quantile would go 512 → 52 → 6.',
  },
  {
    about: 'Equal scores',
    paper: 'Not said.',
    notebook: 'A strict threshold; what breaks the ties is noise that the solver leaves in the zeros.',
    consequence:
      'An exact solution has at least about 80 % zeros, and from 28 neurons down the strict threshold would remove every neuron. The lab ranks, counts, and breaks ties by a seeded permutation.',
  },
  {
    about: 'Number of measurements',
    paper: 'n = m·s, with s the share removed.',
    notebook: 'trunc(m·(1 − 0.9)) in double precision: 45 from 460 neurons, not 46.',
    consequence: 'The same rule but for rounding; the lab rounds as the notebook does. Setting “Measurements per neuron”.',
  },
  {
    about: 'LASSO penalty λ',
    paper: 'No value.',
    notebook: '0.3, with a solver that is accurate to about 2 %.',
    consequence:
      '0.3 lies far below the penalty that would empty the solution (up to 4,083): practically the smallest-ℓ1 interpolant. The lab solves exactly and shows the certificate.',
  },
  {
    about: 'Measurement matrix Φ',
    paper: 'Random; how often it is drawn is not said.',
    notebook: 'Drawn from the same seed at every cycle, and shared by both layers.',
    consequence: 'Setting “Measurement matrix”.',
  },
  {
    about: 'Training between prunes',
    paper: '200 batches of 512; order and optimiser are not said.',
    notebook: 'File order from the first batch on, with a new Adam at every cycle.',
    consequence: 'The lab does as the notebook: batches 1 to 118, then 1 to 82.',
  },
  {
    about: 'Magnitude baseline',
    paper: 'Not defined.',
    notebook: 'Absolute value of the signed sum of a neuron’s incoming and outgoing weights.',
    consequence: 'It has no rank correlation with the neuron’s norm (−0.13 and −0.01). “ℓ2 norm” is the usual reading, and ours.',
  },
  {
    about: 'Accuracy',
    paper: 'Test accuracy after each train-compress cycle.',
    notebook: 'Mean of the accuracies of 20 test batches, the last of them smaller, right after the prune.',
    consequence: 'Up to 0.004 from the plain share of 10,000 images. The lab records both, and the accuracy right before each prune.',
  },
  {
    about: 'Table 1, Figures 1 and 2',
    paper: 'Shown as test accuracies.',
    notebook: 'Smoothed by robust LOWESS, which discounts outliers.',
    consequence: 'At sparsity 0.9824 the accuracy of DTC is 0.5875, the table says 0.8391; at 0.9121 it is 0.9181, the table says 0.9463.',
  },
  {
    about: 'Gibbs entropy',
    paper: 'Normalised histogram, in bits.',
    notebook: '499 bins of 0.2 from −50 to 49.8, the rest dropped; G₂ with the natural logarithm.',
    consequence:
      '41 % of the first cycle’s previous-layer measurements fall outside, at cycle 23 all of them. The lab shows bits throughout and converts the published G₂.',
  },
  {
    about: 'Correlations 0.9174 and 0.9412',
    paper: 'Of entropy and accuracy; nothing more is said.',
    notebook: 'Of G₂ of the DTC run with smoothed accuracies: those of DTC, and those of random pruning.',
    consequence:
      'With raw accuracies 0.6593 and 0.8564. Log₂ of the number of measurements alone gives 0.8988 and 0.9233, noise of the same size 0.911 and 0.935.',
  },
];
