import type { ButtonHTMLAttributes, Ref } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import button from './Button.module.css';
import styles from './PlainButton.module.css';

interface PlainButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> {
  readonly kind?: 'plain' | 'primary' | 'quiet';
  readonly icon?: IconName;
  /** Its name where it shows an icon alone. */
  readonly label?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** The look of the kit's button on the browser's own: for the first page, which is there before the program of the kit. */
export function PlainButton({ kind = 'plain', icon, label, children, ...props }: PlainButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...props}
      className={`${button.button} ${button[kind]} ${styles.plain} ${label === undefined ? '' : button.icon}`}
    >
      {icon && <Icon name={icon} size={label === undefined ? 15 : 16} />}
      {children}
    </button>
  );
}
