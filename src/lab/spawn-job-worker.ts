/** The one place where job workers come from, so that the build holds their program once. */
export const spawnJobWorker = (): Worker => new Worker(new URL('../../workers/job.ts', import.meta.url), { type: 'module', name: 'job' });
