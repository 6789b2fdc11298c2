import type { ChoiceSetting } from '../../data/setting.ts';
import type { SettingValue } from '../../study/schema.ts';
import { dataSources } from '../../data/sources/index.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { useLab } from '../lab.tsx';

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
  // Which images of one's own is said under Data sets; the form can only keep to them.
  const hasOwn = useLab(({ study: { job } }) => job.images !== undefined);
  const isReady = (value: string) =>
    path !== 'data.name' ||
    (dataSources.find(value)?.origin === 'own' ? hasOwn : (datasets.find((dataset) => dataset.name === value)?.ready ?? true));
  return (
    <Segmented
      label={label}
      options={setting.options.map(({ value, title }) => ({ value, title, disabled: !isReady(value) }))}
      values={values.map(String)}
      several={several}
      onChange={onChange}
    />
  );
}
