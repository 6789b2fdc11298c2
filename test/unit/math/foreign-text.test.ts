/** All names against all targets, each read back by a plain reader of that target, written here. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  csvText,
  fileStem,
  latexText,
  latexUrl,
  markdownText,
  markup,
  plotlyText,
  pythonString,
  pythonWords,
  xml,
  xmlText,
  yamlString,
} from '../../../src/math/foreign-text.ts';
import { foreignNames } from '../foreign-names.ts';

/** Every name that is written down, and many more. */
function forAll(holds: (name: string) => void): void {
  for (const name of foreignNames) holds(name);
  const anything = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 12 }).map((points) => String.fromCodePoint(...points)),
    fc.string(),
    fc.stringMatching(/^[-=+@<>%{}$\\"'&;#~^_ .]*$/),
  );
  fc.assert(
    fc.property(anything, (name) => {
      holds(name);
    }),
    { numRuns: 100 },
  );
}

/** What LaTeX knows without any package. */
const commands =
  `& % $ # _ \` ' ^ ~ = . " u r H v d c b i j o O l L ss ae AE oe OE textbackslash textbraceleft textbraceright textasciitilde textasciicircum textless textgreater textbar ldots ell times cdot pm rightarrow leq geq approx neq infty surd | alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega`.split(
    ' ',
  );

