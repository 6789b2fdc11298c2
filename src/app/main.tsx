/** The page of the lab: makes the lab, draws it, and opens what the address names. */
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { createLab } from '../lab/create-lab.ts';
import { resultFragment } from '../lab/link-text.ts';
import { App } from '../ui/App.tsx';
import { LabProvider } from '../ui/lab.tsx';
import { ErrorBoundary } from '../ui/shell/ErrorBoundary.tsx';
import { keepAwake } from './awake.ts';
import { pageSurroundings } from './surroundings.ts';
import { watchVersions } from './version-watch.ts';

const lab = createLab(pageSurroundings());
const { actions } = lab;

/** Opens the result that the address carries, if it carries one. */
function openAddress(): void {
  const fragment = addressed();
  if (fragment !== null) void actions.openLink(fragment);
}

/** Also where a program wrote “%23” for “#”, and the server answered with the page all the same. */
function addressed(): string | null {
  const { hash, href } = window.location;
  return resultFragment(hash || href);
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element “root” to draw the lab in.');
createRoot(root).render(
  <LabProvider lab={lab}>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </LabProvider>,
);
lab.watchDatasets();
keepAwake(lab.store);
openAddress();
void actions.openStored(addressed() === null);
window.addEventListener('hashchange', openAddress);

/** It needs https or localhost; where it is refused, the lab works all the same while online. */
if (import.meta.env.PROD && window.isSecureContext && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => void watchVersions(lab, import.meta.url));
}
