import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Hint } from '../kit/Hint.tsx';
import { plural } from '../text/format.ts';
import { valueTitle } from '../text/labels.ts';
import { ChoiceInput } from './ChoiceInput.tsx';
import { useFormStudy, useSetting } from './setting-state.ts';
import { SettingHelp } from './SettingHelp.tsx';
import { ValuesInput } from './ValuesInput.tsx';
import styles from './SettingRow.module.css';

/** Beyond this many letters the options of a choice do not fit beside its name. */
const BESIDE_LETTERS = 18;

/** One setting: its name, what it is, and the input that its kind asks for. */
export function SettingRow({ path }: { readonly path: string }) {
  const { setting, values, changed, original, change } = useSetting(path);
  const [comparing, setComparing] = useState(false);
  const several = comparing || values.length > 1;
  const { job } = useFormStudy();
  const below = setting.kind === 'choice' && setting.options.reduce((letters, { title }) => letters + title.length, 0) > BESIDE_LETTERS;

  const compareSeveral = (wanted: boolean) => {
    setComparing(wanted);
    if (!wanted && values.length > 1) change(values.slice(0, 1));
  };

  return (
    <div className={`${styles.row} ${below ? styles.below : ''}`} data-setting={path}>
      <span className={styles.name}>
        <span>{setting.title}</span>
        {setting.kind === 'choice' ? (
          <SettingHelp path={path} setting={setting} several={several} onSeveral={compareSeveral} />
        ) : (
          <SettingHelp path={path} setting={setting} />
        )}
        {changed && original && (
          <Hint text={`Changed. Set back to the preset’s ${original.map((value) => valueTitle(path, value, job)).join(', ')}`}>
            <AriaButton className={styles.changed} aria-label={`Set ${setting.title} back to the preset`} onPress={() => change(original)}>
              <i />
            </AriaButton>
          </Hint>
        )}
      </span>
      {setting.kind === 'choice' ? (
        <ChoiceInput label={setting.title} path={path} setting={setting} values={values} several={several} onChange={change} />
      ) : (
        <ValuesInput label={setting.title} path={path} setting={setting} values={values} onChange={change} />
      )}
      {values.length > 1 && <span className={styles.axis}>{plural(values.length, 'value')} to compare</span>}
    </div>
  );
}