/** What of a text no XML can hold. */
const inXml = (text: string): string => text.replaceAll(/[^\t\n\r -\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

describe('HTML and XML', () => {
  /** As the specifications read references, in texts and attributes. */
  const read = (text: string): string =>
    text.replaceAll(/&(?:#(\d+)|(\w+));/gu, (whole, number?: string, name?: string) =>
      number ? String.fromCodePoint(Number(number)) : ({ amp: '&', lt: '<', gt: '>', quot: '"' }[name ?? ''] ?? whole),
    );

  it('hold a name as it is, in texts and in attributes', () => {
    forAll((name) => {
      expect(xmlText(name)).not.toMatch(/[<>"']/u);
      expect(read(xmlText(name))).toBe(inXml(name));
      expect(xml`<a title="${name}">${name}</a>`).toBe(`<a title="${xmlText(name)}">${xmlText(name)}</a>`);
    });
  });
});

describe('Plotly and SVG', () => {
  /** As svg_text_utils.js of Plotly reads a text: tags, then entities; and templates before either. */
  function read(text: string): string {
    expect(text).not.toMatch(/<\/?\w[^>]*>/u);
    expect(text).not.toMatch(/%\{/u);
    return text.replaceAll(/&(#\d+|#x[\da-fA-F]+|[a-z]+);/gu, (whole, entity: string) =>
      entity.startsWith('#') ? String.fromCodePoint(Number(entity.slice(1))) : ({ amp: '&', lt: '<', gt: '>' }[entity] ?? whole),
    );
  }

  it('show a name as it is, whatever tags, links, entities and templates it holds', () => {
    forAll((name) => expect(read(plotlyText(name))).toBe(inXml(name)));
  });

  it('keep the tags that are ours', () => {
    forAll((name) => expect(markup`<b>${name}</b><br>%{x}, ${3}`).toBe(`<b>${plotlyText(name)}</b><br>%{x}, 3`));
  });
});

describe('CSV', () => {
  it('never begins a cell like a formula, and otherwise keeps the name', () => {
    forAll((name) => {
      const text = csvText([[name]]).slice(0, -2);
      const cell = /^".*"$/su.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
      if (cell === text) expect(text).not.toMatch(/[",\r\n]/u);
      expect(cell).not.toMatch(/^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u);
      expect([name, `'${name}`]).toContain(cell);
      if (/^[\p{Letter}\p{Number}]/u.test(name)) expect(cell).toBe(name);
    });
  });

  it('leaves numbers alone', () => expect(csvText([[-1, 1e-300, null]])).toBe('-1,1e-300,\r\n'));
});

describe('BibTeX and LaTeX', () => {
  it('holds no command, no brace and no sign that pdfLaTeX stops at', () => {
    forAll((name) => {
      const text = latexText(name);
      // BibTeX counts every brace, and ends the field at one too many.
      let depth = 0;
      for (const sign of text) {
        depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
      for (const [, command] of text.matchAll(/\\([a-zA-Z]+|.)/gu)) expect(commands).toContain(command);
      expect(text).toMatch(/^[\u0020-\u007E]*$/u);
      const bare = text.replaceAll(/\\[&%$#_^~]/gu, '').replaceAll(/\$(?:-|[\^_]\{[-+\d]+\}|\\(?:[a-zA-Z]+|\|))\$/gu, '');
      expect(bare).not.toMatch(/[&%$#^_]/u);
    });
  });

  it.each([
    ['ℓ0 on LeNet-5', '$\\ell$0 on LeNet-5'],
    ['α = 3·10⁻⁴', '$\\alpha$ = 3$\\cdot$10$^{-4}$'],
    ['Süzen & Łukasz', 'S{\\"{u}}zen \\& {\\L}ukasz'],
    ['naïve Nguyễn Ǎßæ', 'na{\\"{\\i}}ve Nguy{\\~{\\^{e}}}n {\\v{A}}{\\ss}{\\ae}'],
    ['50 % {of} a\\b', '50 \\% \\textbraceleft{}of\\textbraceright{} a\\textbackslash{}b'],
    ['Pru\u0308fung', 'Pr{\\"{u}}fung'],
    ['Wąsik Đorđe', 'Wasik Dorde'],
    ['日', '(U+65E5)'],
  ])('%s is %s', (name, text) => expect(latexText(name)).toBe(text));

  it('an address stays one', () => {
    expect(latexUrl('https://lab.example/a_b/#r=3.x%20y~z')).toBe('https://lab.example/a_b/#r=3.x%20y~z');
    forAll((name) => expect(latexUrl(name)).toMatch(/^[!#-;=?-[\]_a-z~]*$/u));
  });
});

describe('Python', () => {
  it('reads a string back as it was, on one line of ASCII', () => {
    forAll((name) => {
      const text = pythonString(name);
      expect(text).toMatch(/^"[\u0020-\u007E]*"$/u);
      // Of the escapes that JSON and Python have in common.
      expect(text.slice(1, -1)).toMatch(/^(?:[^"\\]|\\(?:["\\bfnrt]|u[0-9a-f]{4}))*$/u);
      expect(JSON.parse(text)).toBe(name);
    });
  });

  it('words end no docstring and no comment', () => forAll((name) => expect(pythonWords(name)).not.toMatch(/["\\\r\n\u2028\u2029]/u)));
});

describe('YAML', () => {
  it('reads a string back as it was, but for what cannot be printed', () => {
    forAll((name) => {
      const text = yamlString(name);
      expect(text).toMatch(/^"[\u0020-\u007E]*"$/u);
      expect(parse(`- ${text}`)).toEqual([inXml(name)]);
    });
  });
});

describe('Markdown', () => {
  it('has what is markup behind a backslash, on one line, in the order in which it is written', () => {
    for (const address of ['https://example.org', 'WWW.example.org', 'a@example.org']) expect(markdownText(address)).toMatch(/\\[:.@]/u);
    forAll((name) => {
      const text = markdownText(name);
      expect(text).not.toMatch(/[\r\n\u202A-\u202E\u2066-\u2069]/u);
      const bare = text.replaceAll(/\\[!-/:-@[-`{-~]/gu, '');
      // CommonMark 0.31 and what GitHub adds: escapes, code, emphasis, links, tags, entities, tables, headings, strikes, mathematics, addresses.
      expect(bare).not.toMatch(/[\\`*_[\]<>&|#~!$^@]|:\/\/|www\./iu);
      if (!/[\r\n\t\p{Cs}\p{Cc}\p{Co}\p{Cn}\p{Zs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(name))
        expect(text.replaceAll(/\\([!-/:-@[-`{-~])/gu, '$1')).toBe(name);
    });
  });
});

describe('names of files', () => {
  it('are names on every system: no folder, no device, no trailing dot, not too long', () => {
    forAll((name) => {
      const stem = fileStem(name);
      expect(stem).toMatch(/^[\p{Letter}\p{Number}][\p{Letter}\p{Mark}\p{Number}-]*$/u);
      expect(stem).not.toMatch(/-$/u);
      expect(new TextEncoder().encode(stem).length).toBeLessThanOrEqual(120);
      // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
      expect(stem.toUpperCase()).not.toMatch(/^(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])$/u);
      expect(stem).toBe(stem.normalize('NFC'));
      expect(fileStem(stem)).toBe(stem);
    });
  });

  it.each([
    ['Prüfung é', 'prüfung-é'],
    ['Pru\u0308fung e\u0301', 'prüfung-é'],
    ['con', 'con-parsimony'],
    ['Aux.', 'aux-parsimony'],
    ['con.json', 'con-json'],
    ['COM¹', 'com¹-parsimony'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本語 1', '日本語-1'],
    ['...', 'parsimony'],
    ['ℓ0 on LeNet-300-100, a quick look', 'ℓ0-on-lenet-300-100-a-quick-look'],
  ])('“%s” is %s', (title, stem) => expect(fileStem(title)).toBe(stem));
});
