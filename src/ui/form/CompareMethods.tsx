import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Study } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Icon } from '../kit/Icon.tsx';
import { MethodMark } from '../kit/MethodMark.tsx';
import { METHOD_PATH } from '../text/labels.ts';
import { useFormStudy, useSetting } from './setting-state.ts';
import { SettingHelp } from './SettingHelp.tsx';
import styles from './CompareMethods.module.css';

/** Methods that the form shows before it is asked for more. */
const MOST_SHOWN = 12;

/** The methods that the study runs side by side; at least one. */
export function CompareMethods() {
  const { setting, values, change } = useSetting(METHOD_PATH);
  const study = useFormStudy();
  // What was refused, and of which study: another one may take it.
  const [refused, setRefused] = useState<{ readonly study: Study; readonly why: string } | null>(null);
  const [showsAll, setShowsAll] = useState(false);
  if (setting.kind !== 'choice') return null;
  const { options } = setting;
  // What is compared is never out of sight; of the others the first, and one hidden for the sake of a button would be silly.
  const shown =
    showsAll || options.length <= MOST_SHOWN + 1
      ? options
      : options.filter(({ value }, place) => place < MOST_SHOWN || values.includes(value));
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
        {shown.map(({ value, title }) => (
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
      {(showsAll || shown.length < options.length) && (
        <Button kind="quiet" small aria-expanded={showsAll} onPress={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Fewer methods' : `${options.length - shown.length} more methods`}
        </Button>
      )}
      {refused?.study === study && <ErrorText>{refused.why}</ErrorText>}
    </section>
  );
}
