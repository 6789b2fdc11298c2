/** The worker that reads images of one's own. */
export const spawnOwnImagesWorker = (): Worker =>
  new Worker(new URL('../../workers/own-images.ts', import.meta.url), { type: 'module', name: 'own-images' });
