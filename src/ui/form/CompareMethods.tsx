import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Study } from '../../study/schema.ts';
import { ErrorText } from '../kit/ErrorText.tsx';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Icon } from '../kit/Icon.tsx';
import { MethodMark } from '../kit/MethodMark.tsx';
import { METHOD_PATH } from '../text/labels.ts';
import { useFormStudy, useSetting } from './setting-state.ts';
import { SettingHelp } from './SettingHelp.tsx';
import styles from './CompareMethods.module.css';

/** The methods that the study runs side by side; at least one. */
export function CompareMethods() {
  const { setting, values, change } = useSetting(METHOD_PATH);
  const study = useFormStudy();
  // What was refused, and of which study: another one may take it.
  const [refused, setRefused] = useState<{ readonly study: Study; readonly why: string } | null>(null);
  if (setting.kind !== 'choice') return null;
  const choose = (chosen: readonly string[]): void => {
    const why = change(chosen);
    setRefused(why === null ? null : { study, why });
  };
  return (
    <section className={styles.compare}>
      <GroupTitle>
        Compare
        <SettingHelp path={METHOD_PATH} setting={setting} />
      </GroupTitle>
      <ToggleButtonGroup
        className={styles.chips}
        aria-label="Methods to compare"
        selectionMode="multiple"
        disallowEmptySelection
        selectedKeys={values.map(String)}
        onSelectionChange={(keys) => choose(setting.options.map((option) => option.value).filter((value) => keys.has(value)))}
      >
        {setting.options.map(({ value, title }) => (
          <ToggleButton key={value} id={value} className={styles.chip}>
            {({ isSelected }) => (
              <>
                {isSelected ? <MethodMark method={value} /> : <Icon name="plus" size={11} />}
                {title}
              </>
            )}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {refused?.study === study && <ErrorText>{refused.why}</ErrorText>}
    </section>
  );
}
