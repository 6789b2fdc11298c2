/** The data sets that the lab serves: what is known of them before anything is loaded. */
export const servedDatasets = {
  mnist: { title: 'MNIST', shape: [28, 28, 1], classes: 10, train: 60_000, test: 10_000 },
  'cifar-10': { title: 'CIFAR-10', shape: [32, 32, 3], classes: 10, train: 50_000, test: 10_000 },
} as const;

export type DatasetName = keyof typeof servedDatasets;

export const datasetNames = Object.keys(servedDatasets) as DatasetName[];
