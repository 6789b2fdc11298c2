/** The one place where workers come from, so that the build holds the program of each once; and where their data lie. */
export const spawnJobWorker = (): Worker => new Worker(new URL('../../workers/job.ts', import.meta.url), { type: 'module', name: 'job' });

/** The folder of all data sets. */
export const dataUrl = (): string => new URL('data/', document.baseURI).href;

/** The worker that opens networks. */
export const spawnNetworkWorker = (): Worker =>
  new Worker(new URL('../../workers/network.ts', import.meta.url), { type: 'module', name: 'network' });

/** The worker that reads images of one's own. */
export const spawnOwnImagesWorker = (): Worker =>
  new Worker(new URL('../../workers/own-images.ts', import.meta.url), { type: 'module', name: 'own-images' });

/** The worker that codes texts. */
export const spawnTextArchive = (): Worker =>
  new Worker(new URL('../../workers/text-archive.ts', import.meta.url), { type: 'module', name: 'text-archive' });

/** The worker that packs texts by compressors. */
export const spawnTextSizer = (): Worker =>
  new Worker(new URL('../../workers/text-sizes.ts', import.meta.url), { type: 'module', name: 'text-sizes' });

/** The worker that asks the cards of the papers how they stand. */
export const spawnCardReader = (): Worker =>
  new Worker(new URL('../../workers/card-reader.ts', import.meta.url), { type: 'module', name: 'card-reader' });

/** The worker that reads the folder of a plan. */
export const spawnPlanReader = (): Worker =>
  new Worker(new URL('../../workers/plan-reader.ts', import.meta.url), { type: 'module', name: 'plan-reader' });

/** The worker that reads large result files. */
export const spawnResultReader = (): Worker =>
  new Worker(new URL('../../workers/result-reader.ts', import.meta.url), { type: 'module', name: 'result-reader' });
