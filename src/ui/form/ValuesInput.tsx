import { useEffect, useRef, type KeyboardEvent } from 'react';
import { FieldError, Input, TextField } from 'react-aria-components';
import type { Setting } from '../../data/setting.ts';
import type { SettingValue } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { useTyped } from '../lab.tsx';
import { formatValues, parseValues } from './parse.ts';
import styles from './ValuesInput.module.css';

interface ValuesInputProps {
  readonly label: string;
  readonly path: string;
  readonly setting: Setting;
  readonly values: readonly SettingValue[];
  /** Takes the values; says what is wrong with them, or null. */
  readonly onChange: (values: readonly SettingValue[]) => string | null;
}

/**
 * A text field for one value or several. What is typed takes effect on Enter or on leaving the field; until it can be read it stays as
 * it was typed, with the reason below, and nothing runs. What may mean several things is asked about by a button each. The arrow keys step a single number.
 */
export function ValuesInput({ label, path, setting, values, onChange }: ValuesInputProps) {
  const stored = formatValues(setting, values);
  const typed = useTyped(({ texts }) => texts.get(path)) ?? null;
  const keepTyped = useTyped(({ keep }) => keep);
  const isSought = useTyped(({ sought }) => sought === path);
  const seek = useTyped((texts) => texts.seek);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isSought) return;
    input.current?.focus();
    seek(null);
  }, [isSought, seek]);
  const draft = typed?.text ?? null;
  const error = typed?.left ? typed.error : null;

  const take = (chosen: readonly SettingValue[], text: string) => {
    const problem = onChange(chosen);
    keepTyped(path, problem === null ? null : { text, error: problem, choices: [], left: true });
  };
  const keep = (text: string) => {
    const parsed = parseValues(setting, text);
    if (parsed.error === null) take(parsed.values, text);
    else keepTyped(path, { text, error: parsed.error, choices: parsed.choices ?? [], left: true });
  };
  const type = (text: string) => {
    const parsed = parseValues(setting, text);
    const choices = parsed.error === null ? [] : (parsed.choices ?? []);
    keepTyped(path, { text, error: parsed.error, choices, left: error !== null });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && draft !== null) keep(draft);
    if (event.key === 'Escape' && draft !== null) keepTyped(path, null);
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
      onChange={type}
      onBlur={() => draft !== null && keep(draft)}
    >
      <span className={styles.box}>
        <Input
          ref={input}
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
      {error !== null && typed && typed.choices.length > 0 && (
        <span className={styles.choices}>
          {typed.choices.map((choice) => (
            <Button key={choice.title} small onPress={() => take(choice.values, choice.title)}>
              {choice.title}
            </Button>
          ))}
        </span>
      )}
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
