import { useId } from 'react';
import type { Live, NetworkAt, Thinning } from '../../figures/thinning.ts';
import type { Run } from '../../study/job-record.ts';
import { familyOf } from '../../study/schema.ts';
import { MethodMark } from '../kit/MethodMark.tsx';
import { jobStatusWords } from '../run/status-words.ts';
import { LayerPicture } from './LayerPicture.tsx';
import styles from './Thinning.module.css';

interface NetworkPanelProps {
  readonly run: Run;
  readonly title: string;
  readonly live: Live | null;
  /** The step that is looked at; null for the newest. */
  readonly step: number | null;
  readonly thinning: Thinning;
}

/** One network: what it is, what is left of it, and its layers. */
export function NetworkPanel({ run, title, live, step, thinning }: NetworkPanelProps) {
  const wordsId = useId();
  const network = thinning.at(run, step, live);
  const now = step === null ? live : null;
  return (
    <div className={styles.panel} data-waits={run.status === 'queued' || undefined}>
      <p className={styles.name}>
        <MethodMark method={run.job.compression.method} />
        <strong title={title}>{title}</strong>
        <span className={styles.place}>{placeOf(run, network, now)}</span>
      </p>
      {(run.status !== 'queued' || network.step !== null) && (
        <p id={wordsId} className={styles.words}>
          {network.words}
        </p>
      )}
      {network.layers.length > 0 && (
        // What is drawn out of many elements is no img.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        <div className={styles.layers} role="img" aria-label={`${title}: ${layersText(network)}`} aria-describedby={wordsId}>
          {network.layers.map((layer) => (
            <LayerPicture key={layer.name} layer={layer} isAlone={network.layers.length === 1} />
          ))}
        </div>
      )}
      {now?.progress && <Within progress={now.progress} />}
    </div>
  );
}

/** “cycle 3”; of what goes on what it is doing. */
function placeOf(run: Run, { step }: NetworkAt, now: Live | null): string {
  const { unit } = familyOf(run.job);
  if (now?.progress) return `${unit.one} ${now.progress.step + unit.first}, ${now.phase}`;
  if (run.status === 'queued' || run.status === 'loading') return jobStatusWords[run.status];
  return step === null ? '' : `${unit.one} ${step}`;
}

/** What is left of each layer, for those who do not see it. */
function layersText({ layers }: NetworkAt): string {
  return layers
    .map((layer) => {
      if (layer.kind === 'weights') return `${layer.name} ${layer.left} of ${layer.size} left`;
      return `${layer.name} ${layer.units.filter((unit) => unit === 'left').length} of ${layer.units.length} left`;
    })
    .join(', ');
}

/** How far the step is that it is in, where all of them have about as many training steps. */
function Within({ progress: { done, total, step, steps } }: { readonly progress: NonNullable<Live['progress']> }) {
  const share = total > 0 ? Math.min(1, Math.max(0, (done * steps) / total - step)) : 0;
  return (
    <div className={styles.within} aria-hidden="true">
      <i style={{ width: `${(100 * share).toFixed(1)}%` }} />
    </div>
  );
}
