/** The lab in the window: made once, when it is first shown, with what belongs to it for as long as the tab is open. */
import { useEffect, type ComponentType } from 'react';
import type { LabActions } from '../lab/contract.ts';
import { messageOf } from '../data/message-of.ts';
import { createLab } from '../lab/create-lab.ts';
import { App } from '../ui/App.tsx';
import { LabProvider } from '../ui/lab.tsx';
import { addressedPreset, addressedResult, addressOf } from '../ui/route.ts';
import { ErrorBoundary } from '../ui/shell/ErrorBoundary.tsx';
import { keepAwake } from './awake.ts';
import { pageSurroundings } from './surroundings.ts';
import type { Tab } from './tab.ts';

/** Makes the lab of a tab, opens what the address names, and goes on doing so. @returns its page, which may come and go: the lab stays */
export function openLab(tab: Tab): ComponentType {
  const lab = createLab(pageSurroundings());
  const { actions } = lab;
  tab.lab = lab;
  const openAddress = (): void => {
    const fragment = addressedResult(window.location);
    if (fragment !== null) void actions.openLink(fragment);
    const preset = addressedPreset(window.location.hash);
    if (preset !== null) openPreset(actions, preset);
  };
  const showsLast = addressedResult(window.location) === null && addressedPreset(window.location.hash) === null;
  lab.watchDatasets();
  keepAwake(lab.store);
  openAddress();
  void actions.openStored(showsLast);
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

/** The address then is that of the lab alone: a reload shows the study as it is by then. */
function openPreset({ choosePreset, notify }: LabActions, name: string): void {
  window.history.replaceState(null, '', addressOf('lab'));
  try {
    choosePreset(name);
  } catch (error) {
    notify({ kind: 'error', message: messageOf(error) });
  }
}
