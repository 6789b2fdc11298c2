/**
 * A second visit without a network, and tabs that outlive a deploy: a service worker keeps the files of a build for as long as a tab has
 * its page. Data sets are not its business: the job's worker checks and keeps those itself.
 *
 * A new build waits until no tab has an older page, and is then let in by the page (version-watch.ts). Files in assets/ are named by their
 * content, so one that is asked for is found in whichever version has it; everything else is asked of the server first.
 */
import { meantAddress } from '../lab/link-text.ts';
import { fileTrouble } from './file-check.ts';
import { cacheName, freeVersions, livingPages, type ToPage, type ToWorker } from './versions.ts';

/** Files of the build with their SHA-256, filled in by vite.config.ts; with each build the script, and so its cache, is a new one. */
declare const FILES_OF_THE_BUILD: readonly (readonly [file: string, sha256: string])[];
const files = FILES_OF_THE_BUILD;

/**
 * For so long the worker stays after it was asked for a page. Chromium (156) stops one whose last tab was closed while the next version
 * waits, and loses its answer if a tab was opened in that moment: the page of one in four never came, and with 3 s none of 90 on a
 * quiet machine, one of 20 on a busy one.
 */
const UNTIL_A_PAGE_IS_THERE_MS = 8000;

export function keepOffline(scope: ServiceWorkerGlobalScope): void {
  const base = scope.registration.scope;
  const kept = new Map(files.map(([file, sha256]) => [new URL(file, base).href, sha256]));
  const own = cacheName(base, files.map(([, sha256]) => sha256).join());
  const build: Build = { scope, own, kept };

  scope.addEventListener('install', (event) => event.waitUntil(install(build)));
  // Only pages that came without a service worker are claimed: it finds the files of each, and a first visit outlives a deploy as well.
  scope.addEventListener('activate', (event) => event.waitUntil(freeVersions(scope.registration, own).then(() => scope.clients.claim())));
  scope.addEventListener('message', (event) => event.waitUntil(onMessage(build, event)));
  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || !request.url.startsWith(base)) return;
    if (request.mode === 'navigate') event.waitUntil(pause(UNTIL_A_PAGE_IS_THERE_MS));
    const url = new URL(request.url);
    url.hash = '';
    url.search = '';
    const address = url.href === base ? new URL('index.html', base).href : url.href;
    const meant = request.mode === 'navigate' ? meantAddress(request.url) : null;
    if (meant !== null) event.respondWith(Response.redirect(meant));
    else if (isNamedByContent(address, base)) event.respondWith(asset(build, event, address));
    else if (kept.has(address)) event.respondWith(fromServerFirst(build, request, address));
  });
}

interface Build {
  readonly scope: ServiceWorkerGlobalScope;
  /** Name of the cache of this version. */
  readonly own: string;
  /** SHA-256 by address. */
  readonly kept: ReadonlyMap<string, string>;
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const isNamedByContent = (address: string, base: string): boolean => address.startsWith(`${base}assets/`);

/** Keeps what is as it was built. What is not is left to the server, and said; without a network it fails, and is tried at the next visit. */
async function install(build: Build): Promise<void> {
  const cache = await caches.open(build.own);
  const wrong: string[] = [];
  const keep = async ([address, sha256]: [string, string]): Promise<void> => {
    if (await cache.match(address)) return;
    // Another version may have it; what the browser's own cache holds may be of another one where a name is not of the content.
    const isAsset = isNamedByContent(address, build.scope.registration.scope);
    const response =
      (isAsset && (await keptAnywhere(build, address))) || (await fetch(address, { cache: isAsset ? 'default' : 'no-cache' }));
    const trouble = await fileTrouble(address, response.clone(), sha256);
    if (trouble === null) await cache.put(address, await unredirected(response));
    else wrong.push(trouble);
  };
  const left = [...build.kept];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let file = left.pop(); file; file = left.pop()) await keep(file);
    }),
  );
  if (wrong.length > 0) await tellPages(build, { kind: 'wrong-files', wrong });
}

/** Hosts send index.html on to “/”, and browsers take no page that says it came so. */
async function unredirected(response: Response): Promise<Response> {
  if (!response.redirected) return response;
  return new Response(await response.arrayBuffer(), { headers: { 'content-type': response.headers.get('content-type') ?? '' } });
}

/** The answer to a request for a file in assets/: of the version that has it, or the server's, which is kept if it is as it was built. */
async function asset(build: Build, event: FetchEvent, address: string): Promise<Response> {
  const found = await keptAnywhere(build, address);
  if (found) return found;
  const response = await fetch(event.request);
  const sha256 = build.kept.get(address);
  if (sha256 !== undefined) event.waitUntil(keepLate(build, address, response.clone(), sha256));
  return response;
}

async function keepLate(build: Build, address: string, response: Response, sha256: string): Promise<void> {
  const trouble = await fileTrouble(address, response.clone(), sha256);
  // Requests that began under this version may end after the next one has freed its cache: to open it would bring it back.
  if (trouble !== null) await tellPages(build, { kind: 'wrong-files', wrong: [trouble] });
  else if (await caches.has(build.own)) await (await caches.open(build.own)).put(address, response);
}

/** Pages are asked for anew, so that a new build is seen at once where there is a network, and a server that answers. */
async function fromServerFirst(build: Build, request: Request, address: string): Promise<Response> {
  const cached = (): Promise<Response | undefined> => keptHere(build, address);
  try {
    const response = await fetch(request);
    return response.status < 500 ? response : ((await cached()) ?? response);
  } catch (error) {
    const page = await cached();
    if (page) return page;
    throw error;
  }
}

/** Without opening the cache of this version, which would make it anew where it has been freed. */
const keptHere = ({ own }: Build, address: string): Promise<Response | undefined> => caches.match(address, { cacheName: own });

async function keptAnywhere(build: Build, address: string): Promise<Response | undefined> {
  return (await keptHere(build, address)) ?? caches.match(address);
}

/** A page asks a version that waits what it is to it: the next one, or its own, which then begins once no tab has another. */
async function onMessage(build: Build, event: ExtendableMessageEvent): Promise<void> {
  const { kind, page } = event.data as ToWorker;
  if (kind === 'free') return freeVersions(build.scope.registration, build.own);
  if (!build.kept.has(page)) {
    event.source?.postMessage({ kind: 'newer' } satisfies ToPage);
    return;
  }
  const pages = await livingPages(build.scope.registration.scope);
  if (pages.every((living) => build.kept.has(living))) await build.scope.skipWaiting();
}

async function tellPages({ scope }: Build, message: ToPage): Promise<void> {
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Only a window takes an origin to send to.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  for (const page of pages) page.postMessage(message);
}
