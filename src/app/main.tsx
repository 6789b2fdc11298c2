/** The page: draws the first page at once, or the lab as soon as its program is there. */
import '../ui/base.css';
import { useSyncExternalStore, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { loadPart } from '../data/load-part.ts';
import type { Dropped } from '../ui/data/files.ts';
import { FrontPage } from '../ui/front/FrontPage.tsx';
import { Opening, OpeningFailed } from '../ui/front/Opening.tsx';
import { goTo, usePage } from '../ui/route.ts';
import { FramedPage, isFramedWhole } from '../ui/shell/FramedPage.tsx';
import { LazyPart } from '../ui/shell/LazyPart.tsx';
import { frontSession } from './front.ts';
import { watchKiosk } from './kiosk.ts';
import { Tab } from './tab.ts';
import { watchVersions } from './version-watch.ts';

const tab = new Tab();
const session = frontSession();
const fetchLab = () => loadPart(() => import('./lab.tsx'));
const fetchLearn = () => loadPart(() => import('./learn.tsx'));

/** Milliseconds that the first page has for itself before the lab's program is fetched. */
const IDLE_MS = 4000;

/** A part of the page that is opened once. What could not be fetched is asked for again at the next call. */
function once(open: () => Promise<ComponentType>): () => Promise<ComponentType> {
  let opened: Promise<ComponentType> | null = null;
  return () =>
    (opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    }));
}

const loadLab = once(async () => (await fetchLab()).openLab(tab));
const loadLearn = once(async () => (await fetchLearn()).openLearn(tab));

function openInLab(dropped: Dropped): void {
  tab.keepDropped(dropped);
  goTo('lab');
}

function Page() {
  const page = usePage();
  const notices = useSyncExternalStore(tab.subscribe, tab.notices);
  if (page === 'front' || page === null)
    return <FrontPage session={session} isLost={page === null} notices={notices} onDismiss={tab.dismiss} onDrop={openInLab} />;
  if (page === 'learn')
    return (
      <LazyPart key="learn" name="The lessons" load={loadLearn} props={{}} failed={OpeningFailed}>
        <Opening what="the lessons" />
      </LazyPart>
    );
  return (
    <LazyPart key="lab" name="The lab" load={loadLab} props={{}} failed={OpeningFailed}>
      <Opening what="the lab" />
    </LazyPart>
  );
}

watchKiosk(() => [...tab.labs].some((lab) => lab.getState().run.status === 'running'));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element “root” to draw the page in.');
createRoot(root).render(isFramedWhole() ? <FramedPage /> : <Page />);

// Whoever goes on finds the lab's program there. That it did not come is said when it is asked for.
whenIdle(() => void fetchLab().catch(() => undefined));

/** It needs https or localhost; where it is refused, the page works all the same while online. */
if (import.meta.env.PROD && window.isSecureContext && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => void watchVersions(tab, import.meta.url));
}

/** Once the page is there and has nothing to do; a little later in browsers that do not say when. */
function whenIdle(work: () => void): void {
  const soon = (): void => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: IDLE_MS });
    else setTimeout(work, IDLE_MS);
  };
  // Not beside the network of the first page and its worker, which come first.
  window.addEventListener('load', () => setTimeout(soon, IDLE_MS));
}
