import { memo, useId } from 'react';
import type { Live, NetworkAt, Thinning } from '../../figures/thinning.ts';
import type { Run } from '../../study/job-record.ts';
import { familyOf } from '../../study/schema.ts';
import { MethodMark } from '../kit/MethodMark.tsx';
import { jobStatusWords } from '../run/status-words.ts';
import { LayerPicture } from './LayerPicture.tsx';
import { LossLine } from './LossLine.tsx';
import { Sample } from './Sample.tsx';
import styles from './Thinning.module.css';

interface NetworkPanelProps {
  readonly run: Run;
  readonly title: string;
  readonly live: Live | null;
  /** Training losses of a run that goes on. */
  readonly losses: readonly number[];
  /** The step that is looked at; null for the newest. */
  readonly step: number | null;
  readonly thinning: Thinning;
}

/** Layers that have room to breathe. */
const MOST_ROOMY = 8;

/** One network: what it is, what is left of it, and its layers. */
export const NetworkPanel = memo(function NetworkPanel({ run, title, live, losses, step, thinning }: NetworkPanelProps) {
  const wordsId = useId();
  const network = thinning.at(run, step, live);
  const now = step === null ? live : null;
  return (
    <div className={styles.panel} data-waits={run.status === 'queued' || undefined}>
      <p className={styles.name}>
        <MethodMark method={run.job.compression.method} />
        {/* A line ends before the name of a value, not between it and the value. */}
        <strong>{title.replaceAll(/ (?=\d)/g, '\u00A0')}</strong>
        <span className={styles.place}>{placeOf(run, network, now)}</span>
      </p>
      {network.words && run.status !== 'queued' && (
        <p id={wordsId} className={styles.words}>
          {unbroken(network.words)}
        </p>
      )}
      {network.layers.length > 0 && (
        <div
          className={styles.layers}
          data-many={network.layers.length > MOST_ROOMY || undefined}
          // What is drawn out of many elements is no img.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="img"
          aria-label={`${title}: ${layersText(network)}`}
          aria-describedby={wordsId}
        >
          {network.layers.map((layer) => (
            <LayerPicture key={layer.name} layer={layer} isAlone={network.layers.length === 1} widest={widestOf(network)} />
          ))}
        </div>
      )}
      {network.sample !== null && <Sample text={network.sample} />}
      {now && (
        <>
          <div className={styles.within} aria-hidden="true">
            <i style={{ transform: `scaleX(${shareOf(now).toFixed(3)})` }} />
          </div>
          <LossLine losses={losses} wordsOf={(loss) => thinning.lossWords?.(run, loss) ?? null} />
        </>
      )}
    </div>
  );
});

/** “cycle 3”; of what goes on what it is doing. */
function placeOf(run: Run, { step }: NetworkAt, now: Live | null): string {
  const unit = familyOf(run.job).unitOf(run.job);
  // Its first step waits for its data, and it is told before that; later it trains while others come.
  if (now?.loading && !now.progress?.done) {
    return `loading data, ${((100 * now.loading.loadedBytes) / now.loading.totalBytes).toFixed(0)} %`;
  }
  // Behind the last one the network is tested and measured.
  if (now?.progress) return `${unit.one} ${Math.min(now.progress.step, now.progress.steps - 1) + unit.first}, ${now.phase}`;
  if (now && run.status !== 'queued') return now.phase;
  if (run.status === 'queued' || run.status === 'loading') return jobStatusWords[run.status];
  return step === null ? '' : `${unit.one} ${step}`;
}

/** Lines end between what is said, not within “94 % right”. */
const unbroken = (words: string): string => words.replaceAll(/ (?=%)|(?<=%) (?=right)|(?<=\d) (?=in )|(?<=in) (?=\d)/g, '\u00A0');

const widestOf = ({ layers }: NetworkAt): number =>
  Math.max(0, ...layers.map((layer) => (layer.kind === 'units' ? layer.units.length : 0)));

/** What is left of each layer, for those who do not see it. */
function layersText({ layers }: NetworkAt): string {
  return layers
    .map((layer) => {
      if (layer.kind === 'weights') return `${layer.name} ${layer.left} of ${layer.size} left`;
      return `${layer.name} ${layer.units.filter((unit) => unit === 'left').length} of ${layer.units.length} left`;
    })
    .join(', ');
}

/** How far it is in its step, where all of them have about as many training steps, or in loading its data. */
function shareOf({ loading, progress }: Live): number {
  if (!progress?.done) return loading ? loading.loadedBytes / loading.totalBytes : 0;
  return Math.min(1, Math.max(0, (progress.done * progress.steps) / progress.total - progress.step));
}
