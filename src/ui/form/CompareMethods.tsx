import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Icon } from '../kit/Icon.tsx';
import { MethodMark } from '../kit/MethodMark.tsx';
import { METHOD_PATH } from '../text/labels.ts';
import { useSetting } from './setting-state.ts';
import { SettingHelp } from './SettingHelp.tsx';
import styles from './CompareMethods.module.css';

/** The methods that the study runs side by side; at least one. */
export function CompareMethods() {
  const { setting, values, change } = useSetting(METHOD_PATH);
  if (setting.kind !== 'choice') return null;
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
        onSelectionChange={(keys) => change(setting.options.map((option) => option.value).filter((value) => keys.has(value)))}
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
    </section>
  );
}
