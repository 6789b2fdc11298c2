import type { ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import choices from './Choices.module.css';
import styles from './Menu.module.css';

export interface MenuEntry {
  readonly title: string;
  readonly run: () => void;
  readonly disabled?: boolean;
}

/** A menu that opens from the button given as its child. */
export function Menu({
  label,
  entries,
  children,
}: {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly children: ReactElement;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={`${choices.popover} ${styles.popover}`} placement="bottom end" offset={4}>
        <AriaMenu
          className={choices.list}
          aria-label={label}
          disabledKeys={entries.filter((entry) => entry.disabled).map((entry) => entry.title)}
          onAction={(key) => entries.find((entry) => entry.title === key)?.run()}
        >
          {entries.map((entry) => (
            <MenuItem key={entry.title} id={entry.title} className={`${choices.item} ${styles.item}`}>
              {entry.title}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
