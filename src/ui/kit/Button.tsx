import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';
import { Hint } from './Hint.tsx';
import styles from './Button.module.css';

type Kind = 'plain' | 'primary' | 'quiet';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly kind?: Kind;
  readonly icon?: IconName;
  readonly small?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = 'plain', icon, small = false, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`${styles.button} ${styles[kind]} ${small ? styles.small : ''}`}>
      {icon && <Icon name={icon} size={small ? 13 : 15} />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  readonly icon: IconName;
  /** Name of the button; shown as its tooltip. */
  readonly label: string;
  readonly framed?: boolean;
  readonly small?: boolean;
  /** Menus and popovers attach themselves to a bare button; a tooltip between the two would come in their way. */
  readonly bare?: boolean;
}

/** A button that shows an icon and names itself in a tooltip. */
export function IconButton({ icon, label, framed = false, small = false, bare = false, ...props }: IconButtonProps) {
  const button = (
    <AriaButton
      {...props}
      aria-label={label}
      className={`${styles.button} ${styles.icon} ${framed ? styles.plain : styles.quiet} ${small ? styles.small : ''}`}
    >
      <Icon name={icon} size={small ? 14 : 16} />
    </AriaButton>
  );
  return bare ? button : <Hint text={label}>{button}</Hint>;
}
