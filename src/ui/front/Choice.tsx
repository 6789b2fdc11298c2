import styles from './Choice.module.css';

interface ChoiceProps<Value extends string | number> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
  readonly isDisabled?: boolean;
  readonly isSmall?: boolean;
}

/** Buttons side by side of which one is pressed. */
export function Choice<Value extends string | number>({ label, options, chosen, onChoose, isDisabled, isSmall }: ChoiceProps<Value>) {
  return (
    <fieldset className={`${styles.choice} ${isSmall ? styles.small : ''}`} aria-label={label} disabled={isDisabled}>
      {options.map(({ value, title }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {title}
        </button>
      ))}
    </fieldset>
  );
}
