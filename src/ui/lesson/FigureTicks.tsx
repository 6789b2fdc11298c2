import { figureTitle } from '../../figures/figure.ts';
import { useApplying } from '../chart/useApplying.ts';
import { viewOf } from '../families/index.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { Tick } from '../kit/Tick.tsx';
import { useFigureInput } from '../lab.tsx';
import { allOrSome } from './all-or-some.ts';
import styles from './LessonDialog.module.css';

interface FigureTicksProps {
  /** Null for all. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
}

/** Which figures a lesson shows. */
export function FigureTicks({ chosen, onChange }: FigureTicksProps) {
  const { figures, leading = [] } = viewOf(useFigureInput(({ family }) => family));
  const applying = useApplying(figures);
  const input = useFigureInput((all) => all);
  const toggle = (name: string, isShown: boolean): void =>
    onChange(isShown ? [...(chosen ?? []), name] : (chosen ?? []).filter((other) => other !== name));
  return (
    <div className={styles.part}>
      <h3>Figures</h3>
      <Segmented
        label="Figures"
        options={allOrSome}
        values={[chosen ? 'some' : 'all']}
        onChange={([which]) =>
          onChange(
            which === 'all'
              ? null
              : applying
                  .filter((maker) => leading.includes(maker))
                  .slice(0, 1)
                  .map(({ name }) => name),
          )
        }
      />
      {chosen && (
        <ul className={styles.ticks}>
          {applying.map((maker) => (
            <li key={maker.name}>
              <Tick isSelected={chosen.includes(maker.name)} onChange={(isShown) => toggle(maker.name, isShown)}>
                {figureTitle(maker, input)}
              </Tick>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
