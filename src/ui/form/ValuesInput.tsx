import { useState, type KeyboardEvent } from 'react';
import { FieldError, Input, TextField } from 'react-aria-components';
import type { Setting } from '../../data/setting.ts';
import type { SettingValue } from '../../study/schema.ts';
import { formatValues, parseValues } from './parse.ts';
import styles from './ValuesInput.module.css';

interface ValuesInputProps {
  readonly label: string;
  readonly setting: Setting;
  readonly values: readonly SettingValue[];
  /** Takes the values; says what is wrong with them, or null. */
  readonly onChange: (values: readonly SettingValue[]) => string | null;
}

/**
 * A text field for one value or several. What is typed takes effect on Enter or on leaving the field; until it can be read it stays as
 * it was typed, with the reason below. The arrow keys step a single number.
 */
export function ValuesInput({ label, setting, values, onChange }: ValuesInputProps) {
  const stored = formatValues(setting, values);
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  const keep = (text: string) => {
    const parsed = parseValues(setting, text);
    const problem = parsed.error ?? onChange(parsed.values);
    setError(problem);
    setDraft(problem === null ? null : text);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && draft !== null) keep(draft);
    if (event.key === 'Escape' && draft !== null) {
      setDraft(null);
      setError(null);
    }
    const stepped = event.key === 'ArrowUp' || event.key === 'ArrowDown' ? step(setting, draft ?? stored, event) : null;
    if (stepped !== null) {
      event.preventDefault();
      keep(stepped);
    }
  };

  const unit = setting.kind === 'number' ? setting.unit : undefined;
  const meaning = setting.kind === 'number' && setting.zero && (draft ?? stored) === '0' ? `= ${setting.zero}` : undefined;
  return (
    <TextField
      className={styles.field}
      aria-label={unit ? `${label} (${unit})` : label}
      value={draft ?? stored}
      isInvalid={error !== null}
      onChange={(text) => {
        setDraft(text);
        if (error !== null) setError(parseValues(setting, text).error);
      }}
      onBlur={() => draft !== null && keep(draft)}
    >
      <span className={styles.box}>
        <Input
          className={styles.input}
          inputMode={setting.kind === 'widths' ? 'text' : 'decimal'}
          autoComplete="off"
          spellCheck={false}
          placeholder={setting.kind === 'seed' ? 'job’s seed' : undefined}
          onKeyDown={onKeyDown}
        />
        {(meaning ?? unit) && (
          <span className={styles.unit} aria-hidden="true">
            {meaning ?? unit}
          </span>
        )}
      </span>
      <FieldError className={styles.error}>{error}</FieldError>
    </TextField>
  );
}

/** The text after one press of an arrow key: a tenfold step with Shift held; null where there is no single number to step. */
function step(setting: Setting, text: string, { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }): string | null {
  const { values } = parseValues(setting, text);
  if (setting.kind !== 'number' || values?.length !== 1 || typeof values[0] !== 'number') return null;
  const size = (setting.step ?? 1) * (shiftKey ? 10 : 1);
  const next = values[0] + (key === 'ArrowUp' ? size : -size);
  const clamped = Math.min(setting.max, Math.max(setting.min, next));
  // Sums such as 0.1 + 0.2 leave digits that nobody typed.
  return String(Number(clamped.toPrecision(12)));
}
