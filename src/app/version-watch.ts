/** The page's part in keeping versions apart: it says that it is there, lets its own version in, and tells of a newer one. */
import { messageOf } from '../data/message-of.ts';
import type { Lab } from '../lab/create-lab.ts';
import type { Tab } from './tab.ts';
import { livingPages, lockOf, type ToPage, type ToWorker } from './versions.ts';

/** Browsers look for a new version when a page is loaded; a tab that stays open asks when it is looked at again, not more often than this. */
const ASK_EVERY_MS = 30 * 60_000;

/**
 * Keeps the page for visits without a network, and for tabs that outlive a deploy.
 * @param page address of the script of this page
 */
export async function watchVersions(tab: Tab, page: string): Promise<void> {
  const { serviceWorker, locks } = navigator;
  // For as long as the tab is there.
  void locks.request(lockOf(page), { mode: 'shared' }, () => new Promise(() => undefined));
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data.kind === 'newer') tellOfNewer(tab);
    else tellOfWrongFiles(tab, data.wrong);
  });
  serviceWorker.startMessages();
  try {
    const registration = await serviceWorker.register('offline.js');
    const offer = (): void => registration.waiting?.postMessage({ kind: 'offer', page } satisfies ToWorker);
    const free = (): void => registration.active?.postMessage({ kind: 'free', page } satisfies ToWorker);
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
    // One that was on its way already when the page began to listen.
    registration.installing?.addEventListener('statechange', offer);
    offer();
    // Once another version has taken over, the tabs that it waited for are gone for certain.
    serviceWorker.addEventListener('controllerchange', free);
    askNowAndThen(registration);
    await watchOthers(registration.scope, page, () => {
      offer();
      free();
    });
  } catch (error) {
    tab.notify({
      kind: 'notice',
      message: `This browser does not keep the page for visits without a network (${messageOf(error)}). Everything else works.`,
    });
  }
}

/** Waits for the last tab of each other version: its lock is then to be had. */
async function watchOthers(scope: string, page: string, onGone: () => void): Promise<void> {
  const others = (await livingPages(scope)).filter((other) => other !== page);
  await Promise.all(others.map((other) => navigator.locks.request(lockOf(other), onGone)));
}

function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let asked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - asked < ASK_EVERY_MS) return;
    asked = performance.now();
    // Without a network there is nothing to tell.
    registration.update().catch(() => undefined);
  });
}

/** A run is never interrupted: the button is offered again when it has ended. */
function tellOfNewer(tab: Tab): void {
  tab.notify({
    kind: 'notice',
    message: 'A newer version of Parsimony has been published. This tab keeps the one that it has; settings and runs are kept.',
    action: { title: 'Reload into the newer version', run: () => reloadWhenIdle(tab) },
  });
}

function reloadWhenIdle(tab: Tab): void {
  const working = [...tab.labs].find((lab) => isAtWork(lab));
  if (!working) {
    location.reload();
    return;
  }
  tab.notify({
    kind: 'notice',
    message: 'A run is going on, which a reload would interrupt. The newer version is offered again once the run has ended.',
  });
  const stop = working.subscribe(() => {
    if (isAtWork(working)) return;
    stop();
    tellOfNewer(tab);
  });
}

const isAtWork = (lab: Lab['store']): boolean => ['running', 'paused'].includes(lab.getState().run.status);

function tellOfWrongFiles(tab: Tab, wrong: readonly string[]): void {
  const some = wrong.length > 3 ? `${wrong.slice(0, 3).join(', ')} and ${wrong.length - 3} more` : wrong.join(', ');
  tab.notify({
    kind: 'notice',
    message: `The server answered with something else than what was published for ${some}. It is not kept for visits without a network; if a part of the page does not open, reload it in a few minutes.`,
  });
}
