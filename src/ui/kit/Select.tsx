import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue, Text } from 'react-aria-components';
import { Icon } from './Icon.tsx';
import choices from './Choices.module.css';
import styles from './Select.module.css';

export interface SelectOption {
  readonly value: string;
  readonly title: string;
  /** A second line in the list. */
  readonly note?: string;
  readonly disabled?: boolean;
}

interface SelectProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string | null;
  readonly placeholder?: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
}

export function Select({ label, hideLabel = false, value, placeholder, options, onChange }: SelectProps) {
  return (
    <AriaSelect
      className={styles.select}
      value={value}
      placeholder={placeholder}
      disabledKeys={options.filter((option) => option.disabled).map((option) => option.value)}
      onChange={(key) => key !== null && onChange(String(key))}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      <Button className={styles.button}>
        <SelectValue className={styles.value}>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <Icon name="chevron" size={14} />
      </Button>
      <Popover className={`${choices.popover} ${styles.popover}`} offset={4}>
        <ListBox className={choices.list}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.title} className={`${choices.item} ${styles.item}`}>
              {option.note === undefined ? (
                option.title
              ) : (
                <>
                  <Text slot="label">{option.title}</Text>
                  <Text slot="description" className={styles.note}>
                    {option.note}
                  </Text>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
