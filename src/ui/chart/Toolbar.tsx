import type { FigureOptions } from '../../figures/figure.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { useFigureInput, useView } from '../lab.tsx';
import { CycleSlider } from './CycleSlider.tsx';
import { MethodChips } from './MethodChips.tsx';
import styles from './Toolbar.module.css';

/** Methods of the published runs. */
const publishedMethods = ['magnitude', 'random', 'dtc'];

/** How all figures are looked at: which methods, which axis, which cycle, which layer. */
export function Toolbar() {
  // Texts, so that the toolbar is drawn again only when they change.
  const methods = useFigureInput(({ own, shared, published }) => {
    const all = [...own, ...shared].map(({ job }) => job.compression.method);
    return [...new Set([...(published ? publishedMethods : []), ...all])].join(' ');
  });
  const layers = useFigureInput(({ own, shared }) => Math.max(1, ...[...own, ...shared].map(({ job }) => job.model.hidden.length)));
  const sparsityAxis = useView((view) => view.sparsityAxis);
  const layer = useView((view) => view.layer);
  const setSparsityAxis = useView((view) => view.setSparsityAxis);
  const setLayer = useView((view) => view.setLayer);
  return (
    <section className={styles.bar} aria-label="View of the figures">
      <MethodChips methods={methods} />
      <CycleSlider />
      {layers > 1 && (
        <div className={styles.choice}>
          <span aria-hidden="true">Layer</span>
          <Segmented
            label="Hidden layer"
            small
            options={Array.from({ length: layers }, (_, index) => ({ value: String(index), title: String(index + 1) }))}
            values={[String(Math.min(layer, layers - 1))]}
            onChange={([value]) => setLayer(Number(value))}
          />
        </div>
      )}
      <div className={styles.choice}>
        <span aria-hidden="true">Sparsity</span>
        <Segmented
          label="Sparsity axis"
          small
          options={[
            { value: 'linear', title: 'linear' },
            { value: 'log', title: 'log(1 − s)' },
          ]}
          values={[sparsityAxis]}
          onChange={([value]) => setSparsityAxis(value as FigureOptions['sparsityAxis'])}
        />
      </div>
    </section>
  );
}
