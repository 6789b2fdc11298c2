/** While jobs run the machine stays awake, so that a study which takes hours goes on while nobody is there. */
import type { Lab } from '../lab/create-lab.ts';

/** Asks for that for as long as a run goes on in a page that is in sight: the browser takes it back from one that is hidden. */
export function keepAwake(store: Lab['store']): void {
  // Missing on addresses without https, and in older browsers.
  if (!('wakeLock' in navigator)) return;
  // The page that a frame stands in has to allow it, and asking all the same is an error in its console.
  if (window.top !== window) return;
  let asked: Promise<WakeLockSentinel | null> | null = null;
  const follow = (): void => {
    const isWanted = store.getState().run.status === 'running' && document.visibilityState === 'visible';
    if (isWanted && !asked) {
      // Refused where the battery is low: the run goes on, and the machine may fall asleep as it would have.
      asked = navigator.wakeLock.request('screen').catch(() => null);
    } else if (!isWanted && asked) {
      void asked.then((lock) => lock?.release());
      asked = null;
    }
  };
  store.subscribe((now, before) => now.run.status !== before.run.status && follow());
  document.addEventListener('visibilitychange', follow);
}
