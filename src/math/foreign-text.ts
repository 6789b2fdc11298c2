/**
 * Text that others wrote, such as a name in a link, a file or a data set, made ready for what would read it as its own: one function for
 * each target, and no other anywhere. `test/unit/math/foreign-text.test.ts` tries all names against all of them.
 */

/** What no XML can hold, and so no SVG: controls other than tab and line ends, halves of surrogate pairs, and two more. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const printable = (text: string): string => text.replace(UNPRINTABLE, '\uFFFD');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '%': '&#37;', $: '&#36;' };

/** For Plotly, which has tags and links of its own in every text, and `%{…}` in templates of hover texts. It ends in SVG files as well. */
export const plotlyText = (text: string): string => printable(text).replace(/[&<>%$]/gu, (character) => entities[character]);

/** A text with tags of ours, for Plotly, around values that are taken as they are: ``markup`<b>${name}</b>` ``. */
export function markup(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.map((part, index) => (index === 0 ? part : plotlyText(String(values[index - 1])) + part)).join('');
}

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text within HTML or XML, between tags and in the quotes of an attribute. */
export const xmlText = (text: string): string => printable(text).replace(/[&<>"']/gu, (sign) => references[sign]);

/** HTML or XML of ours around values that are taken as they are: ``xml`<title>${title}</title>` ``. */
export const xml = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  parts.map((part, index) => (index === 0 ? part : xmlText(values[index - 1]) + part)).join('');

/**
 * A cell of CSV (RFC 4180): quoted where it holds a comma, a quote or a line break, empty for null. Numbers have all their digits. A text
 * that a spreadsheet would compute, since it begins like a formula, gets an apostrophe in front, which it shows as text.
 */
function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of cells as CSV, lines ended by CR LF. */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

/** What LaTeX reads as its own, and signs beyond Latin letters that the lab writes, which pdfLaTeX has under these names. */
const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // BibTeX counts braces whatever stands before them.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '–': '--',
  '—': '---',
  '…': '\\ldots{}',
  '\u00A0': '~',
  ℓ: '$\\ell$',
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '±': '$\\pm$',
  '→': '$\\rightarrow$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '≈': '$\\approx$',
  '≠': '$\\neq$',
  '∞': '$\\infty$',
  '√': '$\\surd$',
  '‖': '$\\|$',
  '½': '1/2',
  '⅒': '1/10',
};
/** Greek letters that are no Latin ones, by the names that TeX has for them. */
const greek: Readonly<Record<string, string>> = Object.fromEntries(
  'α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega'
    .match(/\S \S+/gu)!
    .map((pair) => [pair[0], `$\\${pair.slice(2)}$`]),
);
const raised = '0123456789-+';
/** Latin letters that the usual fonts of pdfLaTeX lack, at which it stops as well (tried one by one, TeX Live 2022), and the nearest. */
const lacking: Readonly<Record<string, string>> = Object.fromEntries(
  'ÐD ÞTh ðd þth ĄA ąa ĐD đd ĘE ęe ĦH ħh ĮI įi ĸk ĿL ŀl ŉn ŊNg ŋng ŦT ŧt ŲU ųu'.split(' ').map((pair) => [pair[0], pair.slice(1)]),
);
const [superscripts, subscripts] = ['⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺', '₀₁₂₃₄₅₆₇₈₉₋₊'];

/** Letters that are no letter of ASCII with accents on it. */
const latexLetters: Readonly<Record<string, string>> = Object.fromEntries(
  'ß\\ss æ\\ae Æ\\AE œ\\oe Œ\\OE ø\\o Ø\\O ł\\l Ł\\L ı\\i'.split(' ').map((pair) => [pair[0], `{${pair.slice(1)}}`]),
);
/** Accents as Unicode puts them behind their letter, and as the fonts of every LaTeX have them. */
const latexAccents: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030A': 'r',
  '\u030B': 'H',
  '\u030C': 'v',
  '\u0323': 'd',
  '\u0327': 'c',
  '\u0331': 'b',
};

