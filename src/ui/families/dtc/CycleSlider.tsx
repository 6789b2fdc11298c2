import { Label, Slider } from 'react-aria-components';
import { chooseRun } from '../../../figures/dtc/chosen.ts';
import type { DtcInput } from '../../../figures/dtc/input.ts';
import { Button } from '../../kit/Button.tsx';
import { Track } from '../../kit/Track.tsx';
import { useActions, useLab } from '../../lab.tsx';
import { decimals } from '../../text/format.ts';
import { useDtcInput } from './useDtcInput.ts';
import styles from './CycleSlider.module.css';

/** The cycle of the published ladder whose measurements are shown, while it stands alone: runs are stepped through with their networks. */
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
      maxValue={last}
      step={1}
      value={Math.min(shown, last)}
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
  const stepped = [...own, ...shared].some(({ points }) => points.length > 0);
  return stepped ? null : (published?.ladder.at(-1)?.cycle ?? null);
}

/** “81 → 72 neurons, sparsity 0.8594”. */
function rungText({ published }: DtcInput, cycle: number | null): string {
  const rung = published?.ladder.find((candidate) => candidate.cycle === cycle);
  return rung ? `${rung.neuronsBefore} → ${rung.neurons} neurons, sparsity ${decimals(rung.sparsity)}` : '';
}
