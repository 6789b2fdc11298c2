import { familyOf, settingsOf } from '../../study/schema.ts';
import { applies } from '../form/applying.ts';
import { groupsOf } from '../form/groups.ts';
import { Fold } from '../kit/Fold.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { Tick } from '../kit/Tick.tsx';
import { useLab } from '../lab.tsx';
import { METHOD_PATH } from '../text/labels.ts';
import { allOrSome } from './all-or-some.ts';
import type { Draft } from './draft.ts';
import styles from './LessonDialog.module.css';

interface SettingTicksProps {
  /** Null for all. */
  readonly chosen: readonly string[] | null;
  readonly locked: readonly string[];
  readonly onChange: (change: Pick<Partial<Draft>, 'settings' | 'locked'>) => void;
}

/** Which settings a lesson leaves on the form, and which of them can be seen only. */
export function SettingTicks({ chosen, locked, onChange }: SettingTicksProps) {
  const study = useLab((lab) => lab.study);
  const family = familyOf(study.job);
  const groups = groupsOf(family).map(({ shown, advanced }) => ({ shown, advanced }));
  const applying = (paths: readonly string[]) => paths.filter((path) => applies(study, path));
  const axes = study.axes.map(({ path }) => path);
  const first = [...new Set([METHOD_PATH, ...axes, ...groups.flatMap(({ shown }) => applying(shown))])];
  const more = groups.flatMap(({ advanced }) => applying(advanced)).filter((path) => !first.includes(path));
  const row = (path: string) => (
    <SettingTick
      key={path}
      title={settingsOf(family).get(path)?.title ?? path}
      isShown={chosen?.includes(path) ?? false}
      isLocked={locked.includes(path)}
      onShown={(isShown) =>
        onChange({
          settings: withOrWithout(chosen ?? [], path, isShown),
          ...(isShown ? {} : { locked: withOrWithout(locked, path, false) }),
        })
      }
      onLocked={(isLocked) => onChange({ locked: withOrWithout(locked, path, isLocked) })}
    />
  );
  return (
    <div className={styles.part}>
      <h3>Settings on the form</h3>
      <Segmented
        label="Settings"
        options={allOrSome}
        values={[chosen ? 'some' : 'all']}
        onChange={([which]) => onChange({ settings: which === 'all' ? null : axes.length > 0 ? axes : [METHOD_PATH] })}
      />
      {chosen && (
        <>
          <ul className={styles.ticks}>{first.map(row)}</ul>
          <Fold title={`${more.length} more`}>
            <ul className={styles.ticks}>{more.map(row)}</ul>
          </Fold>
        </>
      )}
    </div>
  );
}

const withOrWithout = (paths: readonly string[], path: string, isIn: boolean): readonly string[] =>
  isIn ? [...paths.filter((other) => other !== path), path] : paths.filter((other) => other !== path);

interface SettingTickProps {
  readonly title: string;
  readonly isShown: boolean;
  readonly isLocked: boolean;
  readonly onShown: (isShown: boolean) => void;
  readonly onLocked: (isLocked: boolean) => void;
}

function SettingTick({ title, isShown, isLocked, onShown, onLocked }: SettingTickProps) {
  return (
    <li className={styles.setting}>
      <Tick isSelected={isShown} onChange={onShown}>
        {title}
      </Tick>
      {isShown && (
        <Tick isSelected={isLocked} onChange={onLocked}>
          <span className={styles.hint}>seen, not changed</span>
        </Tick>
      )}
    </li>
  );
}
