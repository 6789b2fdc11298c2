import type { ChoiceSetting } from '../../data/setting.ts';
import type { SettingValue } from '../../study/schema.ts';
import { dataSources } from '../../data/sources/index.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { useLab } from '../lab.tsx';
import { useFormStudy } from './setting-state.ts';
import styles from './SettingRow.module.css';

interface ChoiceInputProps {
  readonly label: string;
  readonly path: string;
  readonly setting: ChoiceSetting;
  readonly values: readonly SettingValue[];
  readonly several: boolean;
  readonly onChange: (values: readonly SettingValue[]) => void;
}

/** One of a few values as a row of buttons; several of them where the setting is an axis. */
export function ChoiceInput({ label, path, setting, values, several, onChange }: ChoiceInputProps) {
  const datasets = useLab((lab) => lab.datasets);
  // Which data of one's own is said under Data sets; the form can only keep to them.
  const { job } = useFormStudy();
  /** Why an option cannot be chosen yet; null where it can. */
  const whyNot = (value: string, title: string): string | null => {
    if (path !== 'data.name') return null;
    const ownAs = dataSources.find(value)?.ownAs;
    if (ownAs) return job[ownAs] ? null : `${title}: add some under “Data sets”, below, and press “Use” there.`;
    return (datasets.find((dataset) => dataset.name === value)?.ready ?? true) ? null : `${title} is not on this server (yet).`;
  };
  const reasons = setting.options.map(({ value, title }) => whyNot(value, title));
  return (
    <>
      <Segmented
        label={label}
        options={setting.options.map(({ value, title }, index) => ({ value, title, disabled: reasons[index] !== null }))}
        values={values.map(String)}
        several={several}
        onChange={onChange}
      />
      {reasons.some((reason) => reason !== null) && (
        <p className={styles.reasons}>{reasons.filter((reason) => reason !== null).join(' ')}</p>
      )}
    </>
  );
}
