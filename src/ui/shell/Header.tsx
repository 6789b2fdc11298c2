import { Toolbar } from 'react-aria-components';
import { Button, IconButton } from '../kit/Button.tsx';
import { useLab, useView } from '../lab.tsx';
import { toggleTheme, useTheme } from '../theme.ts';
import { useMedia } from '../media.ts';
import { addressOf } from '../route.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { Logo } from './Logo.tsx';
import { OpenMenu } from './OpenMenu.tsx';
import { Pages } from './Pages.tsx';
import { PagesMenu } from './PagesMenu.tsx';
import styles from './Header.module.css';

/** The name of the lab, its pages, and what can be done with a result as a whole. */
export function Header() {
  const theme = useTheme();
  const narrow = useMedia('(max-width: 560px)');
  const open = useView((view) => view.open);
  const share = useLab(({ run, shared }) => (run.study !== null || shared !== null ? 'Share result' : 'Share study'));
  return (
    <header className={styles.header}>
      <a className={styles.home} href={addressOf('front')}>
        <Logo />
      </a>
      {narrow ? <PagesMenu /> : <Pages />}
      <span className={styles.tagline}>a lab for compressing neural networks</span>
      {/* One stop of the Tab key, with arrows from one to the next: whoever works by keyboard wants to come to Run. */}
      <Toolbar className={styles.actions} aria-label="Results, files and theme">
        <Button icon="share" onPress={() => open('share')} aria-label={share}>
          <span className={styles.word}>{share}</span>
        </Button>
        <ExportMenu />
        <OpenMenu />
        <IconButton icon="keyboard" label="Keyboard shortcuts" framed onPress={() => open('keyboard')} />
        <IconButton
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          framed
          onPress={toggleTheme}
        />
      </Toolbar>
    </header>
  );
}
