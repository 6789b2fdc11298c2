import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { MethodMark } from '../kit/MethodMark.tsx';
import { methodTitle } from '../text/labels.ts';
import { useView } from '../lab.tsx';
import styles from './Toolbar.module.css';

/** Shows and hides methods in every figure. @param methods their ids, separated by spaces */
export function MethodChips({ methods }: { readonly methods: string }) {
  const hidden = useView((view) => view.hidden);
  const setHidden = useView((view) => view.setHidden);
  if (methods === '') return null;
  return (
    <ToggleButtonGroup
      className={styles.methods}
      aria-label="Methods shown"
      selectionMode="multiple"
      selectedKeys={methods.split(' ').filter((method) => !hidden.has(method))}
      onSelectionChange={(keys) => setHidden(methods.split(' ').filter((method) => !keys.has(method)))}
    >
      {methods.split(' ').map((method) => (
        <ToggleButton key={method} id={method} className={styles.chip}>
          <MethodMark method={method} />
          {methodTitle(method)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
