import { languageNames, languages } from '../../lessons/language.ts';
import { PlainButton } from '../kit/PlainButton.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useMedia } from '../media.ts';
import { addressOf } from '../route.ts';
import { Logo } from '../shell/Logo.tsx';
import { Pages } from '../shell/Pages.tsx';
import { PagesMenu } from '../shell/PagesMenu.tsx';
import { toggleTheme, useTheme } from '../theme.ts';
import { useSpoken } from './language.tsx';
import header from '../shell/Header.module.css';

/** The header of the page, in the language of the lessons, which is chosen here. */
export function LearnHeader() {
  const theme = useTheme();
  const narrow = useMedia('(max-width: 560px)');
  const { language, words, speak } = useSpoken();
  return (
    <header className={header.header}>
      <a className={header.home} href={addressOf('front')}>
        <Logo />
      </a>
      {narrow ? <PagesMenu titles={words.pages} /> : <Pages titles={words.pages} />}
      <div className={header.actions}>
        <Segmented
          label={words.language}
          options={languages.map((value) => ({ value, title: value.toUpperCase(), label: languageNames[value] }))}
          values={[language]}
          onChange={([chosen]) => speak(languages.find((one) => one === chosen) ?? language)}
        />
        <PlainButton
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? words.theme.light : words.theme.dark}
          onClick={toggleTheme}
        />
      </div>
    </header>
  );
}
