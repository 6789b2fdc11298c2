/** Two labs beside each other, each with its form, its run and its figures, as on a page with several small studies. */
import '../../../src/ui/base.css';
import { createRoot } from 'react-dom/client';
import { bareSurroundings } from '../../../src/app/surroundings.ts';
import { createLab } from '../../../src/lab/create-lab.ts';
import { StudyForm } from '../../../src/ui/form/StudyForm.tsx';
import { LabProvider } from '../../../src/ui/lab.tsx';
import { Results } from '../../../src/ui/Results.tsx';
import { RunBar } from '../../../src/ui/run/RunBar.tsx';

function opened() {
  const lab = createLab({ ...bareSurroundings(), cores: 1, dataUrl: () => new URL('/data/', location.href).href });
  lab.watchDatasets();
  return lab;
}

const labs = [
  { name: 'Left', lab: opened() },
  { name: 'Right', lab: opened() },
];

createRoot(document.getElementById('root')!).render(
  <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr' }}>
    {labs.map(({ name, lab }) => (
      <section key={name} aria-label={name} style={{ minWidth: 0 }}>
        <LabProvider lab={lab}>
          <StudyForm titleLevel="h1" />
          <RunBar />
          <Results />
        </LabProvider>
      </section>
    ))}
  </div>,
);
