/** The page of the lab: makes the lab, draws it, and opens what the address names. */
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { createLab } from '../lab/create-lab.ts';
import { isResultFragment } from '../lab/link.ts';
import { App } from '../ui/App.tsx';
import { LabProvider } from '../ui/lab.tsx';
import { ErrorBoundary } from '../ui/shell/ErrorBoundary.tsx';
import { pageSurroundings } from './surroundings.ts';
import { messageOf } from '../data/message-of.ts';

const lab = createLab(pageSurroundings());
const { actions } = lab;

/** Opens the result that the address carries, if it carries one. */
function openAddress(): void {
  const { hash } = window.location;
  if (isResultFragment(hash)) void actions.openLink(hash.slice(1));
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
openAddress();
void actions.openStored(!isResultFragment(window.location.hash));
window.addEventListener('hashchange', openAddress);

/** Keeps the page for visits without a network. It needs https or localhost; where it is refused, the lab works all the same while online. */
if (import.meta.env.PROD && window.isSecureContext && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => void navigator.serviceWorker.register('offline.js').catch(reportNoOffline));
}

function reportNoOffline(error: unknown): void {
  actions.notify({
    kind: 'notice',
    message: `This browser does not keep the page for visits without a network (${messageOf(error)}). Everything else works.`,
  });
}
