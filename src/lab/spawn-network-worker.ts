/** The worker that opens networks. */
export const spawnNetworkWorker = (): Worker =>
  new Worker(new URL('../../workers/network.ts', import.meta.url), { type: 'module', name: 'network' });
