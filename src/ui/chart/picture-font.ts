/** The font of the page inside of a picture: an SVG that is drawn as an image, or leaves the page, finds no font that it does not hold itself. */
import greekUrl from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?url';
import latinUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';

const GREEK = /\p{Script=Greek}/u;

/** Rules that hold the letters of a text. Without a network that has them they are left out, and the picture has the font of whoever looks. */
async function fontRules(text: string): Promise<string> {
  const faces = [
    { url: latinUrl, range: 'U+0000-036F, U+2000-FFFF' },
    ...(GREEK.test(text) ? [{ url: greekUrl, range: 'U+0370-03FF' }] : []),
  ];
  const rules = await Promise.all(
    faces.map(async ({ url, range }) => {
      const bytes = await fetch(url).then((response) => (response.ok ? response.blob() : null));
      if (!bytes) return '';
      return `@font-face{font-family:Inter;font-weight:100 900;src:url(${await dataUrlOf(bytes)}) format('woff2');unicode-range:${range}}`;
    }),
  ).catch(() => []);
  return rules.join('');
}

const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(`data:font/woff2;${(reader.result as string).split(';')[1]}`));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The font could not be read.')));
    reader.readAsDataURL(blob);
  });

/** An SVG with the font that it is written in. */
export async function withFont(svg: string): Promise<string> {
  const rules = await fontRules(svg);
  return rules === '' ? svg : svg.replace(/<\/svg>\s*$/u, `<style>${rules}</style></svg>`);
}
