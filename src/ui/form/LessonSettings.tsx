import { familyOf, settingsOf } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { useActions, useLab } from '../lab.tsx';
import { METHOD_PATH } from '../text/labels.ts';
import { plural } from '../text/format.ts';
import { CompareMethods } from './CompareMethods.tsx';
import { useFormStudy } from './setting-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './LessonSettings.module.css';

/** The settings that a lesson leaves on the form, in its order; the others are a press away. */
export function LessonSettings({ paths }: { readonly paths: readonly string[] }) {
  const actions = useActions();
  const all = settingsOf(familyOf(useFormStudy().job));
  const locked = useLab(({ lesson }) => lesson?.view.locked);
  // Of another study that has been put on the form since, some may be unknown.
  const known = paths.filter((path) => all.has(path));
  return (
    <section className={styles.settings}>
      <GroupTitle>In this lesson</GroupTitle>
      {known.map((path) => (
        <fieldset key={path} className={styles.setting} disabled={locked?.includes(path)}>
          {path === METHOD_PATH ? <CompareMethods /> : <SettingRow path={path} />}
        </fieldset>
      ))}
      <p className={styles.left}>
        {plural(all.size - known.length, 'other setting')} as the lesson has them.{' '}
        <Button small kind="quiet" onPress={actions.showAllSettings}>
          Show all
        </Button>
      </p>
    </section>
  );
}
