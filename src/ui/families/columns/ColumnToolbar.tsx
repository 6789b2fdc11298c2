import { MethodChips } from '../../chart/MethodChips.tsx';
import { useFigureInput } from '../../lab.tsx';
import styles from '../../chart/Toolbar.module.css';

/** Which methods the figures show. */
export function ColumnToolbar() {
  const methods = useFigureInput(({ own, shared }) => [...new Set([...own, ...shared].map(({ job }) => job.compression.method))].join(' '));
  return (
    <section className={styles.bar} aria-label="View of the figures">
      <MethodChips methods={methods} />
    </section>
  );
}
