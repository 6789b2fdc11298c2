/** The lab as it is, with a family, a kind of data and a method more, each of which has entered the lists. */
import '../../unit/extensions/family/register.ts';
import '../../unit/extensions/data-kind/register.ts';
import '../../unit/extensions/method/register.ts';
import '../../../src/ui/base.css';
import { createRoot } from 'react-dom/client';
import { pageSurroundings } from '../../../src/app/surroundings.ts';
import { createLab } from '../../../src/lab/create-lab.ts';
import { resultFragment } from '../../../src/lab/link-text.ts';
import { App } from '../../../src/ui/App.tsx';
import { LabProvider } from '../../../src/ui/lab.tsx';

const lab = createLab({
  ...pageSurroundings(),
  cores: 1,
  spawn: () => new Worker(new URL('./extensions-worker.ts', import.meta.url), { type: 'module' }),
  dataUrl: () => new URL('/data/', location.href).href,
});
createRoot(document.getElementById('root')!).render(
  <LabProvider lab={lab}>
    <App />
  </LabProvider>,
);
const fragment = resultFragment(location.hash);
if (fragment !== null) void lab.actions.openLink(fragment);
void lab.actions.openStored(fragment === null);
