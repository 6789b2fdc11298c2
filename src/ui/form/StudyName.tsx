import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useActions, useLab } from '../lab.tsx';
import styles from './StudySummary.module.css';

/** What a person calls the study; it goes into files and links. Takes effect on Enter or on leaving the field. */
export function StudyName() {
  const actions = useActions();
  const name = useLab((lab) => lab.study.name);
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    const text = draft?.trim();
    if (text && text !== name) actions.rename(text);
    setDraft(null);
  };
  return (
    <TextField className={styles.name} value={draft ?? name} onChange={setDraft} onBlur={keep} maxLength={120}>
      <Label className={styles.label}>Name</Label>
      <Input
        className={styles.input}
        autoComplete="off"
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    </TextField>
  );
}
