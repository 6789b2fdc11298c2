/**
 * A second visit without a network: a service worker keeps the files of the build. Data sets are not its business: the job's worker checks
 * and keeps those itself.
 */

/** Files of the build, filled in by vite.config.ts once they are known; with each build the script, and so its cache, is a new one. */
const files = JSON.parse('__FILES_OF_THE_BUILD__') as string[];

const PREFIX = 'parsimony-page-';

export function keepOffline(scope: ServiceWorkerGlobalScope): void {
  const cacheName = PREFIX + fingerprint(files);
  const kept = new Set(files.map((file) => new URL(file, scope.registration.scope).href));

  scope.addEventListener('install', (event) => {
    event.waitUntil(install(cacheName, [...kept]).then(() => scope.skipWaiting()));
  });
  scope.addEventListener('activate', (event) => {
    event.waitUntil(forgetOthers(cacheName).then(() => scope.clients.claim()));
  });
  scope.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    url.hash = '';
    url.search = '';
    const page = url.href === scope.registration.scope ? new URL('index.html', url).href : url.href;
    if (event.request.method === 'GET' && kept.has(page)) event.respondWith(answer(event.request, cacheName, page));
  });
}

async function install(cacheName: string, addresses: string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(addresses);
}

async function forgetOthers(cacheName: string): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== cacheName).map((name) => caches.delete(name)));
}

/** Hashed files never change, so the cache answers; a page is asked for anew, so that a new build is seen at once where there is a network. */
async function answer(request: Request, cacheName: string, address: string): Promise<Response> {
  const cached = (await caches.open(cacheName)).match(address);
  if (request.mode !== 'navigate') return (await cached) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const page = await cached;
    if (page) return page;
    throw error;
  }
}

/** FNV-1a: tells builds apart, nothing more. */
function fingerprint(names: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of names.join()) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16);
}
