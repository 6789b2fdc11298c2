import { Fold } from '../kit/Fold.tsx';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { useLab } from '../lab.ts';
import type { Group } from './groups.ts';
import { isChanged } from './setting-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './SettingGroup.module.css';

export function SettingGroup({ group }: { readonly group: Group }) {
  const changed = useLab((lab) => group.advanced.filter((path) => isChanged(lab.study, path)).length);
  return (
    <section className={styles.group}>
      <GroupTitle>{group.title}</GroupTitle>
      {group.shown.map((path) => (
        <SettingRow key={path} path={path} />
      ))}
      {group.advanced.length > 0 && (
        <Fold
          title={
            <span>
              {group.advanced.length} more {group.advanced.length === 1 ? 'setting' : 'settings'}
              {changed > 0 && <span className={styles.changed}> · {changed} changed</span>}
            </span>
          }
        >
          {group.advanced.map((path) => (
            <SettingRow key={path} path={path} />
          ))}
        </Fold>
      )}
    </section>
  );
}
