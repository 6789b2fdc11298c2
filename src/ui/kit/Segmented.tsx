import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import styles from './Segmented.module.css';

interface SegmentedProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly title: string; readonly disabled?: boolean; readonly label?: string }[];
  readonly values: readonly string[];
  /** Lets several be chosen at once; at least one always is. */
  readonly several?: boolean;
  readonly small?: boolean;
  readonly onChange: (values: string[]) => void;
}

/** A row of options of which one (a radio group) or several are chosen. */
export function Segmented({ label, options, values, several = false, small = false, onChange }: SegmentedProps) {
  return (
    <ToggleButtonGroup
      className={`${styles.group} ${small ? styles.small : ''}`}
      aria-label={label}
      selectionMode={several ? 'multiple' : 'single'}
      disallowEmptySelection
      selectedKeys={values}
      onSelectionChange={(keys) => onChange(options.map((option) => option.value).filter((value) => keys.has(value)))}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} isDisabled={option.disabled} aria-label={option.label} className={styles.option}>
          {option.title}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
