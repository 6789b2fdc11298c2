import { Label, Slider } from 'react-aria-components';
import { chooseRun } from '../../../figures/dtc/chosen.ts';
import type { DtcInput } from '../../../figures/dtc/input.ts';
import { allNeuronsBefore } from '../../../study/families/dtc/run.ts';
import { Button } from '../../kit/Button.tsx';
import { Track } from '../../kit/Track.tsx';
import { useActions, useLab } from '../../lab.tsx';
import { decimals } from '../../text/format.ts';
import { useDtcInput } from './useDtcInput.ts';
import styles from './CycleSlider.module.css';

/** The cycle whose ray and histograms are shown; as long as none is chosen, the one that the figures take by themselves. */
export function CycleSlider() {
  const actions = useActions();
  const last = useDtcInput(lastCycle);
  const chosen = useLab((lab) => lab.chosenCycle);
  const hovered = useLab((lab) => lab.hoveredCycle);
  const shown = useDtcInput((input) => chooseRun(input).cycle);
  const spoken = hovered ?? shown;
  const rung = useDtcInput((input) => rungText(input, spoken));
  if (last === null || last < 1) return null;
  return (
    <Slider
      className={styles.slider}
      minValue={0}
      maxValue={Math.max(last, chosen ?? 0)}
      step={1}
      value={Math.min(shown, Math.max(last, chosen ?? 0))}
      onChange={(value) => actions.chooseCycle(value)}
    >
      <Label className={styles.label}>Cycle</Label>
      <Track className={styles.track} />
      <span className={styles.value}>
        <b>{spoken}</b>
        {rung && <span className={styles.rung}> · {rung}</span>}
      </span>
      {chosen !== null && (
        <Button kind="quiet" small onPress={() => actions.chooseCycle(null)}>
          Default
        </Button>
      )}
    </Slider>
  );
}

function lastCycle({ own, shared, published }: DtcInput): number | null {
  const newest = [...own, ...shared].flatMap(({ points }) => points.at(-1)?.cycle ?? []);
  if (newest.length > 0) return Math.max(...newest);
  return published?.ladder.at(-1)?.cycle ?? null;
}

/** “81 → 72 neurons, sparsity 0.8594”. */
function rungText({ own, shared, published }: DtcInput, cycle: number | null): string {
  for (const trajectory of [...own, ...shared]) {
    const index = trajectory.points.findIndex((candidate) => candidate.cycle === cycle);
    const point = trajectory.points.at(index);
    if (index >= 0 && point)
      return `${allNeuronsBefore(trajectory, index)} → ${point.neurons} neurons, sparsity ${decimals(point.sparsity)}`;
  }
  const rung = published?.ladder.find((candidate) => candidate.cycle === cycle);
  return rung ? `${rung.neuronsBefore} → ${rung.neurons} neurons, sparsity ${decimals(rung.sparsity)}` : '';
}
