import { useEffect, useState } from 'react';
import { Button, IconButton } from '../kit/Button.tsx';
import { useMedia } from '../media.ts';
import styles from './Thinning.module.css';

interface StepBarProps {
  /** The numbers of the steps, ascending. */
  readonly moments: readonly number[];
  /** The one that is looked at; null for the newest. */
  readonly chosen: number | null;
  /** What a step is called: cycle, epoch. */
  readonly unit: string;
  readonly onChoose: (step: number | null) => void;
}

/** A run is played in about so many milliseconds, in so many pictures at most, each of which stands long enough to be seen. */
const PLAYED_MS = 9000;
const MOST_FRAMES = 60;
const SHORTEST_MS = 150;
const LONGEST_MS = 700;
/** Where motion is to be reduced, pictures change as slowly as somebody turns pages. */
const CALM_MS = 1500;

/** Steps through all that is on the page: back, on, to any step, or by itself. */
export function StepBar({ moments, chosen, unit, onChoose }: StepBarProps) {
  const last = moments.length - 1;
  const at =
    chosen === null
      ? last
      : Math.max(
          0,
          moments.findLastIndex((moment) => moment <= chosen),
        );
  const [plays, setPlays] = usePlaying(moments, at, onChoose);
  const go = (to: number): void => {
    setPlays(false);
    onChoose(moments[Math.min(last, Math.max(0, to))]);
  };
  const place = `${unit} ${moments[at]} (${at + 1} of ${moments.length})`;
  return (
    <section className={styles.steps} aria-label="Step through the run">
      <Button
        small
        icon={plays ? 'pause' : 'play'}
        onPress={() => {
          if (!plays && at === last) onChoose(moments[0]);
          setPlays(!plays);
        }}
      >
        {plays ? 'Stop' : 'Play'}
      </Button>
      <IconButton icon="previous" label={`Back one ${unit}`} small isDisabled={at === 0} onPress={() => go(at - 1)} />
      <input
        className={styles.range}
        type="range"
        min={0}
        max={last}
        value={at}
        aria-label={`${unit.charAt(0).toUpperCase()}${unit.slice(1)} that is shown`}
        aria-valuetext={place}
        onChange={(event) => go(Number(event.target.value))}
      />
      <IconButton icon="next" label={`On one ${unit}`} small isDisabled={at === last} onPress={() => go(at + 1)} />
      {/* No output: it would be read out at every step of a run that goes on, or plays. The slider says it when it is asked. */}
      <span className={styles.at} aria-hidden="true">
        {place}
      </span>
      {chosen !== null && !plays && (
        <Button kind="quiet" small onPress={() => onChoose(null)}>
          Newest
        </Button>
      )}
    </section>
  );
}

/** Goes on by itself while it plays, and stops at the newest step. */
function usePlaying(moments: readonly number[], at: number, onChoose: StepBarProps['onChoose']): [boolean, (plays: boolean) => void] {
  const [plays, setPlays] = useState(false);
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const last = moments.length - 1;
  const stride = Math.ceil(moments.length / MOST_FRAMES);
  const next = moments[Math.min(last, at + stride)];
  const rest = calm ? CALM_MS : Math.max(SHORTEST_MS, Math.min(LONGEST_MS, (PLAYED_MS * stride) / moments.length));
  useEffect(() => {
    if (!plays) return undefined;
    const timer = setTimeout(() => {
      onChoose(next);
      if (next === moments[last]) setPlays(false);
    }, rest);
    return () => clearTimeout(timer);
    // A run that goes on gets further steps: they are no reason to wait anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [plays, at, next, rest]);
  return [plays, setPlays];
}
