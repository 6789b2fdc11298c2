import { Label, Slider } from 'react-aria-components';
import type { FigureControl, FigureMaker } from '../../figures/figure.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { Track } from '../kit/Track.tsx';
import { useFigureInput, useView } from '../lab.tsx';
import styles from './FigureControls.module.css';

/** The controls that a figure has of its own, above its plot. */
export function FigureControls({ maker, title }: { readonly maker: FigureMaker; readonly title: string }) {
  // As text, so that the controls are drawn again only when they change.
  const text = useFigureInput((input) => JSON.stringify(maker.controls?.(input) ?? []));
  const controls = JSON.parse(text) as readonly FigureControl[];
  return (
    <section className={styles.controls} aria-label={`Controls of ${title}`}>
      {controls.map((control) => (
        <Control key={control.option} control={control} />
      ))}
    </section>
  );
}

function Control({ control }: { readonly control: FigureControl }) {
  const family = useFigureInput((input) => input.family);
  const value = useFigureInput(({ options }) => (options as Readonly<Record<string, unknown>>)[control.option]);
  const setOptions = useView((view) => view.setOptions);
  const set = (chosen: string | number): void => setOptions(family, { [control.option]: chosen });
  if (control.kind === 'choice') {
    return (
      <div className={styles.choice}>
        <span aria-hidden="true">{control.label}</span>
        <Segmented label={control.label} small options={control.choices} values={[String(value)]} onChange={([chosen]) => set(chosen)} />
      </div>
    );
  }
  return (
    <Slider
      className={styles.slider}
      minValue={control.min}
      maxValue={control.max}
      step={control.step}
      value={Number(value)}
      onChange={set}
    >
      <Label>{control.label}</Label>
      <Track className={styles.track} />
      <output className={styles.value}>{Number(value).toFixed(2)}</output>
    </Slider>
  );
}
