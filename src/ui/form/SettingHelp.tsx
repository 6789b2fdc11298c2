import type { Setting } from '../../data/setting.ts';
import { Check } from '../kit/Check.tsx';
import { HelpButton } from '../kit/HelpButton.tsx';
import { useFormStudy } from './setting-state.ts';
import { valueTitle } from '../text/labels.ts';
import { Explained } from '../words/Explained.tsx';
import { rangeTitle } from './parse.ts';
import styles from './SettingHelp.module.css';

interface SettingHelpProps {
  readonly path: string;
  readonly setting: Setting;
  /** For a choice: whether several of its values are compared, and how to change that. */
  readonly several?: boolean;
  readonly onSeveral?: (several: boolean) => void;
}

/** What a setting does, its default, range and unit, and where the sources differ about it. */
export function SettingHelp({ path, setting, several = false, onSeveral }: SettingHelpProps) {
  const range = rangeTitle(setting);
  const { job } = useFormStudy();
  return (
    <HelpButton title={setting.title}>
      <Explained text={setting.help} />
      <dl className={styles.facts}>
        <dt>Default</dt>
        <dd>{valueTitle(path, setting.default, job)}</dd>
        {range && (
          <>
            <dt>Range</dt>
            <dd>{range}</dd>
          </>
        )}
        {setting.kind !== 'choice' && (
          <>
            <dt>Several</dt>
            <dd>{severalHint(setting)}</dd>
          </>
        )}
      </dl>
      {setting.differs && (
        <div className={styles.differs}>
          <h4>Where the sources differ</h4>
          <p>{setting.differs}</p>
        </div>
      )}
      {onSeveral && (
        <div className={styles.several}>
          <Check isSelected={several} onChange={onSeveral}>
            Compare several values
          </Check>
        </div>
      )}
    </HelpButton>
  );
}

function severalHint(setting: Setting): string {
  if (setting.kind === 'widths') return 'Networks separated by commas make an axis: 300 + 100, 512.';
  const whole = setting.kind === 'seed' || (setting.kind === 'number' && setting.integer);
  return `Values separated by commas make an axis, and so does ${whole ? 'a range: 1-5' : 'a grid: 1e-6 … 1e-3, 7 values'}.`;
}
