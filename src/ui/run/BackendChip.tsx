import { Button } from 'react-aria-components';
import { Hint } from '../kit/Hint.tsx';
import { useLab } from '../lab.tsx';
import { plural } from '../text/format.ts';
import { backendTitles } from '../text/labels.ts';
import styles from './BackendChip.module.css';

/** Where the run is computed and how fast; its tooltip says why there. */
export function BackendChip() {
  const environment = useLab((lab) => lab.run.environment);
  const reason = useLab((lab) => lab.run.backendReason);
  const workers = useLab((lab) => lab.run.workers);
  const status = useLab((lab) => lab.run.status);
  const speed = useLab((lab) => Math.round(lab.run.stepsPerSecond));
  if (!environment) return null;
  const running = status === 'running';
  const parts = [
    // On WebAssembly the device is the kind of SIMD, plain or relaxed.
    (environment.backend === 'wasm' ? environment.device : backendTitles[environment.backend]) +
      (environment.software ? ' (software)' : ''),
    ...(running ? [plural(workers, 'worker')] : []),
    ...(running && speed > 0 ? [`${speed} steps/s`] : []),
  ];
  return (
    <Hint text={[reason, environment.device].filter(Boolean).join(' ')}>
      <Button className={styles.chip} aria-label={`Backend: ${parts.join(', ')}`}>
        <i data-running={running || undefined} />
        {parts.join(' · ')}
      </Button>
    </Hint>
  );
}
