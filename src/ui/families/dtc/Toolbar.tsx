import type { DtcView } from '../../../study/families/dtc/view.ts';
import { publishedMethods } from '../../../study/families/dtc/published.ts';
import { Segmented } from '../../kit/Segmented.tsx';
import { useView } from '../../lab.tsx';
import { CycleSlider } from './CycleSlider.tsx';
import { MethodChips } from '../../chart/MethodChips.tsx';
import { useDtcInput } from './useDtcInput.ts';
import styles from '../../chart/Toolbar.module.css';

/** How all figures are looked at: which methods, which axis, which cycle, which layer. */
export function Toolbar() {
  // Texts, so that the toolbar is drawn again only when they change.
  const methods = useDtcInput(({ own, shared, published }) => {
    const all = [...own, ...shared].map(({ job }) => job.compression.method);
    return [...new Set([...(published ? publishedMethods : []), ...all])].join(' ');
  });
  const layers = useDtcInput(({ own, shared }) => Math.max(1, ...[...own, ...shared].map(({ job }) => job.model.hidden.length)));
  const sparsityAxis = useDtcInput(({ options }) => options.sparsityAxis);
  const layer = useDtcInput(({ options }) => options.layer);
  const setOptions = useView((view) => view.setOptions);
  const set = (change: Partial<DtcView>): void => setOptions('dtc', change);
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
            onChange={([value]) => set({ layer: Number(value) })}
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
          onChange={([value]) => set({ sparsityAxis: value as DtcView['sparsityAxis'] })}
        />
      </div>
    </section>
  );
}
