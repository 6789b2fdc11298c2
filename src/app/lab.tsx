/** The lab in the window: made once, when it is first shown, with what belongs to it for as long as the tab is open. */
import { useEffect, type ComponentType } from 'react';
import type { LabActions } from '../lab/contract.ts';
import { messageOf } from '../data/message-of.ts';
import { createLab, type Lab } from '../lab/create-lab.ts';
import { App } from '../ui/App.tsx';
import { LabProvider } from '../ui/lab.tsx';
import { addressedPreset, addressedRecorded, addressedResult, addressedRun, addressOf, pageOf, runAddress } from '../ui/route.ts';
import { ErrorBoundary } from '../ui/shell/ErrorBoundary.tsx';
import { keepAwake } from './awake.ts';
import { pageSurroundings } from './surroundings.ts';
import type { Tab } from './tab.ts';

/** Makes the lab of a tab, opens what the address names, and goes on doing so. @returns its page, which may come and go: the lab stays */
export function openLab(tab: Tab): ComponentType {
  const lab = createLab(pageSurroundings());
  const { actions } = lab;
  tab.labs.add(lab.store);
  let opening = Promise.resolve();
  const openAddress = (): void => {
    const fragment = addressedResult(window.location);
    if (fragment !== null) opening = actions.openLink(fragment);
    const preset = addressedPreset(window.location.hash);
    if (preset !== null) openPreset(actions, preset);
    const recorded = addressedRecorded(window.location.hash);
    if (recorded !== null) void actions.openRecorded(recorded);
  };
  const { hash } = window.location;
  const run = addressedRun(hash);
  const isLinked = addressedResult(window.location) !== null || addressedRecorded(hash) !== null;
  lab.watchDatasets();
  // A tab that was opened by a link starts nothing by itself, be the link refused.
  if (!isLinked) lab.watchPace();
  keepAwake(lab.store);
  openAddress();
  const opened = actions.openStored(!isLinked && addressedPreset(hash) === null && run === null);
  void opened.then(() => followRuns(lab, run));
  void Promise.all([opened, opening]).then(() => openEarlier(lab));
  window.addEventListener('hashchange', openAddress);

  return function LabWindow() {
    useEffect(() => tab.handTo(actions.notify), []);
    return (
      <LabProvider lab={lab}>
        <ErrorBoundary>
          <App takeDropped={tab.takeDropped} />
        </ErrorBoundary>
      </LabProvider>
    );
  };
}

/** A lesson that is opened again shows the run that was in it. */
async function openEarlier({ store, actions }: Lab): Promise<void> {
  const { lesson, run } = store.getState();
  if (lesson && lesson.earlierRun !== null && run.id === null) await actions.openRun(lesson.earlierRun);
}

/**
 * The address says which stored run is shown, so that it can be kept, gone back to and reloaded; one that is typed or followed is opened.
 * @param first the run that the address names at the start
 */
function followRuns({ store, actions }: Lab, first: string | null): void {
  const say = (): void => {
    const { hash } = window.location;
    if (pageOf(window.location) !== 'lab' || addressedResult(window.location) !== null || addressedRecorded(hash) !== null) return;
    const { id } = store.getState().run;
    const address = id === null ? addressOf('lab') : runAddress(id);
    if (hash !== address) window.history.replaceState(null, '', address);
  };
  const open = async (id: string | null): Promise<void> => {
    if (id !== null) await actions.openRun(id);
    say();
  };
  store.subscribe((now, before) => now.run.id !== before.run.id && say());
  window.addEventListener('hashchange', () => void open(addressedRun(window.location.hash)));
  void open(first);
}

/** The address then is that of the lab alone: a reload shows the study as it is by then. */
function openPreset({ choosePreset, notify }: LabActions, name: string): void {
  window.history.replaceState(null, '', addressOf('lab'));
  try {
    choosePreset(name);
  } catch (error) {
    notify({ kind: 'error', message: messageOf(error) });
  }
}
