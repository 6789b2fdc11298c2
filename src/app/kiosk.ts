/** `?kiosk=1` in the address: a page that stands in an exhibition or a library. No link leads away, and whoever comes next begins anew. */

/** Minutes without a touch after which it begins anew, unless the address says how many: `?kiosk=10`. */
const MINUTES = 3;
const MOST_MINUTES = 120;

/** Begins at once, where the address asks for it. @param isBusy whether something goes on that somebody may wait for */
export function watchKiosk(isBusy: () => boolean): void {
  const asked = new URLSearchParams(window.location.search).get('kiosk');
  if (asked === null) return;
  document.documentElement.dataset.kiosk = '';
  const start = window.location.href;
  document.addEventListener('click', keepInside, { capture: true });
  const minutes = /^\d+$/u.test(asked) && Number(asked) > 1 ? Math.min(Number(asked), MOST_MINUTES) : MINUTES;
  let touched = Date.now();
  for (const kind of ['pointerdown', 'keydown', 'wheel']) {
    window.addEventListener(kind, () => (touched = Date.now()), { capture: true, passive: true });
  }
  setInterval(() => {
    if (Date.now() - touched < minutes * 60_000 || isBusy()) return;
    // Of the same page, an address alone would load nothing.
    window.history.replaceState(null, '', start);
    window.location.reload();
  }, 1000);
}

/** Links to other sites stay words. */
function keepInside(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
  if (link && new URL(link.href).origin !== window.location.origin) event.preventDefault();
}
