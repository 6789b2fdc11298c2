import { Fold } from '../kit/Fold.tsx';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { useInvalid } from '../lab.tsx';
import type { Group } from './groups.ts';
import { applies } from './applying.ts';
import { isChanged, useFormStudy } from './setting-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './SettingGroup.module.css';

export function SettingGroup({ group }: { readonly group: Group }) {
  const study = useFormStudy();
  const shown = group.shown.filter((path) => applies(study, path));
  const advanced = group.advanced.filter((path) => applies(study, path));
  const invalid = useInvalid();
  const changed = advanced.filter((path) => isChanged(study, path)).length;
  return (
    <section className={styles.group}>
      <GroupTitle>{group.title}</GroupTitle>
      {shown.map((path) => (
        <SettingRow key={path} path={path} />
      ))}
      {advanced.length > 0 && (
        <Fold
          keptOpen={invalid.some(({ path }) => advanced.includes(path))}
          title={
            <span>
              {advanced.length} more {advanced.length === 1 ? 'setting' : 'settings'}
              {changed > 0 && <span className={styles.changed}> · {changed} changed</span>}
            </span>
          }
        >
          {advanced.map((path) => (
            <SettingRow key={path} path={path} />
          ))}
        </Fold>
      )}
    </section>
  );
}
