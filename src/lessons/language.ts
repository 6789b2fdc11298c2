/** The languages of the lessons, and how each writes numbers. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** As the language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

export interface Numbers {
  /** 3.14159 as “3.1”. */
  fixed(value: number, digits?: number): string;
  /** With its sign: “+3.1”, “−3.1”, “0.0”. */
  signed(value: number, digits?: number): string;
  /** 60000 as “60,000”. */
  whole(value: number): string;
  /** Three significant digits, or as many as told. */
  about(value: number, digits?: number): string;
  /** A share of 1: “50 %” in German, “50%” in English. */
  percent(share: number, digits?: number): string;
  /** “a, b and c”. */
  list(items: readonly string[]): string;
  /** Which of two forms a number takes: “1 seed”, “3 seeds”. */
  plural(amount: number, one: string, many: string): string;
  /** “30 November 2026”. */
  date(at: Date): string;
  /** “40 s”, “1 min 40 s”, no finer than is known. */
  duration(seconds: number): string;
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** A minus as wide as a plus, and no −0. */
const signs = (text: string): string => text.replace('-', '−').replace(/^−(?=[0.,]*$)/u, '');

function numbersOf(locale: string): Numbers {
  const write = (value: number, options: Intl.NumberFormatOptions): string => signs(new Intl.NumberFormat(locale, options).format(value));
  const digitsOf = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const whole = (value: number): string => write(value, { maximumFractionDigits: 0 });
  return {
    fixed: (value, digits = 1) => write(value, digitsOf(digits)),
    signed: (value, digits = 1) => write(value, { ...digitsOf(digits), signDisplay: 'exceptZero' }),
    whole,
    about: (value, digits = 3) => write(value, { maximumSignificantDigits: digits }),
    percent: (share, digits = 0) => write(share, { ...digitsOf(digits), style: 'percent' }),
    list: (items) => new Intl.ListFormat(locale).format(items),
    plural: (amount, one, many) => `${whole(amount)} ${new Intl.PluralRules(locale).select(amount) === 'one' ? one : many}`,
    date: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at),
    duration(seconds) {
      const rounded = seconds < 60 ? Math.max(1, Math.round(seconds)) : Math.round(seconds / 10) * 10;
      const [minutes, rest] = [Math.floor(rounded / 60), rounded % 60];
      if (minutes === 0) return `${rest} s`;
      return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
    },
  };
}

const made = new Map<Language, Numbers>();

export function numbersIn(language: Language): Numbers {
  const numbers = made.get(language) ?? numbersOf(locales[language]);
  made.set(language, numbers);
  return numbers;
}
