import { PlainButton } from '../kit/PlainButton.tsx';
import { addressOf } from '../route.ts';
import { Logo } from '../shell/Logo.tsx';
import { Pages } from '../shell/Pages.tsx';
import { toggleTheme, useTheme } from '../theme.ts';
import header from '../shell/Header.module.css';

/** The header of the lab as far as it is about no lab. */
export function FrontHeader() {
  const theme = useTheme();
  return (
    <header className={header.header}>
      <a className={header.home} href={addressOf('front')}>
        <Logo />
      </a>
      <Pages />
      <div className={header.actions}>
        <PlainButton
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          onClick={toggleTheme}
        />
      </div>
    </header>
  );
}