/** A letter with its accents as BibTeX sorts and abbreviates it, “{\"{u}}”; null for any other sign. */
function accented(sign: string): string | null {
  const [letter, ...marks] = sign.normalize('NFD');
  if (!/^[A-Za-z]$/u.test(letter) || marks.length === 0 || marks.some((mark) => !(mark in latexAccents))) return null;
  const bare = 'ij'.includes(letter) ? `\\${letter}` : letter;
  return `{${marks.reduce((inner, mark) => `\\${latexAccents[mark]}{${inner}}`, bare)}}`;
}

function latexSign(sign: string): string {
  const known = latexSigns[sign] ?? greek[sign] ?? lacking[sign] ?? latexLetters[sign] ?? accented(sign);
  if (known !== null) return known;
  if (/^[\u0020-\u007E]$/u.test(sign)) return sign;
  if (/\s/u.test(sign)) return ' ';
  // Of other scripts it has no letters at all, and would stop.
  return `(U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
}

/** Words in ASCII that every LaTeX sets, in a text, a table or a field of BibTeX, whose program knows bytes only. */
export const latexText = (text: string): string =>
  printable(text.normalize('NFC')).replace(
    /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+|[₀₁₂₃₄₅₆₇₈₉₋₊]+|./gsu,
    (part) => shifted('^', superscripts, part) ?? shifted('_', subscripts, part) ?? latexSign(part),
  );

/** Signs that stand higher or lower, as TeX shifts them together: “$^{-4}$”; null for any other part of a text. */
function shifted(shift: '^' | '_', signs: string, part: string): string | null {
  if (!signs.includes(part[0])) return null;
  return `$${shift}{${Array.from(part, (sign) => raised[signs.indexOf(sign)]).join('')}}$`;
}

/** An address inside of `\url{…}`. */
export const latexUrl = (url: string): string => printable(url).replace(/[\\{}^`"<>|\s]|[^\u0020-\u007E]/gu, encodeURIComponent);

/** A string of Python, with its quotes; JSON writes every string so that Python reads the same, but for signs that end a line. */
export const pythonString = (text: string): string =>
  JSON.stringify(text).replace(/[^\u0020-\u007E]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, index) => `\\u${sign.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );

/** Words inside of a comment or a docstring of Python. */
export const pythonWords = (text: string): string => printable(text).replace(/["\\\s]/gu, (sign) => (/\s/u.test(sign) ? ' ' : '_'));

/** A string of YAML on one line of ASCII, with its quotes. */
export const yamlString = (text: string): string =>
  `"${printable(text).replace(/["\\]|[^\u0020-\u007E]/gu, (sign) => {
    if (sign === '"' || sign === '\\') return `\\${sign}`;
    return `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
  })}"`;

/**
 * Words inside of a line of Markdown, not at its beginning: no markup of their own, no line end, no address that becomes a link, and no sign
 * that turns the order of what follows.
 */
export const markdownText = (text: string): string =>
  printable(text)
    .replace(/[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_[\]<>&|#~!$^@]|:(?=\/\/)|(?<=www)\./giu, '\\$&');

/** Names that Windows keeps for devices, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/u;
/** Letters of a name; with its ending it stays below the 143 bytes that an encrypted file system allows, whatever the script. */
const MOST_BYTES = 100;

/** Of a file whose title has neither letters nor digits. */
const NAMELESS = 'parsimony';

/** The name of a file without its ending: letters and digits of a title, words joined by hyphens. */
export function fileStem(title: string): string {
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, '-');
  let stem = '';
  let bytes = 0;
  for (const letter of words.replace(/^[-\p{Mark}]+/u, '')) {
    bytes += new TextEncoder().encode(letter).length;
    if (bytes > MOST_BYTES) break;
    stem += letter;
  }
  stem = stem.replace(/-+$/u, '');
  if (stem === '') return NAMELESS;
  return DEVICE.test(stem) ? `${stem}-${NAMELESS}` : stem;
}
